import { send } from './client';

/** Send a request and give each line of its answer as it arrives; an answer that is one JSON list gives its items. */
export async function* lines<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
  const response = await send('POST', path, { body, signal, accept: 'application/x-ndjson, application/json' });
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('ndjson') || response.body === null) {
    const answer = (await response.json()) as T[] | { items?: T[]; steps?: T[] };
    yield* Array.isArray(answer) ? answer : (answer.items ?? answer.steps ?? []);
    return;
  }
  for await (const line of splitLines(response.body)) yield JSON.parse(line) as T;
}

/** The lines of a byte stream, however it is cut into chunks. */
export async function* splitLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const whole = rest.split('\n');
      rest = done ? '' : (whole.pop() ?? '');
      yield* whole.filter((line) => line.trim() !== '');
      if (done) return;
    }
  } finally {
    reader.releaseLock();
  }
}
