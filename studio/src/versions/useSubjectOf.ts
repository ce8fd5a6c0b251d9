import { useMemo } from 'react';
import type { DefinitionChange } from '@/api/types';
import { useApps } from '@/api/workspaces';
import { moduleSubject, screenSubject, type Subject } from '@/designer/subject';

/** The screen or module that a change is of; a module has the look of the first app. */
export function useSubjectOf(workspace: string, { kind, names }: DefinitionChange): Subject {
  const app = useApps(workspace).data?.[0]?.name ?? '';
  const [first = '', second = ''] = names;
  return useMemo(() => (kind === 'module' ? moduleSubject(workspace, first, app) : screenSubject(workspace, first, second)), [workspace, kind, first, second, app]);
}
