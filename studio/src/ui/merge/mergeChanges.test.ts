import { describe, expect, it } from 'vitest';
import { clashKey, mergeChanges } from './mergeChanges';

const [TEAM, DAY] = [{ name: 'team', type: 'text' }, { name: 'day', type: 'date' }];
const base = {
  title: 'Open tickets',
  sql: 'select 1',
  cache_s: null as number | null,
  parameters: [TEAM, DAY] as { name: string; type: string; default?: string }[],
  tags: ['a', 'b'],
};
type Doc = typeof base;
const merge = (mine: Partial<Doc>, theirs: Partial<Doc>, chosen?: ReadonlySet<string>) => mergeChanges<Doc>(base, { ...base, ...mine }, { ...base, ...theirs }, chosen === undefined ? {} : { chosen });

describe('two people who changed different things', () => {
  it('keeps both', () => {
    const { merged, clashes } = merge({ title: 'Mine' }, { sql: 'select 2' });
    expect(merged).toEqual({ ...base, title: 'Mine', sql: 'select 2' });
    expect(clashes).toEqual([]);
  });

  it('keeps both inside one thing of a list', () => {
    const { merged, clashes } = merge(
      { parameters: [{ name: 'team', type: 'text', default: 'north' }, DAY] },
      { parameters: [{ name: 'team', type: 'choice' }, DAY] },
    );
    expect(merged.parameters[0]).toEqual({ name: 'team', type: 'choice', default: 'north' });
    expect(clashes).toEqual([]);
  });

  it('keeps what each added where it stood, and drops what each removed', () => {
    const { merged, clashes } = merge({ parameters: [TEAM, { name: 'mine', type: 'text' }] }, { parameters: [{ name: 'theirs', type: 'text' }, TEAM, DAY] });
    expect(merged.parameters.map(({ name }) => name)).toEqual(['theirs', 'team', 'mine']);
    expect(clashes).toEqual([]);
  });

  it('keeps the order of whoever moved something', () => {
    const turned = [DAY, TEAM];
    expect(merge({ parameters: turned }, { title: 'T' }).merged.parameters).toEqual(turned);
    expect(merge({ parameters: [TEAM, { name: 'day', type: 'text' }] }, { parameters: turned }).merged.parameters.map(({ name, type }) => `${name} ${type}`)).toEqual(['day text', 'team text']);
  });

  it('joins lists of plain values', () => {
    expect(merge({ tags: ['a', 'mine', 'b'] }, { tags: ['b', 'theirs'] }).merged.tags).toEqual(['mine', 'b', 'theirs']);
  });
});

describe('two people who changed the same thing', () => {
  it('says which, and keeps mine unless theirs is chosen', () => {
    const { merged, clashes } = merge({ title: 'Mine', cache_s: 60 }, { title: 'Theirs' });
    expect(merged).toMatchObject({ title: 'Mine', cache_s: 60 });
    expect(clashes).toEqual([{ path: ['title'], base: 'Open tickets', mine: 'Mine', theirs: 'Theirs' }]);
    expect(merge({ title: 'Mine', cache_s: 60 }, { title: 'Theirs' }, new Set(clashes.map(clashKey))).merged).toMatchObject({ title: 'Theirs', cache_s: 60 });
  });

  it('says when one removed what the other changed', () => {
    const changed = [{ name: 'team', type: 'whole' }, DAY];
    const { merged, clashes } = merge({ parameters: [DAY] }, { parameters: changed });
    expect(clashes).toEqual([{ path: ['parameters', 'team'], base: TEAM, mine: undefined, theirs: changed[0] }]);
    expect(merged.parameters).toEqual([DAY]);
    expect(merge({ parameters: [DAY] }, { parameters: changed }, new Set(clashes.map(clashKey))).merged.parameters).toEqual(changed);
  });

  it('is no clash when both did the same', () => {
    expect(merge({ title: 'Same' }, { title: 'Same' }).clashes).toEqual([]);
  });

  it('takes a list in which two things have one name as one', () => {
    const start = { grants: [{ id: 'a' }, { id: 'a' }] };
    const { clashes } = mergeChanges(start, { grants: [{ id: 'a' }] }, { grants: [] });
    expect(clashes.map(({ path }) => path)).toEqual([['grants']]);
    const nameOf = ({ table }: Record<string, unknown>) => String(table);
    expect(mergeChanges({ grants: [{ table: 'a' }] }, { grants: [{ table: 'a' }, { table: 'b' }] }, { grants: [] }, { nameOf }).merged).toEqual({ grants: [{ table: 'b' }] });
  });
});

