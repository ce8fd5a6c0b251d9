import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { Problem } from '@/api/problem';
import { freshRole, useRoleChanges, useRoles, useRoleTrial } from '@/api/roles';
import { useTables } from '@/api/tables';
import type { Role, RoleError } from '@/api/types';
import { WhyDialog } from '@/access/WhyDialog';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { DefinitionTools } from '@/together/DefinitionTools';
import { EditingNotice } from '@/together/EditingNotice';
import { Loaded } from '@/ui/Loaded';
import { GoneNotice } from '@/ui/merge/GoneNotice';
import { Page } from '@/ui/Page';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { done, failed } from '@/ui/toast';
import { ConflictDialog } from './ConflictDialog';
import { FieldErrors } from './fieldErrors';
import { aboutOf, isStrong } from './builtIn';
import { isScreen, isTable, type RoleDraft } from './roleDraft';
import { RoleTabs } from './RoleTabs';
import { SaveBar } from './SaveBar';
import { useRoleDraft, type RoleEditor } from './useRoleDraft';

const words = text.roles;
const CHECK_AFTER_MS = 300;
const OURS = /^(grants|inherits|title|description)\b/;

/** One role: what it may do with tables, screens and sources, who has it, and what it is called. */
export function RolePage() {
  const { workspace = '', role: name = '' } = useParams();
  const roles = useRoles(workspace);
  if (roles.error instanceof Problem && roles.error.status === 404) return <NotFoundPage />;
  return (
    <Loaded query={roles} skeleton={<PageSkeleton />}>
      {(all) => {
        const role = all.find((one) => one.name === name);
        return <KnownRole key={`${workspace}/${name}`} workspace={workspace} role={role} roles={all} />;
      }}
    </Loaded>
  );
}

/** What is being written stays when somebody deletes the role. */
function KnownRole({ workspace, role, roles }: { workspace: string; role: Role | undefined; roles: Role[] }) {
  const [known, setKnown] = useState(role);
  if (role !== undefined && role !== known) setKnown(role);
  return known === undefined ? <NotFoundPage /> : <EditRole workspace={workspace} role={known} roles={roles} isGone={role === undefined} />;
}

function EditRole({ workspace, role, roles, isGone }: { workspace: string; role: Role; roles: Role[]; isGone: boolean }) {
  const editor = useRoleDraft(workspace, role);
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const [asked] = useDebouncedValue(editor.draft, CHECK_AFTER_MS);
  const trial = useRoleTrial(workspace, role.name, asked);
  const tables = useTables(workspace).data;
  const { tab, go } = usePlace(isStrong(role.name) ? 'people' : 'tables');
  const save = useSaving(workspace, role, editor);
  const { errors, rest } = wrongOf(editor.problem, trial.data?.errors ?? [], trial.error);

  const letGo = () => {
    editor.discard();
    void navigate(`/w/${workspace}/access`);
  };

  const showWrong = () => {
    const at = errors.firstGrant;
    const grant = at === null ? undefined : editor.draft.grants[at];
    if (grant === undefined) go({ tab: 'settings', table: null });
    else if (isTable(grant)) go({ tab: 'tables', table: grant.table });
    else go({ tab: isScreen(grant) ? 'screens' : 'sources', table: null });
  };

  return (
    <Page
      title={role.title}
      about={aboutOf(role)}
      actions={
        <>
          {(!role.built_in || role.grants.length > 0) && <DefinitionTools workspace={workspace} path={`roles/${role.name}.yaml`} title={role.title} />}
          <Button leftSection={<IconHelpCircle size={16} stroke={1.75} />} onClick={() => setAsking(true)}>
            {text.access.why.action}
          </Button>
        </>
      }
    >
      <EditingNotice workspace={workspace} path={`roles/${role.name}.yaml`} changed={editor.changes > 0} revision={editor.revision} framed />
      {(isGone || editor.isGone) && <GoneNotice onSave={() => void save(editor.saveAnew)} onLeave={letGo} />}
      <RoleTabs workspace={workspace} role={role} roles={roles} editor={editor} trial={trial.data} errors={errors} tab={tab} onTab={(value) => go({ tab: value, table: null })} />
      <SaveBar
        editor={editor}
        wrong={editor.changes === 0 ? 0 : errors.count}
        problem={rest}
        onSave={() => {
          if (editor.draft.title.trim() === '') go({ tab: 'settings', table: null });
          else void save();
        }}
        onShowWrong={showWrong}
      />
      <ConflictDialog editor={editor} titles={new Map((tables ?? []).map((table) => [table.ref, table.title]))} />
      {asking && <WhyDialog workspace={workspace} who={`role:${role.name}`} onClose={() => setAsking(false)} />}
    </Page>
  );
}

/** Which tab and table are open stands in the address, so that it can be shared and gone back to. */
function usePlace(first: string) {
  const [search, setSearch] = useSearchParams();
  const go = (changes: Record<'tab' | 'table', string | null>) => {
    const given = Object.entries({ ...changes, tab: changes.tab === first ? null : changes.tab }).filter((entry): entry is [string, string] => entry[1] !== null);
    setSearch(Object.fromEntries(given), { replace: true });
  };
  return { tab: search.get('tab') ?? first, go };
}

/** Save, and offer the way back to what was stored before. */
function useSaving(workspace: string, role: Role, editor: RoleEditor) {
  const { save } = useRoleChanges(workspace);
  const restore = async (facts: RoleDraft) => {
    try {
      await save.mutateAsync({ name: role.name, facts });
      const now = await freshRole(workspace, role.name);
      if (now !== undefined) editor.reset(now);
      done(words.bar.restored(facts.title));
    } catch (error) {
      failed(error);
    }
  };
  return async (store = editor.save) => {
    const before = await store();
    if (before !== null) done(words.bar.saved(editor.draft.title), { undo: () => void restore(before) });
  };
}

/** What is wrong, by field; and what belongs to no field. What the check says now is newer than a refused save. */
function wrongOf(problem: unknown, found: RoleError[], trouble: unknown) {
  const refused = problem instanceof Problem ? problem.errors.filter((error) => OURS.test(error.field)) : [];
  return { errors: new FieldErrors(found.length > 0 ? found : refused), rest: refused.length > 0 ? null : (problem ?? trouble) };
}
