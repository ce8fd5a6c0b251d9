import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { MySQL, PostgreSQL, SQLite, sql, type SQLDialect } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState } from '@codemirror/state';
import { Decoration, EditorView, keymap, lineNumbers, MatchDecorator, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import { styleNonce } from '@/app/nonce';
import type { QueryNames } from '@/api/types';
import classes from './SqlEditor.module.css';

const dialects: Record<string, SQLDialect> = { postgresql: PostgreSQL, mysql: MySQL, sqlite: SQLite };

const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--tw-accent-text)', fontWeight: '500' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--tw-green-text)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--tw-violet-text)' },
    { tag: tags.comment, color: 'var(--tw-muted)' },
  ]),
);

const looks = EditorView.theme({
  '&': { fontSize: 'var(--tw-text-sm)', backgroundColor: 'transparent', color: 'var(--tw-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--tw-font-code)', lineHeight: '1.55' },
  '.cm-content': { minHeight: '220px', caretColor: 'var(--tw-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--tw-text)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--tw-muted)', border: 'none' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection': { backgroundColor: 'var(--tw-accent-soft)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--tw-accent-soft)' },
  '.cm-slot': { color: 'var(--tw-accent-text)', fontWeight: '600' },
  '.cm-slot *': { color: 'inherit' },
  '.cm-tooltip': { backgroundColor: 'var(--tw-raised)', border: '1px solid var(--tw-border)', borderRadius: 'var(--tw-radius)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--tw-accent-soft)', color: 'var(--tw-text)' },
});

const marker = new MatchDecorator({ regexp: /\{\{[^{}]*\}\}|\[\[|\]\]/g, decoration: Decoration.mark({ class: 'cm-slot' }) });
const slots = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = marker.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = marker.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Typing over coloured text is not left to the browser, which would carry the colour on in a style that our policy refuses. */
const typedOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { main } = view.state.selection;
    const typed = event.data;
    if (event.inputType !== 'insertText' || typed === null || main.empty || event.isComposing) return false;
    event.preventDefault();
    const insert = () => view.state.update(view.state.replaceSelection(typed), { userEvent: 'input.type' });
    if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, main.from, main.to, typed, insert))) view.dispatch(insert());
    return true;
  },
});

interface SqlEditorProps {
  label: string;
  value: string;
  names: QueryNames | undefined;
  onChange: (value: string) => void;
  onRun: () => void;
}

/** The text of a query. Tab leaves it, as everywhere; names of tables and columns are completed. */
export function SqlEditor({ label, value, names, onChange, onRun }: SqlEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const language = useRef(new Compartment());
  const handlers = useRef({ onChange, onRun });
  useEffect(() => {
    handlers.current = { onChange, onRun };
  });

  useEffect(() => {
    const run = () => {
      handlers.current.onRun();
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
          keymap.of([{ key: 'Mod-Enter', run }, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
          language.current.of([]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', autocapitalize: 'off' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString());
          }),
          typedOver,
          looks,
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
