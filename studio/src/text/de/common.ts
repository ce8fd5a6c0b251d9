/** Words that several pages share. */
export const common = {
  product: 'Toolwright',
  actions: {
    tryAgain: 'Erneut versuchen',
    reload: 'Neu laden',
    cancel: 'Abbrechen',
    back: 'Zurück',
    close: 'Schließen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    dismiss: 'Ausblenden',
    more: 'Mehr',
    open: 'Öffnen',
    undo: 'Rückgängig',
    done: 'Fertig',
  },
  list: {
    search: (things: string) => `${things} durchsuchen`,
    nothing: (query: string) => `Nichts passt zu „${query}“`,
  },
  optional: 'optional',
  showPassword: 'Zeigen oder verbergen',
  loading: 'Wird geladen',
  problem: {
    code: 'Code',
    copyForSupport: 'Details kopieren',
    start: 'Das Studio konnte nicht starten',
  },
};
