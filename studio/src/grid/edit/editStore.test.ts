import { expect, it } from 'vitest';
import { newEdit } from './batch';
import { EditStore } from './editStore';
import type { RowWriter } from './rowWriter';
import type { Work } from './work';

/** A table of one row on a server that answers when it is told to. */
function slowServer() {
  const row: Record<string, unknown> = { title: 'one' };
  const waiting: (() => void)[] = [];
  const write = async ({ cells }: Work) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    for (const cell of cells) row[cell.column] = cell.value;
    return { changed: [{ id: '1', version: 'v', values: { ...row }, masked: [] }], made: [] };
  };
  const answer = async () => {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    waiting.shift()?.();
  };
  const store = new EditStore({ write } as unknown as RowWriter, { load: () => [], keep: () => undefined }, false);
  return { row, answer, store };
}

it('takes back what is still on its way, and puts it there again', async () => {
  const { row, answer, store } = slowServer();
  store.change([newEdit('1', 'title', 'one', 'two')]);
  store.undo();
  store.redo();
  store.undo();
  for (const title of ['two', 'one', 'two', 'one']) {
    await answer();
    await expect.poll(() => row['title']).toBe(title);
  }
  await expect.poll(() => store.batches.length).toBe(0);
});
