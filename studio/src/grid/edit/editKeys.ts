import type { CellKind } from '../columns';
import type { Pressed } from '../gridKeys';

/** What a key asks of the cells that are selected. */
export type EditAct = 'type' | 'open' | 'toggle' | 'empty' | 'undo' | 'redo' | 'fill' | 'panel';

/** What a pressed key changes in a cell of that kind; null for keys that change nothing. */
export function editActOf(pressed: Pressed, kind: CellKind): EditAct | null {
  if (pressed.altKey) return null;
  if (pressed.ctrlKey || pressed.metaKey) return withControl(pressed);
  return kind === 'boolean' ? onBoolean(pressed) : onAny(pressed);
}

function onBoolean({ key, shiftKey }: Pressed): EditAct | null {
  if (key === ' ' && !shiftKey) return 'toggle';
  return BY_KEY[key] === 'empty' ? 'empty' : null;
}

function onAny({ key, shiftKey }: Pressed): EditAct | null {
  if (key === 'Enter') return shiftKey ? null : 'open';
  if (key === ' ') return shiftKey ? null : 'panel';
  return BY_KEY[key] ?? (ONE_CHARACTER.test(key) ? 'type' : null);
}

/** Dead and Process are the beginning of a character that takes several keys. */
const BY_KEY: Record<string, EditAct> = { F2: 'open', Delete: 'empty', Backspace: 'empty', Dead: 'type', Process: 'type' };
const ONE_CHARACTER = /^.$/u;

function withControl({ key, shiftKey }: Pressed): EditAct | null {
  const letter = key.toLowerCase();
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  if (key === 'Enter') return 'panel';
  if (letter === 'd') return 'fill';
  return letter === 'y' ? 'redo' : null;
}
