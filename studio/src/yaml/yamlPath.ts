/** The page with the text of one definition; `path` is where it stands as a file. */
export const yamlPath = (workspace: string, path: string) => `/w/${workspace}/yaml?${new URLSearchParams({ of: path }).toString()}`;

const KINDS: Record<string, string> = { roles: 'role', sources: 'source', variables: 'variable', tables: 'table', queries: 'query', modules: 'module' };

/** What sort of definition stands at a path. */
export const kindOf = (path: string): string => {
  const [folder = ''] = path.split('/');
  if (folder !== 'apps') return KINDS[folder] ?? 'workspace';
  return path.endsWith('/app.yaml') ? 'app' : 'screen';
};
