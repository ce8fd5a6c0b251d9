/** A title for what a file of this name holds: `server_list.csv` becomes `Server list`. */
export function titleOf(fileName: string): string {
  const title = fileName
    .replace(/\.[A-Za-z0-9]+$/, '')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  return title.charAt(0).toUpperCase() + title.slice(1);
}