describe('things without names', () => {
  const [title, list, button] = [
    { kind: 'heading', text: 'Papers' },
    { kind: 'table', rows: 'papers' },
    { kind: 'button', label: 'New' },
  ];
  interface Content {
    content: { kind: string }[];
  }
  const merged = (mine: Content, theirs: Content) => mergeChanges<Content>({ content: [title, list, button] }, mine, theirs);

  it('are known by their place among those that stayed', () => {
    const mine = { content: [{ kind: 'callout' }, { ...title, text: 'Mine' }, list, button] };
    const theirs = { content: [title, { ...list, rows: 'invoices' }, { kind: 'divider' }, button] };
    expect(merged(mine, theirs)).toEqual({
      merged: { content: [{ kind: 'callout' }, { ...title, text: 'Mine' }, { ...list, rows: 'invoices' }, { kind: 'divider' }, button] },
      clashes: [],
    });
  });

  it('are called by their sort where both changed one', () => {
    const { clashes } = merged({ content: [title, list, { ...button, label: 'Mine' } as { kind: string }] }, { content: [list, { ...button, label: 'Theirs' } as { kind: string }] });
    expect(clashes).toEqual([{ path: ['content', 'button 3', 'label'], base: 'New', mine: 'Mine', theirs: 'Theirs' }]);
  });

  it('are kept of both where both added some', () => {
    const found = merged({ content: [title, { kind: 'text' }, list, button] }, { content: [title, list, button, { kind: 'text' }] });
    expect(found.clashes).toEqual([]);
    expect(found.merged.content.map(({ kind }) => kind)).toEqual(['heading', 'text', 'table', 'button', 'text']);
  });
});

describe('any three documents', () => {
  // A generator of its own, so that the same documents are tried each time.
  let seed = 7;
  const below = (most: number) => (seed = (seed * 48271) % 2147483647) % most;
  const value = (depth: number): unknown => {
    const sort = below(depth > 2 ? 3 : 6);
    if (sort < 2) return below(3);
    if (sort === 2) return ['x', 'y', null][below(3)];
    if (sort === 3) return Array.from({ length: below(4) }, (_, at) => ({ name: `n${(at * 7 + below(2)) % 9}`, of: value(depth + 1) }));
    return Object.fromEntries(['a', 'b', 'c'].filter(() => below(3) > 0).map((key) => [key, value(depth + 1)]));
  };

  it('gives what one person has where the other changed nothing, and theirs where every clash is decided so', () => {
    for (let round = 0; round < 500; round += 1) {
      const [was, mine, theirs] = [{ v: value(0) }, { v: value(0) }, { v: value(0) }];
      expect(mergeChanges(was, mine, was)).toEqual({ merged: mine, clashes: [] });
      expect(mergeChanges(was, was, theirs)).toEqual({ merged: theirs, clashes: [] });
      const { clashes, merged } = mergeChanges(was, mine, theirs);
      const turned = mergeChanges(was, theirs, mine, { chosen: new Set(clashes.map(clashKey)) });
      expect(turned.clashes.length).toBe(clashes.length);
      if (clashes.length === 0) expect(mergeChanges(was, theirs, mine).clashes).toEqual([]);
      expect(mergeChanges(merged, merged, merged).merged).toEqual(merged);
    }
  });
});
