import { expect, test } from 'vitest';
import { duplicateNode, getAt, idsIn, insertNode, moveNode, nodeAt, removeNode, setAt, unwrapNode, wrapNode, type Edited } from './edit';
import { begin, redo, step, undo, type History } from './history';
import { outline, placeFor } from './outline';
import { afterRemoval, dotted, parsePath } from './path';
import { duplicateNodes, moveNodes, removeNodes, sharedAt, stepNodes, topmost, wrapNodes } from './several';
import { rowsShown, startWith, tableAround } from './start';
import { tidyScreen } from './tidy';
import type { JsonObject, NodeDefinition, Path, ScreenDefinition } from './types';

const slots: Record<string, string[]> = { box: ['content'], card: ['badge', 'content', 'actions'] };
const slotsOf = (kind: string) => slots[kind] ?? [];
const leaf = (id: string): NodeDefinition => ({ kind: 'text', id, text: id });

const screen: ScreenDefinition = {
  title: 'Start',
  path: '/',
  content: [leaf('a'), { kind: 'box', id: 'box', content: [leaf('b'), leaf('c')] }, { kind: 'card', actions: [leaf('d')] }],
};
const order = (doc: ScreenDefinition) => outline(doc, slotsOf).flatMap((line) => (line.type === 'node' ? [typeof line.node['id'] === 'string' ? line.node['id'] : line.node.kind] : []));

