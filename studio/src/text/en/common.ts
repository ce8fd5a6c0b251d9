/** Words that several pages share. */
export const common = {
  product: 'Toolwright',
  actions: {
    tryAgain: 'Try again',
    reload: 'Reload',
    cancel: 'Cancel',
    save: 'Save',
    back: 'Back',
    continue: 'Continue',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    dismiss: 'Dismiss',
    more: 'More',
    open: 'Open',
  },
  optional: 'optional',
  loading: 'Loading',
  problem: {
    code: 'Code',
    request: 'Request',
    copyForSupport: 'Copy the details',
  },
};
