/** Words that several pages share. */
export const common = {
  product: 'Toolwright',
  actions: {
    tryAgain: 'Try again',
    reload: 'Reload',
    cancel: 'Cancel',
    back: 'Back',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    dismiss: 'Dismiss',
    more: 'More',
    open: 'Open',
    undo: 'Undo',
    done: 'Done',
  },
  list: {
    search: (things: string) => `Search ${things.toLowerCase()}`,
    nothing: (query: string) => `Nothing matches “${query}”`,
  },
  optional: 'optional',
  showPassword: 'Show or hide it',
  loading: 'Loading',
  problem: {
    code: 'Code',
    copyForSupport: 'Copy the details',
    start: 'The studio could not start',
  },
};
