import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ComponentKind } from '@/api/types';
import { text } from '@/text';
import { done } from '@/ui/toast';
import { duplicateNode, getAt, insertNode, moveNode, nodeAt, removeNode, setAt, unwrapNode, withFreshIds, wrapNode, type Edited } from './document/edit';
import { mainSlotOf, outline, placeFor } from './document/outline';
import { dotted, listOf, parentOf, parsePath } from './document/path';
import { rowsShown, startWith, tableAround } from './document/start';
import { type Json, type JsonObject, type NodeDefinition, type Path, type ScreenDefinition, type SlotsOf } from './document/types';
import type { ScreenEditor } from './save/useScreenDraft';

export interface Place {
  list: Path;
  index: number;
}

export interface Designer {
  doc: ScreenDefinition;
  kinds: ReadonlyMap<string, ComponentKind>;
  slotsOf: SlotsOf;
  /** The selected component or slot; empty for the screen itself. */
  selected: Path;
  select: (path: Path) => void;
  /** Why a component of this kind cannot go to a place; null when it can. */
  refuses: (kind: string, list: Path) => string | null;
  insert: (kind: ComponentKind, place?: Place) => void;
  move: (path: Path, place: Place) => void;
  /** Among its neighbours, out of what it stands in, or into the one before it. */
  nudge: (path: Path, way: 'up' | 'down' | 'out' | 'in') => void;
  remove: (path: Path) => void;
  duplicate: (path: Path) => void;
  wrap: (path: Path) => void;
  unwrap: (path: Path) => void;
  rename: (path: Path, id: string) => void;
  /** Put copied components where they fit, near the selection. */
  paste: (nodes: readonly NodeDefinition[]) => void;
  change: (path: Path, value: Json | undefined) => void;
}

const WRAPPER = 'container';
const NOTHING: Path = [];

interface Around {
  editor: ScreenEditor;
  kinds: readonly ComponentKind[];
  /** A table and a column for new components where the screen names none. */
  table: string | undefined;
  columnOf: (table: string) => string | undefined;
}

/** What can be done to a screen. The selection stands in the address, so that it can be shared and gone back to. */
export function useDesigner({ editor, kinds: every, table, columnOf }: Around): Designer {
  const [search, setSearch] = useSearchParams();
  const { doc, edit } = editor;
  const kinds = useMemo(() => new Map(every.map((kind) => [kind.kind, kind])), [every]);
  const slotsOf = useCallback<SlotsOf>((kind) => kinds.get(kind)?.slots.map((slot) => slot.name) ?? [], [kinds]);
  // The address follows the selection and does not lead it: it would lag behind quick keys.
  const [wanted, setWanted] = useState<Path>(() => parsePath(search.get('node') ?? ''));
  const selected = getAt(doc, wanted) === undefined ? NOTHING : wanted;

  const select = useCallback(
    (path: Path) => {
      setWanted(path);
      setSearch((was) => {
        const next = new URLSearchParams(was);
        if (path.length === 0) next.delete('node');
        else next.set('node', dotted(path));
        return next;
      }, { replace: true });
    },
    [setSearch],
  );

  const apply = (edited: Edited<ScreenDefinition> | null) => {
    if (edited === null) return;
    edit(edited.doc);
    select(edited.path);
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

  const nudge: Designer['nudge'] = (path, way) => {
    const place = nudged(doc, path, way, slotsOf);
    const kind = nodeAt(doc, path)?.kind ?? '';
    if (place !== null && refuses(kind, place.list) === null) apply(moveNode(doc, path, place.list, place.index));
  };

  return {
    doc,
    kinds,
    slotsOf,
    selected,
    select,
    refuses,
    insert,
    move: (path, place) => apply(moveNode(doc, path, place.list, place.index)),
    nudge,
    remove: (path) => apply(removeNode(doc, path)),
    duplicate: (path) => apply(duplicateNode(doc, path)),
    wrap: (path) => apply(wrapNode(doc, path, { kind: WRAPPER }, 'content')),
    unwrap: (path) => apply(unwrapNode(doc, path, slotsOf)),
    rename: (path, id) => edit(setAt(doc, [...path, 'id'], id === '' ? undefined : id)),
    paste: (nodes) => {
      const [first] = nodes;
      if (first === undefined) return;
      const place = placeOf(first.kind);
      let at = doc;
      nodes.forEach((node, index) => (at = insertNode(at, place.list, place.index + index, withFreshIds(at, node)).doc));
      apply({ doc: at, path: [...place.list, Math.min(place.index, ((getAt(at, place.list) as Json[] | undefined)?.length ?? 1) - 1)] });
    },
    change: (path, value) => edit(setAt(doc, path, value), dotted(path)),
  };
}

/** Where a component goes by one step; null when there is nothing that way. */
function nudged(doc: ScreenDefinition, path: Path, way: 'up' | 'down' | 'out' | 'in', slotsOf: SlotsOf): Place | null {
  const { list, index } = listOf(path);
  const items = getAt(doc, list) as Json[];
  if (way === 'up') return index > 0 ? { list, index: index - 1 } : null;
  if (way === 'down') return index < items.length - 1 ? { list, index: index + 2 } : null;
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
  const said = ['label', 'title', 'text', 'name'].map((key) => node[key]).find((value) => typeof value === 'string' && value !== '');
  const kind = kinds.get(node.kind)?.title ?? node.kind;
  return typeof said === 'string' ? said.slice(0, 60) : typeof node['id'] === 'string' ? node['id'] : kind;
}

export const nodesOf = (designer: Pick<Designer, 'doc' | 'slotsOf'>) => outline(designer.doc, designer.slotsOf);
