import { describe, expect, it } from 'vitest';
import { newestOnly } from './newestOnly';

/** Works that note when they begin and end when they are told to. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const signals = new Map<string, AbortSignal>();
  const work = (name: string) => (gone: AbortSignal) =>
    new Promise<void>((resolve) => {
      begun.push(name);
      signals.set(name, gone);
      ends.set(name, resolve);
      gone.addEventListener('abort', () => resolve());
    });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  const end = async (name: string) => {
    ends.get(name)?.();
    await settled();
  };
  return { begun, signals, work, end, settled };
}

describe('of what is asked', () => {
  it('the first begins at once and the newest follows it, those between never', async () => {
    const { begun, work, end } = works();
    const drawing = newestOnly();
    for (const name of ['a', 'b', 'c']) drawing.ask(work(name));
    expect(begun).toEqual(['a']);
    await end('a');
    expect(begun).toEqual(['a', 'c']);
    await end('c');
    drawing.ask(work('d'));
    expect(begun).toEqual(['a', 'c', 'd']);
  });

  it('one that takes very long is given up for a newer one', async () => {
    let time = 0;
    const { begun, signals, work, settled } = works();
    const drawing = newestOnly(() => time);
    drawing.ask(work('slow'));
    time = 900;
    drawing.ask(work('b'));
    expect(signals.get('slow')?.aborted).toBe(false);
    time = 1100;
    drawing.ask(work('c'));
    await settled();
    expect(signals.get('slow')?.aborted).toBe(true);
    expect(begun).toEqual(['slow', 'c']);
  });

  it('nothing is begun after the end, and what is under way is given up', async () => {
    const { begun, signals, work, settled } = works();
    const drawing = newestOnly();
    drawing.ask(work('a'));
    drawing.ask(work('b'));
    drawing.stop();
    await settled();
    expect(begun).toEqual(['a']);
    expect(signals.get('a')?.aborted).toBe(true);
    // A page that is mounted again goes on.
    drawing.ask(work('c'));
    expect(begun).toEqual(['a', 'c']);
  });
});
