import { problemOf, unreachable } from './problem';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface RequestOptions {
  body?: unknown;
  /** Sent as it is, instead of a body in JSON. */
  file?: Blob;
  signal?: AbortSignal;
  /** The kind of answer asked for; JSON unless said otherwise. */
  accept?: string;
  /** Refuse when what is changed has another version by now. */
  ifMatch?: string | undefined;
}

let csrfToken = '';
let onSignedOut: () => void = () => undefined;

/** Remember the token that every changing request has to carry. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

/** Say what happens when the server no longer knows the session. */
export function whenSignedOut(action: () => void): void {
  onSignedOut = action;
}

function initOf(method: Method, { body, file, signal, accept = 'application/json', ifMatch }: RequestOptions): RequestInit {
  const headers: Record<string, string> = { Accept: accept };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (file !== undefined) headers['Content-Type'] = 'application/octet-stream';
  if (ifMatch !== undefined) headers['If-Match'] = `"${ifMatch}"`;
  if (method !== 'GET' && csrfToken !== '') headers['X-CSRF-Token'] = csrfToken;
  return { method, headers, credentials: 'same-origin', body: file ?? (body === undefined ? null : JSON.stringify(body)), signal: signal ?? null };
}

/** Signing in, and asking who is signed in, may be answered with 401 without anything having ended. */
const isAskingWho = (method: Method, path: string) => path === '/session' || (method === 'GET' && path === '/me');

/** Send a request and answer with the response, or throw the problem in it. */
export async function send(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, initOf(method, options));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (problem.status === 401 && !isAskingWho(method, path)) onSignedOut();
  throw problem;
}

/** Send a request and answer with its JSON; an empty answer is `undefined`. */
export async function call<T>(method: Method, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  const body = await response.text();
  return (body === '' ? undefined : JSON.parse(body)) as T;
}

export const get = <T>(path: string, signal?: AbortSignal) => call<T>('GET', path, signal ? { signal } : {});
export const post = <T>(path: string, body: unknown = {}) => call<T>('POST', path, { body });

export interface PutOptions {
  /** Refuse when the workspace has moved on from this revision. */
  expectRevision?: number;
}

export const put = <T>(path: string, body: unknown, { expectRevision }: PutOptions = {}) =>
  call<T>('PUT', expectRevision === undefined ? path : `${path}?expect_revision=${expectRevision}`, { body });
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', path, { body });
export const remove = <T = undefined>(path: string) => call<T>('DELETE', path);

/** Every item of a list that comes in pages. */
export async function getAll<T>(path: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null | undefined;
  do {
    const asked = new URLSearchParams({ limit: '1000', ...(cursor ? { cursor } : {}) });
    const page = await get<{ items: T[]; cursor?: string | null }>(`${path}?${asked.toString()}`, signal);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return items;
}

/** Fill names into a path, encoded: `at`/w/${name}``. */
export function at(strings: TemplateStringsArray, ...names: string[]): string {
  return strings.reduce((path, part, index) => path + part + (index < names.length ? encodeURIComponent(names[index] ?? '') : ''), '');
}
