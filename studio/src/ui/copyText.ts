/** Put text on the clipboard. Pages over plain HTTP have no clipboard of their own and copy what is selected. */
export async function copyText(words: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(words);
    return;
  }
  const give = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', words);
  };
  document.addEventListener('copy', give, { once: true });
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way there is without a secure context
  document.execCommand('copy');
  document.removeEventListener('copy', give);
}
