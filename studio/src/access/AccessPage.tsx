/** Being written. */
export function AccessPage() {
  return null;
}
