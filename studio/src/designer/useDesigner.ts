import { useCallback, useMemo } from 'react';
import type { ActionKind, ComponentKind } from '@/api/types';
import { text } from '@/text';
import { done } from '@/ui/toast';
import { allWithFreshIds, getAt, insertNode, nodeAt, setAt, unwrapNode, type Edited, type RefersBy } from './document/edit';
import { mainSlotOf, outline, placeFor } from './document/outline';
import { dotted, listOf, parentOf } from './document/path';
import { duplicateNodes, moveNodes, removeNodes, replaceNodes, stepNodes, topmost, wrapNodes, type EditedSeveral } from './document/several';
import { rowsShown, startWith, tableAround } from './document/start';
import { type Json, type JsonObject, type NodeDefinition, type Path, type ScreenDefinition, type SlotsOf } from './document/types';
import { mainTextOf, saidBy } from './mainText';
import { kindOf } from './moduleKinds';
import { referencesOf } from './references';
import type { ScreenEditor } from './save/useScreenDraft';
import { useSelection, type Selection } from './useSelection';

export interface Place {
  list: Path;
  index: number;
}

export type Way = 'up' | 'down' | 'out' | 'in';

export interface Designer extends Selection {
  doc: ScreenDefinition;
  kinds: ReadonlyMap<string, ComponentKind>;
  slotsOf: SlotsOf;
  /** Why a component of this kind cannot go to a place; null when it can. */
  refuses: (kind: string, list: Path) => string | null;
  insert: (kind: ComponentKind, place?: Place) => void;
  move: (paths: readonly Path[], place: Place) => void;
  /** Among their neighbours, out of what they stand in, or into the one before them. */
  nudge: (paths: readonly Path[], way: Way) => void;
  remove: (paths: readonly Path[]) => void;
  duplicate: (paths: readonly Path[]) => void;
  wrap: (paths: readonly Path[]) => void;
  unwrap: (path: Path) => void;
  rename: (path: Path, id: string) => void;
  /** Put other components in the place of some beside each other; a step of its own. */
  replace: (paths: readonly Path[], nodes: readonly NodeDefinition[]) => void;
  /** Put copied components where they fit, near the selection. */
  paste: (nodes: readonly NodeDefinition[]) => void;
  change: (path: Path, value: Json | undefined) => void;
  /** Words that were written, or a size that was drawn, in one go: a step of its own. */
  reword: (path: Path, value: Json | undefined) => void;
  /** Change the same setting of several components in one step. */
  changeAll: (paths: readonly Path[], setting: Path, value: Json | undefined) => void;
}

const WRAPPER = 'container';
const NONE: readonly ActionKind[] = [];

interface Around {
  editor: Pick<ScreenEditor, 'doc' | 'edit'>;
  kinds: readonly ComponentKind[];
  actions?: readonly ActionKind[];
  /** A table and a column for new components where the screen names none. */
  table: string | undefined;
  columnOf: (table: string) => string | undefined;
}

/** What can be done to a screen or module, each as one step that can be undone. */
export function useDesigner({ editor, kinds: every, actions = NONE, table, columnOf }: Around): Designer {
  const { doc, edit } = editor;
  const selection = useSelection(doc);
  const kinds = useMemo(() => new Map(every.map((kind) => [kind.kind, kind])), [every]);
  const slotsOf = useCallback<SlotsOf>((kind) => kinds.get(kind)?.slots.map((slot) => slot.name) ?? [], [kinds]);

  const refersBy = useMemo(() => referencesOf(every, actions), [every, actions]);

  return useMemo(() => work({ doc, edit, every, kinds, slotsOf, refersBy, table, columnOf, selection }), [doc, edit, every, kinds, slotsOf, refersBy, table, columnOf, selection]);
}

interface Given extends Pick<Around, 'table' | 'columnOf'>, Pick<ScreenEditor, 'doc' | 'edit'>, Pick<Designer, 'kinds' | 'slotsOf'> {
  every: readonly ComponentKind[];
  refersBy: RefersBy;
  selection: Selection;
}

