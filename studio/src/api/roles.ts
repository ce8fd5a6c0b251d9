import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { at, get, post, put, remove, type PutOptions } from './client';
import type { AccessMatrix, List, Role, RoleTrial, RuleHelp, Why } from './types';
import { workspaceKey } from './workspaces';

const rolesKey = (workspace: string) => [...workspaceKey(workspace), 'roles'] as const;

const fetchRoles = (workspace: string, signal?: AbortSignal) => get<List<Role>>(at`/workspaces/${workspace}/roles`, signal);

export const useRoles = (workspace: string, enabled = true) =>
  useQuery({ queryKey: rolesKey(workspace), queryFn: ({ signal }) => fetchRoles(workspace, signal), select: (list) => list.items, enabled });

export const useAccessMatrix = (workspace: string) =>
  useQuery({ queryKey: [...workspaceKey(workspace), 'access-matrix'], queryFn: ({ signal }) => get<AccessMatrix>(at`/workspaces/${workspace}/access-matrix`, signal) });

/** A role as it is stored: everything about it but its permanent name. */
export type RoleFacts = Pick<Role, 'title' | 'description' | 'inherits' | 'grants'>;

export interface RoleToSave {
  name: string;
  facts: RoleFacts;
  /** The revision of the workspace that the change was made on; refused when it has moved on. */
  revision?: number;
}

const wire = ({ title, description, inherits, grants }: RoleFacts) => ({ title, ...(description ? { description } : {}), inherits, grants });

/** Changes of roles; each renews all that is known of the workspace. */
export function useRoleChanges(workspace: string) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: workspaceKey(workspace) });
  return {
    save: useMutation({
      mutationFn: ({ name, facts, revision }: RoleToSave) => put(at`/workspaces/${workspace}/roles/${name}`, wire(facts), revision === undefined ? {} : ({ expectRevision: revision } satisfies PutOptions)),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (name: string) => remove(at`/workspaces/${workspace}/roles/${name}`),
      // Not waited for: the page of what is gone would be gone too, before it leads on.
      onSuccess: () => void onSuccess(),
    }),
  };
}

/** The role as it stands on the server at this moment; undefined when it is gone. */
export async function freshRole(workspace: string, name: string): Promise<Role | undefined> {
  return (await fetchRoles(workspace)).items.find((role) => role.name === name);
}

/** What the server says of a role that is being written: what is wrong, and what holding it would come to. */
export const useRoleTrial = (workspace: string, name: string, facts: RoleFacts) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'role-trial', name, facts],
    queryFn: () => post<RoleTrial>(at`/workspaces/${workspace}/roles/${name}/check`, wire(facts)),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
  });

export interface RuleQuestion {
  table: string;
  expression: string;
  cursor: number;
}

/** Whether a condition on rows is right, and what could stand at the cursor. */
export const useRuleHelp = (workspace: string, question: RuleQuestion, enabled: boolean) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'row-rule', question],
    queryFn: () => post<RuleHelp>(at`/workspaces/${workspace}/row-rule`, question),
    placeholderData: keepPreviousData,
    gcTime: 30_000,
    enabled,
  });

export interface WhyQuestion {
  verb: string;
  kind: string;
  name: string;
  /** Who: `user:<id>` or `role:<name>`. */
  who: string;
}

/** Why somebody may or may not do something, with the rule that decided. */
export const useWhy = (workspace: string, { verb, kind, name, who }: WhyQuestion, enabled: boolean) =>
  useQuery({
    queryKey: [...workspaceKey(workspace), 'why', verb, kind, name, who],
    queryFn: ({ signal }) => {
      const colon = who.indexOf(':');
      const asked = new URLSearchParams({ verb, kind, name, [who.slice(0, colon)]: who.slice(colon + 1) });
      return get<Why>(`${at`/workspaces/${workspace}/why`}?${asked.toString()}`, signal);
    },
    enabled,
  });
