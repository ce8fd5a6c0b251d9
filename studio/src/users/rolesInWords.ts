/** A workspace as far as its roles are told: its title, and theirs. */
interface Titles {
  name: string;
  title: string;
  role_titles: Record<string, string>;
}

/** Where somebody has roles, by title: "Service desk" with "Agent, Basic", sorted by workspace. */
export function rolesInWords(roles: Record<string, string[]>, workspaces: readonly Titles[]): { workspace: string; roles: string }[] {
  return Object.entries(roles)
    .filter(([, held]) => held.length > 0)
    .map(([name, held]) => {
      const found = workspaces.find((item) => item.name === name);
      return { workspace: found?.title ?? name, roles: held.map((role) => found?.role_titles[role] ?? role).join(', ') };
    })
    .sort((a, b) => a.workspace.localeCompare(b.workspace));
}
