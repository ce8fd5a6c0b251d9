import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** What is code looks like. */
export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: 'var(--tw-accent-text)', fontWeight: '500' },
    { tag: [tags.string, tags.special(tags.string)], color: 'var(--tw-green-text)' },
    { tag: [tags.number, tags.bool, tags.null], color: 'var(--tw-violet-text)' },
    { tag: tags.definition(tags.propertyName), color: 'var(--tw-accent-text)' },
    { tag: tags.comment, color: 'var(--tw-muted)' },
  ]),
);

export const looks = EditorView.theme({
  '&': { fontSize: 'var(--tw-text-sm)', backgroundColor: 'transparent', color: 'var(--tw-text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--tw-font-code)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--tw-text)' },
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
/** Marks `{{ … }}`, and the optional parts of queries. */
export const slots = ViewPlugin.fromClass(
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
export const typedOver = EditorView.domEventHandlers({
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