function work({ doc, edit, every, kinds, slotsOf, refersBy, table, columnOf, selection }: Given): Designer {
  const { selected, select } = selection;
  const apply = (edited: Edited<ScreenDefinition> | null) => {
    if (edited === null) return;
    edit(edited.doc);
    select(edited.path);
  };

  const applyAll = (edited: EditedSeveral<ScreenDefinition> | null) => {
    if (edited === null) return;
    const [first, ...others] = edited.paths;
    edit(edited.doc);
    select(first ?? [], others);
  };

  const refuses = (kind: string, list: Path): string | null => {
    const titleOfKind = (name: string) => kinds.get(name)?.title ?? name;
    const around = nodeAt(doc, list.slice(0, -1))?.kind ?? '';
    const inside = kinds.get(kind)?.inside ?? null;
    if (inside !== null) return inside === around ? null : text.designer.onlyInside(titleOfKind(inside));
    const only = every.find((one) => one.inside === around);
    return only === undefined ? null : text.designer.holdsOnly(titleOfKind(around), only.title);
  };

  const put = (node: NodeDefinition, place: Place) => apply(insertNode(doc, place.list, place.index, node));

  /** The nearest place at or around the selection that takes the kind. */
  const placeOf = (kind: string): Place => {
    let from = selected;
    let place = placeFor(doc, from, slotsOf);
    while (refuses(kind, place.list) !== null && from.length > 0) {
      const last = from.at(-1);
      place = typeof last === 'number' ? { list: from.slice(0, -1), index: last + 1 } : place;
      if (refuses(kind, place.list) === null) break;
      from = typeof last === 'number' ? parentOf(from) : from.slice(0, -1);
    }
    return place;
  };

  const insert = (kind: ComponentKind, place: Place = placeOf(kind.kind)) => {
    const no = refuses(kind.kind, place.list);
    if (no !== null) {
      done(`${kind.title}: ${no}`);
      return;
    }
    const shown = rowsShown(doc['content']);
    const near = tableAround(doc, place.list) ?? shown?.table ?? table;
    const node = startWith(kind.start as JsonObject, { table: near, column: near === undefined ? undefined : columnOf(near), component: shown?.id });
    put(node, place);
  };

  const kindsAt = (paths: readonly Path[]): string[] => paths.flatMap((path) => nodeAt(doc, path)?.kind ?? []);
  const fits = (paths: readonly Path[], list: Path): boolean => kindsAt(paths).every((kind) => refuses(kind, list) === null);

  const nudge: Designer['nudge'] = (paths, way) => {
    if (way === 'up' || way === 'down') {
      applyAll(stepNodes(doc, paths, way === 'up' ? -1 : 1));
      return;
    }
    const [first] = topmost(paths);
    const place = first === undefined ? null : nudged(doc, first, way, slotsOf);
    if (place !== null && fits(paths, place.list)) applyAll(moveNodes(doc, paths, place.list, place.index));
  };

  const wrap: Designer['wrap'] = (paths) => {
    const [first] = topmost(paths);
    if (first === undefined) return;
    const no = refuses(WRAPPER, listOf(first).list);
    const held = kindsAt(paths).find((kind) => (kinds.get(kind)?.inside ?? null) !== null);
    if (no === null && held === undefined) applyAll(wrapNodes(doc, paths, { kind: WRAPPER }, 'content'));
    else done(text.designer.noWrap);
  };

  return {
    doc,
    kinds,
    slotsOf,
    ...selection,
    refuses,
    insert,
    move: (paths, place) => applyAll(moveNodes(doc, paths, place.list, place.index)),
    nudge,
    remove: (paths) => applyAll(removeNodes(doc, paths)),
    duplicate: (paths) => applyAll(duplicateNodes(doc, paths, refersBy)),
    wrap,
    unwrap: (path) => apply(unwrapNode(doc, path, slotsOf)),
    write: (path) => {
      if (mainTextOf(nodeAt(doc, path), kinds) !== null) selection.write(path);
    },
    reword: (path, value) => edit(setAt(doc, path, value)),
    rename: (path, id) => edit(setAt(doc, [...path, 'id'], id === '' ? undefined : id)),
    replace: (paths, nodes) => applyAll(replaceNodes(doc, paths, nodes, refersBy)),
    paste: (nodes) => {
      const [first] = nodes;
      if (first === undefined) return;
      const place = placeOf(first.kind);
      let at = doc;
      const start = Math.min(place.index, ((getAt(doc, place.list) as Json[] | undefined) ?? []).length);
      allWithFreshIds(doc, nodes, refersBy).forEach((node, index) => (at = insertNode(at, place.list, start + index, node).doc));
      applyAll({ doc: at, paths: nodes.map((_, index) => [...place.list, start + index]) });
    },
    change: (path, value) => edit(setAt(doc, path, value), dotted(path)),
    changeAll: (paths, setting, value) => edit(paths.reduce((now, path) => setAt(now, [...path, ...setting], value), doc), [...paths, setting].map(dotted).join(' ')),
  };
}

/** Where a component goes that leaves what it stands in, or goes into the one before it; null when there is nothing that way. */
function nudged(doc: ScreenDefinition, path: Path, way: 'out' | 'in', slotsOf: SlotsOf): Place | null {
  const { list, index } = listOf(path);
  if (way === 'in') {
    const before = nodeAt(doc, [...list, index - 1]);
    const slot = before === undefined ? undefined : mainSlotOf(slotsOf(before.kind));
    return slot === undefined ? null : { list: [...list, index - 1, slot], index: Infinity };
  }
  const around = parentOf(path);
  return around.length === 0 ? null : { list: listOf(around).list, index: listOf(around).index + 1 };
}

/** What a component is called for people: its name, else what it says, else its kind. */
export function titleOf(node: NodeDefinition, kinds: ReadonlyMap<string, ComponentKind>): string {
  const said = saidBy(node);
  const kind = kindOf(node, kinds)?.title ?? node.kind;
  return said !== undefined ? said.slice(0, 60) : typeof node['id'] === 'string' ? node['id'] : kind;
}

export const nodesOf = (designer: Pick<Designer, 'doc' | 'slotsOf'>) => outline(designer.doc, designer.slotsOf);
