import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';
import { styleNonce } from '@/app/nonce';
import classes from './CodeEditor.module.css';
import { colours, looks, typedOver } from './looks';
import { mark, marks, type Mark } from './marks';

export interface CodeEditorHandle {
  goToLine: (line: number) => void;
}

interface CodeEditorProps {
  label: string;
  value: string;
  /** The language and whatever else; those of the first drawing count. */
  extensions: Extension;
  marks?: readonly Mark[];
  /** What keys do, such as `Mod-Enter`. */
  keys?: Readonly<Record<string, () => void>>;
  className?: string;
  describedBy?: string;
  onChange: (value: string) => void;
  ref?: Ref<CodeEditorHandle>;
}

const NO_MARKS: readonly Mark[] = [];
const NO_KEYS: Readonly<Record<string, () => void>> = {};

/** Text of some language. Tab leaves it, as everywhere. */
export function CodeEditor({ label, value, extensions, marks: found = NO_MARKS, keys = NO_KEYS, className, describedBy, onChange, ref }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const handlers = useRef({ onChange, keys });
  const first = useRef({ extensions, value, names: Object.keys(keys) });
  useEffect(() => {
    handlers.current = { onChange, keys };
  });

  useEffect(() => {
    const own = first.current.names.map((key) => ({
      key,
      preventDefault: true,
      run: () => {
        handlers.current.keys[key]?.();
        return true;
      },
    }));
    const made = new EditorView({
      ...(place.current === null ? {} : { parent: place.current }),
      state: EditorState.create({
        doc: first.current.value,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          keymap.of(own),
          history(),
          bracketMatching(),
          closeBrackets(),
          first.current.extensions,
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off', ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }) }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
          marks,
          typedOver,
          looks,
          colours,
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label, describedBy]);

  useEffect(() => {
    const now = view.current;
    if (now !== null && now.state.doc.toString() !== value) now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value, label]);

  useEffect(() => {
    view.current?.dispatch({ effects: mark.of(found) });
  }, [found, value, label]);

  useImperativeHandle(ref, () => ({
    goToLine: (line) => {
      const now = view.current;
      if (now === null) return;
      const at = now.state.doc.line(Math.max(1, Math.min(line, now.state.doc.lines)));
      now.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: 'center' }) });
      now.focus();
    },
  }));

  return <div ref={place} className={[classes['editor'], className].filter(Boolean).join(' ')} />;
}
