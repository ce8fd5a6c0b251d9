import { useMemo } from 'react';
import { useParams } from 'react-router';
import { useActionKinds, useComponentKinds, useScreens, useSubject, useSubjectSchema } from '@/api/designer';
import { useModules } from '@/api/modules';
import { usePeople } from '@/api/people';
import { Problem } from '@/api/problem';
import { useRoles } from '@/api/roles';
import { useTables } from '@/api/tables';
import type { ComponentKind, Definition, JsonSchema } from '@/api/types';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { Loaded } from '@/ui/Loaded';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { useTitle } from '@/ui/useTitle';
import { usePicture } from './canvas/usePicture';
import { DesignerLayout } from './DesignerLayout';
import { InspectorContext, type Inspector } from './inspector/useInspector';
import { withModules } from './moduleKinds';
import { faultsOf } from './save/faults';
import { useScreenDraft } from './save/useScreenDraft';
import { screenSubject, type Subject } from './subject';
import { useFirstColumn } from './useFirstColumn';
import { useDesigner } from './useDesigner';
import { namesToSay, useScreenParams } from './useScreenParams';
import { useSeenAs } from './useSeenAs';

/** One screen of an app, built by looking at it. */
export function DesignerPage() {
  const { workspace = '', app = '', screen = '' } = useParams();
  const subject = useMemo(() => screenSubject(workspace, app, screen), [workspace, app, screen]);
  return <DesignedPage subject={subject} />;
}

/** The designer of a screen or module, once everything it needs is there. */
export function DesignedPage({ subject }: { subject: Subject }) {
  const stored = useSubject(subject);
  const kinds = useComponentKinds();
  const schema = useSubjectSchema(subject);
  if (stored.error instanceof Problem && stored.error.status === 404) return <NotFoundPage />;
  return (
    <Loaded query={stored} skeleton={<PageSkeleton />}>
      {(definition) => (
        <Loaded query={kinds} skeleton={<PageSkeleton />}>
          {(every) => (
            <Loaded query={schema} skeleton={<PageSkeleton />}>
              {(shape) => <Editing key={subject.address} subject={subject} stored={definition} kinds={every} schema={shape} />}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

interface EditingProps {
  subject: Subject;
  stored: Definition;
  kinds: ComponentKind[];
  schema: JsonSchema;
}

const NONE: never[] = [];

function Editing({ subject, stored, kinds, schema }: EditingProps) {
  const { workspace, app, sort, name } = subject;
  const editor = useScreenDraft(subject, stored);
  const tables = useTables(workspace).data ?? NONE;
  const roles = useRoles(workspace).data ?? NONE;
  const screens = useScreens(workspace, app).data ?? NONE;
  const modules = useModules(workspace).data ?? NONE;
  const actions = useActionKinds().data ?? NONE;
  const first = tables.find((table) => !table.hidden) ?? tables[0];
  const columnOf = useFirstColumn(workspace, editor.doc, first?.ref);
  // A module cannot hold itself.
  const every = useMemo(() => withModules(kinds, modules.filter((one) => sort === 'screen' || one.name !== name)), [kinds, modules, sort, name]);
  const designer = useDesigner({ editor, kinds: every, actions, table: first?.ref, columnOf });
  const said = namesToSay(editor.doc).join(' ');
  const names = useMemo(() => said.split(' ').filter((one) => one !== ''), [said]);
  const params = useScreenParams(names);
  const people = usePeople(workspace).data ?? NONE;
  const seenAs = useSeenAs(roles, people);
  const { role, user, locale } = seenAs;
  const look = useMemo(() => ({ params: params.given, role, user, locale }), [params.given, role, user, locale]);
  const picture = usePicture(subject, editor.doc, look);
  const faults = useMemo(() => faultsOf(picture.problem), [picture.problem]);
  const errors = useMemo(() => new Map(faults.map((fault) => [fault.path.join('.'), fault.message])), [faults]);
  useTitle(editor.doc.title);

  const { doc } = editor;
  const { change } = designer;
  const inspector = useMemo<Inspector>(
    () => ({ workspace, subject, ...look, doc, change, tables, roles, screens: screens.filter((one) => sort === 'module' || one.name !== name), actions, errors }),
    [workspace, subject, look, doc, change, tables, roles, screens, sort, name, actions, errors],
  );
  return (
    <InspectorContext value={inspector}>
      <DesignerLayout subject={subject} designer={designer} editor={editor} schema={schema} picture={picture} faults={faults} params={params} seenAs={seenAs} />
    </InspectorContext>
  );
}