/** Numbers that look random and are the same in every run. */
function dice(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

function randomEdit(doc: ScreenDefinition, roll: (below: number) => number, number: number): Edited<ScreenDefinition> | null {
  const lines = outline(doc, slotsOf);
  const any = (): Path => lines[roll(lines.length)]?.path ?? [];
  const nodes = lines.filter((line) => line.type === 'node');
  const path = nodes[roll(nodes.length)]?.path;
  const place = placeFor(doc, any(), slotsOf);
  if (path === undefined || roll(5) === 0) return insertNode(doc, place.list, place.index, roll(3) === 0 ? { kind: 'box', id: `n${number}` } : leaf(`n${number}`));
  switch (roll(6)) {
    case 0: return removeNode(doc, path);
    case 1: return moveNode(doc, path, place.list, roll(place.index + 1));
    case 2: return duplicateNode(doc, path);
    case 3: return wrapNode(doc, path, { kind: 'box' }, 'content');
    case 4: return unwrapNode(doc, path, slotsOf);
    default: return { doc: setAt(doc, [...path, 'text'], `typed ${number}`), path };
  }
}

test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('many edits, seed %i: back to the start, forth to the end, and never a broken tree', (seed) => {
  const roll = dice(seed);
  let history: History<ScreenDefinition> = begin(screen);
  const before = JSON.stringify(screen);
  let steps = 0;
  for (let number = 0; number < 60; number += 1) {
    const edited = randomEdit(history.present, roll, number);
    if (edited === null) continue;
    const next = step(history, edited.doc);
    steps += next === history ? 0 : 1;
    history = next;
    expect(idsIn(history.present).size).toBe(JSON.stringify(history.present).match(/"id":/g)?.length ?? 0);
    expect(edited.path.length === 0 || getAt(history.present, edited.path) !== undefined).toBe(true);
    expect(JSON.stringify(history.present)).not.toMatch(/null|undefined|\[\]/);
  }
  const end = JSON.stringify(history.present);
  for (let number = 0; number < steps; number += 1) history = undo(history);
  expect(JSON.stringify(history.present)).toBe(before);
  expect(undo(history)).toBe(history);
  for (let number = 0; number < steps; number += 1) history = redo(history);
  expect(JSON.stringify(history.present)).toBe(end);
  expect(JSON.stringify(screen)).toBe(before);
});

test('what is moved within its list lands where it was dropped', () => {
  expect(order(moveNode(screen, ['content', 0], ['content'], 3)?.doc ?? screen)).toEqual(['box', 'b', 'c', 'card', 'd', 'a']);
  expect(order(moveNode(screen, ['content', 2], ['content'], 0)?.doc ?? screen)).toEqual(['card', 'd', 'a', 'box', 'b', 'c']);
  expect(order(moveNode(screen, ['content', 1], ['content'], 2)?.doc ?? screen)).toEqual(order(screen));
});

test('what is moved out from before its target follows it', () => {
  const moved = moveNode(screen, ['content', 0], ['content', 1, 'content'], 1);
  expect(moved?.path).toEqual(['content', 0, 'content', 1]);
  expect(order(moved?.doc ?? screen)).toEqual(['box', 'b', 'a', 'c', 'card', 'd']);
});

test('nothing is moved into itself', () => {
  expect(moveNode(screen, ['content', 1], ['content', 1, 'content'], 0)).toBeNull();
});

test('the last one out of a slot leaves nothing behind', () => {
  expect(removeNode(screen, ['content', 2, 'actions', 0])).toEqual({ doc: { ...screen, content: [leaf('a'), { kind: 'box', id: 'box', content: [leaf('b'), leaf('c')] }, { kind: 'card' }] }, path: ['content', 2] });
});

test('copies have ids of their own', () => {
  const copied = duplicateNode(screen, ['content', 1]);
  expect(nodeAt(copied?.doc ?? screen, ['content', 2])).toEqual({ kind: 'box', id: 'box_2', content: [leaf('b')].map((node) => ({ ...node, id: 'b_2' })).concat({ ...leaf('c'), id: 'c_2' }) });
});

test('wrapping and unwrapping are each other’s reverse', () => {
  const wrapped = wrapNode(screen, ['content', 0], { kind: 'box' }, 'content');
  expect(unwrapNode(wrapped?.doc ?? screen, ['content', 0], slotsOf)?.doc).toEqual(screen);
});

test('typing at one place is one step', () => {
  let history = begin(screen);
  for (const word of ['S', 'St', 'Sta']) history = step(history, setAt(history.present, ['title'], word), 'title');
  history = step(history, setAt(history.present, ['path'], '/x'), 'path');
  expect(history.past.length).toBe(2);
  expect(undo(undo(history)).present).toBe(screen);
});

test('a new one goes into what holds components, else after what is selected', () => {
  expect(placeFor(screen, [], slotsOf)).toEqual({ list: ['content'], index: 3 });
  expect(placeFor(screen, ['content', 1], slotsOf)).toEqual({ list: ['content', 1, 'content'], index: 2 });
  expect(placeFor(screen, ['content', 0], slotsOf)).toEqual({ list: ['content'], index: 1 });
  expect(placeFor(screen, ['content', 2, 'actions'], slotsOf)).toEqual({ list: ['content', 2, 'actions'], index: 1 });
});

test('places are words and back, and follow what is taken out before them', () => {
  expect(parsePath(dotted(['content', 2, 'actions', 0]))).toEqual(['content', 2, 'actions', 0]);
  expect(afterRemoval(['content', 2, 'actions', 0], ['content', 1])).toEqual(['content', 1, 'actions', 0]);
  expect(afterRemoval(['content', 1, 'content', 0], ['content', 1])).toBeNull();
});

test('a new component knows the table it stands in', () => {
  const doc: ScreenDefinition = { title: 'x', path: '/', content: [{ kind: 'record', table: 'tickets', content: [leaf('a')] }, { kind: 'table', id: 'list', rows: { table: 'people' } }] };
  expect(tableAround(doc, ['content', 0, 'content', 0])).toBe('tickets');
  expect(tableAround(doc, ['content', 1])).toBe('people');
  expect(rowsShown(doc['content'])).toEqual({ id: undefined, table: 'tickets' });
  expect(startWith({ kind: 'table', rows: { table: '$table' }, columns: ['$column'] }, { table: 'people', column: 'name', component: undefined })).toEqual({ kind: 'table', rows: { table: 'people' }, columns: ['name'] });
});

test('what the server fills in is left out again', () => {
  expect(tidyScreen({ title: 'x', path: '/', access: 'basic', description: null, parent: null, state: {}, width: 'normal', content: [{ kind: 'text', id: null, show_if: null, access: null, text: 'x' }] })).toEqual({
    title: 'x', path: '/', access: 'basic', content: [{ kind: 'text', text: 'x' }],
  });
});

const idAt = (doc: ScreenDefinition, path: Path) => nodeAt(doc, path)?.['id'];

test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))('several at once, seed %i: nothing is lost, and what is answered is what was chosen', (seed) => {
  const roll = dice(seed);
  let doc = screen;
  for (let number = 0; number < 12; number += 1) doc = insertNode(doc, placeFor(doc, outline(doc, slotsOf)[roll(outline(doc, slotsOf).length)]?.path ?? [], slotsOf).list, roll(4), roll(3) === 0 ? { kind: 'box', id: `n${number}` } : leaf(`n${number}`)).doc;
  const nodes = outline(doc, slotsOf).filter((line) => line.type === 'node').map((line) => line.path);
  const paths = nodes.filter(() => roll(3) === 0);
  const names = topmost(paths).map((path) => idAt(doc, path));
  const before = order(doc);

  const { list, index } = placeFor(doc, nodes[roll(nodes.length)] ?? [], slotsOf);
  const moved = moveNodes(doc, paths, list, roll(index + 1));
  if (moved !== null) {
    expect(moved.paths.map((path) => idAt(moved.doc, path))).toEqual(names);
    expect(order(moved.doc).toSorted()).toEqual(before.toSorted());
    expect(new Set(moved.paths.map((path) => dotted(path.slice(0, -1)))).size).toBe(1);
  }
  const copied = duplicateNodes(doc, paths);
  const said = (from: ScreenDefinition, path: Path) => JSON.stringify(nodeAt(from, path)).replace(/"id":"[^"]*"/g, '');
  expect(copied.paths.map((path) => said(copied.doc, path)).toSorted()).toEqual(topmost(paths).map((path) => said(doc, path)).toSorted());
  expect(idsIn(copied.doc).size).toBe(JSON.stringify(copied.doc).match(/"id":/g)?.length);
  expect(order(removeNodes(copied.doc, copied.paths).doc)).toEqual(before);
  const wrapped = wrapNodes(doc, paths, { kind: 'box', id: 'around' }, 'content');
  if (wrapped !== null) expect(order(wrapped.doc).toSorted()).toEqual([...before, 'around'].toSorted());
  const stepped = stepNodes(doc, paths, roll(2) === 0 ? 1 : -1);
  if (stepped !== null) expect(stepped.paths.map((path) => idAt(stepped.doc, path))).toEqual(names);
});

