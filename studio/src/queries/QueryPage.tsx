import { Button, Tabs } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Problem } from '@/api/problem';
import { useQueryNames, useStoredQuery, type StoredQuery } from '@/api/queries';
import { useSources } from '@/api/sources';
import { labelOf } from '@/schema/labels';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { DefinitionTools } from '@/together/DefinitionTools';
import { EditingNotice } from '@/together/EditingNotice';
import { CopyButton } from '@/ui/CopyButton';
import { OtherTabs } from '@/ui/drafts/OtherTabs';
import form from '@/ui/Form.module.css';
import { Loaded } from '@/ui/Loaded';
import { GoneNotice } from '@/ui/merge/GoneNotice';
import { Page } from '@/ui/Page';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { UndoButtons } from '@/ui/UndoButtons';
import { useLeaveGuard } from '@/ui/useLeaveGuard';
import { ColumnList } from './ColumnList';
import { GivenValues } from './GivenValues';
import { ParameterList } from './ParameterList';
import classes from './QueryPage.module.css';
import { QueryMenu } from './QueryMenu';
import { QuerySettings } from './QuerySettings';
import { ResultView } from './ResultView';
import { RunBar } from './RunBar';
import { Samples } from './Samples';
import { SqlEditor } from './SqlEditor';
import { useQueryEditor, type QueryEditor } from './useQueryEditor';

const words = text.queries.editor;
const MergeDialog = lazy(async () => ({ default: (await import('@/ui/merge/MergeDialog')).MergeDialog }));

/** One query: its text with what it gives beside it, its parameters, columns and settings. */
export function QueryPage() {
  const { workspace = '', query: name = '' } = useParams();
  const stored = useStoredQuery(workspace, name);
  const isGone = stored.error instanceof Problem && stored.error.status === 404;
  // What is being written when somebody deletes the query stays.
  if (isGone && stored.data === undefined) return <NotFoundPage />;
  return (
    <Loaded query={stored} skeleton={<PageSkeleton />}>
      {(found) => <OneQuery key={`${workspace}/${name}`} workspace={workspace} stored={found} isGone={isGone} />}
    </Loaded>
  );
}

function OneQuery({ workspace, stored, isGone }: { workspace: string; stored: StoredQuery; isGone: boolean }) {
  const editor = useQueryEditor(workspace, stored);
  const { draft, changed } = editor;
  const names = useQueryNames(workspace, draft.source).data;
  const sources = useSources(workspace).data ?? [];
  useLeaveGuard(changed);
  useHotkeys([['mod+S', () => changed && editor.save(), { preventDefault: true }]], [], true);
  useHotkeys([
    ['mod+Z', () => editor.undo?.()],
    ['mod+shift+Z', () => editor.redo?.()],
  ]);
  const language = names?.language ?? null;
  const format = language === null ? null : () => editor.format(language);
  const blocked = draft.writes && changed;
  return (
    <Page
      title={draft.title ?? editor.name}
      about={
        <>
          {words.ref} <code>queries.{editor.name}</code> <CopyButton value={`queries.${editor.name}`} label={text.actions.copy} />
        </>
      }
      actions={<Actions workspace={workspace} editor={editor} />}
    >
      <EditingNotice workspace={workspace} path={`queries/${editor.name}.yaml`} changed={changed} revision={editor.revision} framed />
      <OtherTabs editor={editor} framed />
      <OthersChanges workspace={workspace} editor={editor} isGone={isGone} />
      <div className={classes['work']}>
        <div className={classes['main']}>
          <SqlEditor label={words.sql} value={draft.sql} names={names} onChange={(sql) => editor.set({ sql })} onRun={() => !blocked && editor.run()} onFormat={() => format?.()} />
          <p className={form['about']}>{words.help}</p>
          <GivenValues parameters={draft.parameters} given={editor.given} onGive={editor.give}>
            <Samples samples={draft.samples} given={editor.given} onGive={editor.giveAll} onChange={(samples) => editor.set({ samples })} />
          </GivenValues>
          <RunBar editor={editor} blocked={blocked} onFormat={format} />
          {editor.problem !== null && <ProblemBanner error={editor.problem} />}
          <ResultView result={editor.result} plan={editor.plan} busy={editor.busy !== null} onAnew={editor.runAnew} />
        </div>
        <Tabs className={classes['side'] ?? ''} defaultValue="parameters" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="parameters">{text.queries.parameters.title}</Tabs.Tab>
            {!draft.writes && <Tabs.Tab value="columns">{text.queries.columns.title}</Tabs.Tab>}
            <Tabs.Tab value="settings">{text.queries.settings.title}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="parameters">
            <ParameterList parameters={draft.parameters} onChange={(parameters) => editor.set({ parameters })} />
          </Tabs.Panel>
          <Tabs.Panel value="columns">{!draft.writes && <ColumnList columns={draft.columns} onChange={(columns) => editor.set({ columns })} />}</Tabs.Panel>
          <Tabs.Panel value="settings">
            <QuerySettings draft={draft} sources={sources} onChange={editor.set} />
          </Tabs.Panel>
        </Tabs>
      </div>
    </Page>
  );
}

/** Properties as the page calls them. */
const CALLED: Record<string, string> = { sql: words.sql, max_rows: text.queries.settings.maxRows, timeout_s: text.queries.settings.timeout, cache_s: text.queries.settings.cache };
const nameOf = (path: readonly string[]) => path.map((key) => CALLED[key] ?? labelOf(key, undefined)).join(' › ');

/** What somebody else did to the query meanwhile, where it is to be decided. */
function OthersChanges({ workspace, editor, isGone }: { workspace: string; editor: QueryEditor; isGone: boolean }) {
  const navigate = useNavigate();
  const letGo = () => {
    editor.letGo();
    void navigate(`/w/${workspace}/queries`);
  };
  if (isGone || editor.isGone) return <GoneNotice onSave={editor.saveAnew} onLeave={letGo} />;
  if (editor.clashes.length === 0) return null;
  return (
    <Suspense>
      <MergeDialog title={words.conflict} clashes={editor.clashes} nameOf={nameOf} onDecided={editor.decide} onLater={editor.decideLater} />
    </Suspense>
  );
}

function Actions({ workspace, editor }: { workspace: string; editor: QueryEditor }) {
  const missing = (editor.draft.title ?? '').trim() === '';
  const { undo, redo } = editor;
  return (
    <>
      {(undo !== null || redo !== null) && <UndoButtons undo={undo} redo={redo} />}
      {editor.changed && <Button onClick={editor.discard}>{words.discard}</Button>}
      <Button variant={editor.changed ? 'filled' : 'default'} disabled={!editor.changed || missing} loading={editor.saving} onClick={editor.save}>
        {words.save}
      </Button>
      <DefinitionTools workspace={workspace} path={`queries/${editor.name}.yaml`} title={editor.draft.title ?? editor.name} />
      <QueryMenu workspace={workspace} editor={editor} />
    </>
  );
}
