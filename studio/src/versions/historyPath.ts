/** The page of what became of one definition; `path` is where it stands as a file. */
export const historyPath = (workspace: string, path: string) => `/w/${workspace}/history?${new URLSearchParams({ of: path }).toString()}`;
