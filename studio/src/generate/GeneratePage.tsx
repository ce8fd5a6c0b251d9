/** Being written. */
export function GeneratePage() {
  return null;
}
