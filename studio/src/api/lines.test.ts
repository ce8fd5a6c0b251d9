import { expect, test } from 'vitest';
import { splitLines } from './lines';

function streamOf(chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

test('lines come whole however the stream is cut, even inside a character', async () => {
  const bytes = new TextEncoder().encode('{"a":"é"}\n\n{"b":2}\n{"c":3}');
  const chunks = Array.from(bytes, (byte) => new Uint8Array([byte]));
  const found: string[] = [];
  for await (const line of splitLines(streamOf(chunks))) found.push(line);
  expect(found).toEqual(['{"a":"é"}', '{"b":2}', '{"c":3}']);
});
