import { afterEach, expect, test, vi } from 'vitest';
import { at, call, patch, post, rememberCsrfToken, whenSignedOut } from './client';
import { Problem } from './problem';

// The network is the one thing that stands outside here: answers are real Response objects.
const requests: { url: string; init: RequestInit }[] = [];

function answer(status: number, body: unknown, type = 'application/json'): void {
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    requests.push({ url, init });
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { 'content-type': type } }));
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
  requests.length = 0;
});

test('a changing request carries the token, a reading one does not', async () => {
  rememberCsrfToken('t0k3n');
  answer(200, {});
  await post('/users', { name: 'Ada' });
  await call('GET', '/users');
  expect(requests[0]?.init.headers).toHaveProperty('X-CSRF-Token', 't0k3n');
  expect(requests[1]?.init.headers).not.toHaveProperty('X-CSRF-Token');
});

test('a refusal becomes a problem with its fields', async () => {
  answer(400, { title: 'Not valid', status: 400, detail: 'No.', code: 'input.invalid', errors: [{ field: 'name', message: 'Missing.', code: 'x' }] }, 'application/problem+json');
  await expect(post('/users')).rejects.toMatchObject({ code: 'input.invalid', errors: [{ field: 'name' }] });
});

test('an ended session is told, but a wrong password is not an ended session', async () => {
  const ended = vi.fn();
  whenSignedOut(ended);
  answer(401, { code: 'auth.not_signed_in', detail: 'Sign in.' });
  await expect(post('/session')).rejects.toBeInstanceOf(Problem);
  await expect(call('GET', '/me')).rejects.toBeInstanceOf(Problem);
  expect(ended).not.toHaveBeenCalled();
  await expect(patch('/me', {})).rejects.toBeInstanceOf(Problem);
  expect(ended).toHaveBeenCalledOnce();
});

test('a server that cannot be reached is a problem too', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
  await expect(call('GET', '/users')).rejects.toMatchObject({ code: 'network.unreachable' });
});

test('an answer without a body is nothing', async () => {
  answer(204, null);
  await expect(post('/session')).resolves.toBeUndefined();
});

test('names are encoded into paths', () => {
  expect(at`/workspaces/${'a/b'}/tables/${'erp.x'}`).toBe('/workspaces/a%2Fb/tables/erp.x');
});
