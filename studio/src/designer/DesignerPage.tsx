import { useMemo } from 'react';
import { useParams } from 'react-router';
import { useActionKinds, useComponentKinds, useScreen, useScreens, useScreenSchema } from '@/api/designer';
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
import { faultsOf } from './save/faults';
import { useScreenDraft } from './save/useScreenDraft';
import { useFirstColumn } from './useFirstColumn';
import { useDesigner } from './useDesigner';
import { useScreenParams } from './useScreenParams';
import { useSeenAs } from './useSeenAs';

/** One screen of an app, built by looking at it. */
export function DesignerPage() {
  const { workspace = '', app = '', screen = '' } = useParams();
  const stored = useScreen(workspace, app, screen);
  const kinds = useComponentKinds();
  const schema = useScreenSchema();
  if (stored.error instanceof Problem && stored.error.status === 404) return <NotFoundPage />;
  return (
    <Loaded query={stored} skeleton={<PageSkeleton />}>
      {(definition) => (
        <Loaded query={kinds} skeleton={<PageSkeleton />}>
          {(every) => (
            <Loaded query={schema} skeleton={<PageSkeleton />}>
              {(shape) => <Editing key={`${workspace}/${app}/${screen}`} workspace={workspace} app={app} screen={screen} stored={definition} kinds={every} schema={shape} />}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

interface EditingProps {
  workspace: string;
  app: string;
  screen: string;
  stored: Definition;
  kinds: ComponentKind[];
  schema: JsonSchema;
}

const NONE: never[] = [];

function Editing({ workspace, app, screen, stored, kinds, schema }: EditingProps) {
  const editor = useScreenDraft(workspace, app, screen, stored);
  const tables = useTables(workspace).data ?? NONE;
  const roles = useRoles(workspace).data ?? NONE;
  const screens = useScreens(workspace, app).data ?? NONE;
  const actions = useActionKinds().data ?? NONE;
  const first = tables.find((table) => !table.hidden) ?? tables[0];
  const columnOf = useFirstColumn(workspace, editor.doc, first?.ref);
  const designer = useDesigner({ editor, kinds, table: first?.ref, columnOf });
  const params = useScreenParams(editor.doc.path);
  const seenAs = useSeenAs(roles);
  const picture = usePicture(workspace, app, screen, editor.doc, { params: params.given, role: seenAs.role, locale: seenAs.locale });
  const faults = useMemo(() => faultsOf(picture.problem), [picture.problem]);
  const errors = useMemo(() => new Map(faults.map((fault) => [fault.path.join('.'), fault.message])), [faults]);
  useTitle(editor.doc.title);

  const { doc } = editor;
  const { change } = designer;
  const { given } = params;
  const { role, locale } = seenAs;
  const inspector = useMemo<Inspector>(
    () => ({ workspace, app, screen, params: given, role, locale, doc, change, tables, roles, screens: screens.filter((one) => one.name !== screen), actions, errors }),
    [workspace, app, screen, given, role, locale, doc, change, tables, roles, screens, actions, errors],
  );
  return (
    <InspectorContext value={inspector}>
      <DesignerLayout workspace={workspace} app={app} screen={screen} designer={designer} editor={editor} schema={schema} picture={picture} faults={faults} params={params} seenAs={seenAs} />
    </InspectorContext>
  );
}
