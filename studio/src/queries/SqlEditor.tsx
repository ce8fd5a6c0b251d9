import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { MySQL, PostgreSQL, SQLite, sql, type SQLDialect } from '@codemirror/lang-sql';
import { bracketMatching } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { styleNonce } from '@/app/nonce';
import type { QueryNames } from '@/api/types';
import { colours, looks, slots, typedOver } from '@/code/looks';
import classes from '@/code/CodeEditor.module.css';

const dialects: Record<string, SQLDialect> = { postgresql: PostgreSQL, mysql: MySQL, sqlite: SQLite };

const tall = EditorView.theme({ '.cm-content': { minHeight: '220px' } });

interface SqlEditorProps {
  label: string;
  value: string;
  names: QueryNames | undefined;
  onChange: (value: string) => void;
  onRun: () => void;
  onFormat: () => void;
}

/** The text of a query. Tab leaves it, as everywhere; names of tables and columns are completed. */
export function SqlEditor({ label, value, names, onChange, onRun, onFormat }: SqlEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const language = useRef(new Compartment());
  const handlers = useRef({ onChange, onRun, onFormat });
  useEffect(() => {
    handlers.current = { onChange, onRun, onFormat };
  });

  useEffect(() => {
    const run = () => {
      handlers.current.onRun();
      return true;
    };
    const format = () => {
      handlers.current.onFormat();
      return true;
    };
    const made = new EditorView({
      ...(place.current === null ? {} : { parent: place.current }),
      state: EditorState.create({
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          lineNumbers(),
          history(),
          bracketMatching(),
          closeBrackets(),
          autocompletion(),
          keymap.of([{ key: 'Mod-Enter', run }, { key: 'Shift-Alt-f', run: format, preventDefault: true }, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
          language.current.of([]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
          typedOver,
          looks,
          tall,
          colours,
          slots,
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label]);

  useEffect(() => {
    const now = view.current;
    if (now !== null && now.state.doc.toString() !== value) now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value, label]);

  useEffect(() => {
    const dialect = dialects[names?.language ?? ''];
    view.current?.dispatch({ effects: language.current.reconfigure(sql({ ...(dialect === undefined ? {} : { dialect }), schema: names?.tables ?? {} })) });
  }, [names, label]);

  return <div ref={place} className={classes['editor']} />;
}