test('what several components say alike', () => {
  const nodes = [leaf('a'), { ...leaf('b'), text: 'a' }];
  expect([sharedAt(nodes, 'text'), sharedAt(nodes, 'id'), sharedAt(nodes, 'label')]).toEqual(['a', undefined, undefined]);
});

test('a module says of its settings only what was said', () => {
  const said = { name: 'whom', label: null, help: null, type: 'text', options: [], required: false, default: null };
  expect(tidyScreen({ title: 'x', icon: null, settings: [said, { ...said, name: 'n', type: 'whole', required: true }], content: [] })).toEqual({ title: 'x', settings: [{ name: 'whom' }, { name: 'n', type: 'whole', required: true }] });
});

test('a copy of components that name each other names the copies', () => {
  const refersBy = ({ kind, do: what }: JsonObject) => (kind === 'search' ? ['target', 'also'] : what === 'open' ? ['target'] : []);
  const doc: ScreenDefinition = {
    title: 'x',
    content: [
      { kind: 'list', id: 'found', target: 'found' },
      { kind: 'search', target: 'found', also: ['found', 'other'] },
      { kind: 'button', on_click: [{ do: 'open', target: 'found' }, { do: 'say', target: 'found' }] },
    ],
  };
  const { doc: made } = duplicateNodes(doc, [['content', 0], ['content', 1], ['content', 2]], refersBy);
  expect([3, 4, 5].map((at) => getAt(made, ['content', at]))).toEqual([
    { kind: 'list', id: 'found_2', target: 'found' },
    { kind: 'search', target: 'found_2', also: ['found_2', 'other'] },
    { kind: 'button', on_click: [{ do: 'open', target: 'found_2' }, { do: 'say', target: 'found' }] },
  ]);
  expect(getAt(duplicateNodes(doc, [['content', 1]], refersBy).doc, ['content', 2])).toEqual({ kind: 'search', target: 'found', also: ['found', 'other'] });
});
