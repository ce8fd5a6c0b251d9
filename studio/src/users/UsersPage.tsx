/** Being written. */
export function UsersPage() {
  return null;
}
