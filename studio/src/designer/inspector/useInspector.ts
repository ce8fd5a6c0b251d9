import { createContext, useContext } from 'react';
import type { ActionKind, Role, ScreenSummary, TableSummary } from '@/api/types';
import type { Json, Path, ScreenDefinition } from '../document/types';
import type { Subject } from '../subject';

/** What every control of the inspector may need: the document, how to change it, and the names there are. */
export interface Inspector {
  workspace: string;
  subject: Subject;
  /** Values for the parameters of the path, or for the settings of a module, that somebody typed. */
  params: Record<string, string>;
  /** With which role or as whom, and in which language, the screen is looked at; null for one's own. */
  role: string | null;
  user: string | null;
  locale: string | null;
  doc: ScreenDefinition;
  change: (path: Path, value: Json | undefined) => void;
  tables: TableSummary[];
  roles: Role[];
  screens: ScreenSummary[];
  actions: ActionKind[];
  /** What is wrong, by place. */
  errors: ReadonlyMap<string, string>;
}

export const InspectorContext = createContext<Inspector | null>(null);

export function useInspector(): Inspector {
  const found = useContext(InspectorContext);
  if (found === null) throw new Error('A setting stands in an inspector');
  return found;
}
