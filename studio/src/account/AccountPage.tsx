/** Being written. */
export function AccountPage() {
  return null;
}
