/** "Service desk: agent, basic" for every workspace in which somebody has roles, by title. */
export function rolesInWords(roles: Record<string, string[]>, titles: ReadonlyMap<string, string>): string[] {
  return Object.entries(roles)
    .filter(([, held]) => held.length > 0)
    .map(([workspace, held]) => `${titles.get(workspace) ?? workspace}: ${held.join(', ')}`)
    .sort((a, b) => a.localeCompare(b));
}
