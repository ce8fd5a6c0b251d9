import { at } from '@/api/client';

/** Stands for the built-in database in addresses, where the name of a data source stands otherwise. */
export const BUILT_IN = '-';

/** The page of a table's rows. */
export function tablePath(workspace: string, ref: string, source: string | null): string {
  return source === null ? at`/w/${workspace}/data/${BUILT_IN}/${ref}` : at`/w/${workspace}/data/${source}/${ref.slice(source.length + 1)}`;
}

export const refOf = (source: string, table: string) => (source === BUILT_IN ? table : `${source}.${table}`);
