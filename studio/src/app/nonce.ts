import { setNonce } from 'get-nonce';

/** The nonce of this page, which the server put into the shell (decision 0003). */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Hands the nonce to the library that locks scrolling under dialogs; it writes a style element of its own. */
export function shareNonce(): void {
  setNonce(styleNonce());
}
