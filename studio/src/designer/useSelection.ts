import { useCallbackRef } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { NavigationType, useLocation, useNavigationType, useSearchParams } from 'react-router';
import { componentAt, getAt } from './document/edit';
import { dotted, parsePath, samePath } from './document/path';
import type { Path, ScreenDefinition } from './document/types';

/** The setting of the selected component that somebody was led to: by a mistake, by a search. */
export interface Led {
  setting: Path;
}

export interface Selection {
  /** The selected component or slot, the last one where there are several; empty for the screen itself. */
  selected: Path;
  /** Every selected component. */
  chosen: readonly Path[];
  select: (path: Path, others?: readonly Path[]) => void;
  /** Select what a place belongs to, the nearest component around it or the screen, and show the setting it is in. */
  lead: (place: Path) => void;
  /** None where a component was selected and no setting of it. */
  led: Led | null;
  /** Add a component to those that are selected, or take it away again. */
  toggle: (path: Path) => void;
  /** Select from where the selection began to this one, as they stand in `order`. */
  extend: (path: Path, order: readonly Path[]) => void;
  /** Whether the words of the selected component are being written in the picture. */
  isWriting: boolean;
  /** Begin that with a component, where it has words. */
  write: (path: Path) => void;
  endWriting: () => void;
}

interface State {
  at: Path;
  /** Where a range begins. */
  from: Path;
  others: readonly Path[];
  isWriting?: boolean;
  led?: Led | null;
}

const NOTHING: Path = [];
const NONE: readonly Path[] = [];
const isComponent = (path: Path): boolean => typeof path.at(-1) === 'number';
const PARAM = 'node';
const SETTING = 'setting';

const ledTo = (setting: Path): Led | null => (setting.length === 0 ? null : { setting });

function stateOf(search: URLSearchParams): State {
  const [at = NOTHING, ...others] = search.getAll(PARAM).map(parsePath);
  return { at, from: at, others, led: ledTo(parsePath(search.get(SETTING) ?? '')) };
}

/** What is selected. It stands in the address, so that it can be shared and gone back to. */
export function useSelection(doc: ScreenDefinition): Selection {
  const [search, setSearch] = useSearchParams();
  // The address follows the selection and does not lead it: it would lag behind quick keys.
  const [state, setState] = useState<State>(() => stateOf(search));
  // Unless somebody goes to another place of the same screen: from a search, say.
  const { key } = useLocation();
  const isGoneTo = useNavigationType() === NavigationType.Push;
  const [seen, setSeen] = useState(key);
  if (seen !== key) {
    setSeen(key);
    if (isGoneTo) setState(stateOf(search));
  }
  const { selected, chosen } = useMemo(() => {
    const exists = (path: Path) => getAt(doc, path) !== undefined;
    const at = exists(state.at) ? state.at : NOTHING;
    return { selected: at, chosen: isComponent(at) ? [at, ...state.others.filter(exists)] : NONE };
  }, [doc, state]);

  // What can be done stays the same thing: whatever is given it is not drawn again when the address has followed.
  const go = useCallbackRef((next: State) => {
    setState(next);
    setSearch(
      (was) => {
        const params = new URLSearchParams(was);
        params.delete(PARAM);
        params.delete(SETTING);
        for (const path of [next.at, ...next.others]) if (path.length > 0) params.append(PARAM, dotted(path));
        if (next.led) params.set(SETTING, dotted(next.led.setting));
        return params;
      },
      { replace: true },
    );
  });
  const select = useCallbackRef((path: Path, others: readonly Path[] = []) => go({ at: path, from: path, others }));
  const lead = useCallbackRef((place: Path) => {
    const at = componentAt(doc, place);
    go({ at, from: at, others: NONE, led: ledTo(place.slice(at.length)) });
  });

  const toggle = useCallbackRef((path: Path) => {
    const rest = chosen.filter((one) => !samePath(one, path));
    if (!isComponent(path) || chosen.length === 0) select(path);
    else if (rest.length === chosen.length) select(path, chosen);
    else select(rest[0] ?? NOTHING, rest.slice(1));
  });

  const extend = useCallbackRef((path: Path, order: readonly Path[]) => {
    const place = (wanted: Path) => order.findIndex((one) => samePath(one, wanted));
    const [from, to] = [place(state.from), place(path)];
    if (from < 0 || to < 0) select(path);
    else go({ at: path, from: state.from, others: order.slice(Math.min(from, to), Math.max(from, to) + 1).filter((one) => !samePath(one, path)) });
  });

  const write = useCallbackRef((path: Path) => go({ at: path, from: path, others: NONE, isWriting: true }));
  const endWriting = useCallbackRef(() => setState((was) => ({ ...was, isWriting: false })));
  const isWriting = state.isWriting === true && isComponent(selected);
  const led = state.led ?? null;

  return useMemo(() => ({ selected, chosen, select, lead, led, toggle, extend, isWriting, write, endWriting }), [selected, chosen, select, lead, led, toggle, extend, isWriting, write, endWriting]);
}
