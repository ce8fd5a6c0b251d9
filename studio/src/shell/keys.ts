const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** What the command key is called on this machine. */
export const COMMAND_KEY = isApple ? '⌘' : 'Ctrl';

/** What the key beside the space bar is called on this machine. */
export const ALT_KEY = isApple ? '⌥' : 'Alt';
