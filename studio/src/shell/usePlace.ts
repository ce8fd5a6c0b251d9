import { useLocation, useParams } from 'react-router';
import { refOf } from '@/grid/tablePath';

type Names = Readonly<Partial<Record<string, string>>>;

/** The place that a page of the studio is, as others who have it open know it: rows of a table, a screen, a definition. */
export function placeOf(path: string, { source, table, app, screen, role, query, module }: Names): string | null {
  if (source !== undefined && table !== undefined) return path.endsWith('/design') ? `definition:tables/${table}` : `table:${refOf(source, table)}`;
  if (app !== undefined && screen !== undefined) return `screen:${app}/${screen}`;
  if (role !== undefined) return `definition:roles/${role}`;
  if (module !== undefined) return `definition:modules/${module}`;
  return query === undefined ? null : `definition:queries/${query}`;
}

/** The place of the page that is shown. */
export const usePlace = () => placeOf(useLocation().pathname, useParams());
