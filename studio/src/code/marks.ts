import { StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';

/** Something wrong in a text: a whole line, or from one character to another. */
export type Mark = { line: number } | { from: number; to: number };

/** Says what is wrong; replaces what was said before. */
export const mark = StateEffect.define<readonly Mark[]>();

const wrongLine = Decoration.line({ class: 'cm-wrong-line' });
const wrongPart = Decoration.mark({ class: 'cm-wrong' });

function drawn(found: readonly Mark[], doc: Text): DecorationSet {
  const ranges = found.flatMap((one) => {
    if ('line' in one) return one.line >= 1 && one.line <= doc.lines ? [wrongLine.range(doc.line(one.line).from)] : [];
    const [from, to] = [Math.max(0, Math.min(one.from, doc.length)), Math.min(one.to, doc.length)];
    return to > from ? [wrongPart.range(from, to)] : [];
  });
  return Decoration.set(ranges, true);
}

/** Shows the marks; they move with the text until they are said anew. */
export const marks = [
  StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (was, transaction) => {
      const said = transaction.effects.find((effect) => effect.is(mark));
      return said === undefined ? was.map(transaction.changes) : drawn(said.value, transaction.state.doc);
    },
    provide: (field) => EditorView.decorations.from(field),
  }),
  EditorView.theme({
    '.cm-wrong-line': { backgroundColor: 'var(--tw-red-soft)' },
    '.cm-wrong': { textDecoration: 'underline wavy var(--tw-red-text)', textUnderlineOffset: '3px' },
  }),
];
