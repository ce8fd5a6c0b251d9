import { Button, Tabs } from '@mantine/core';
import { IconAlertCircle, IconFileImport, IconLock, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useColumnKinds, useDesign } from '@/api/design';
import { Problem } from '@/api/problem';
import { useTables } from '@/api/tables';
import type { ColumnKind, DesignedTable, TableSummary } from '@/api/types';
import { tablePath } from '@/grid/tablePath';
import { useMayDesign } from '@/home/useMayDesign';
import { labelOf } from '@/schema/labels';
import { SaveBar } from '@/roles/SaveBar';
import { NotFoundPage } from '@/shell/NotFoundPage';
import { text } from '@/text';
import { DefinitionTools } from '@/together/DefinitionTools';
import { EditingNotice } from '@/together/EditingNotice';
import { OtherTabs } from '@/ui/drafts/OtherTabs';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import { Page } from '@/ui/Page';
import { PageSkeleton } from '@/ui/PageSkeleton';
import { done } from '@/ui/toast';
import { useLeaveGuard } from '@/ui/useLeaveGuard';
import { GoneNotice } from '@/ui/merge/GoneNotice';
import { MergeDialog } from '@/ui/merge/MergeDialog';
import { ColumnsTab } from './ColumnsTab';
import { labelOfColumn } from './ColumnList';
import classes from './Design.module.css';
import { byPlace, columnAt, faultsOf, type Fault } from './faults';
import { ReviewDialog } from './ReviewDialog';
import { TableActions } from './TableActions';
import { textOf, type TableDraft } from './tableDraft';
import { TableFacts, TableRules, TableSearch } from './TablePanels';
import { useTableDraft, type TableEditor } from './useTableDraft';

const words = text.tables;
const TABS = ['columns', 'table', 'rules', 'search'] as const;
type Tab = (typeof TABS)[number];
const NO_FAULTS: Fault[] = [];

/** Designing one table of the built-in database: columns, rules and names, with the migration shown before it runs. */
export function DesignPage() {
  const { workspace = '', table = '' } = useParams();
  const designs = useMayDesign(workspace);
  const design = useDesign(workspace, table);
  const kinds = useColumnKinds();
  const tables = useTables(workspace);
  const isMissing = design.error instanceof Problem && design.error.status === 404;
  // What is being designed when somebody removes the table stays.
  if (design.data === undefined && isMissing) return designs ? <NotFoundPage /> : <Denied name={table} />;
  return (
    <Loaded query={design} skeleton={<PageSkeleton />}>
      {(found) => (
        <Loaded query={kinds} skeleton={<PageSkeleton />}>
          {(all) => <Design key={`${workspace}/${table}`} workspace={workspace} found={found} kinds={all} tables={tables.data ?? []} isGone={isMissing} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Denied({ name }: { name: string }) {
  return (
    <Page title={words.designOf(labelOf(name, undefined))}>
      <EmptyState icon={IconLock} title={words.denied.title} about={words.denied.about} />
    </Page>
  );
}

interface DesignProps {
  workspace: string;
  found: DesignedTable;
  kinds: ColumnKind[];
  tables: TableSummary[];
  /** Somebody removed the table. */
  isGone: boolean;
}

function Design({ workspace, found, kinds, tables, isGone }: DesignProps) {
  const editor = useTableDraft(workspace, found);
  const { draft, edit } = editor;
  const [reviewing, setReviewing] = useState(false);
  const { problem, refuse, faults } = useRefusal(draft, found.name);
  const { tab, selected, go } = usePlace(draft);
  const errors = byPlace(faults);
  const title = textOf(draft.table['title']) || labelOf(found.name, undefined);
  useLeaveGuard(editor.changes > 0);

  const show = (fault: Fault) => {
    const at = columnAt(fault);
    const column = at === null ? undefined : draft.columns[at];
    if (column !== undefined) go({ tab: 'columns', column: column.id });
    else go({ tab: tabOf(fault) });
  };

  return (
    <Page
      title={words.designOf(title)}
      about={words.about(found.name, draft.columns.length)}
      actions={
        <>
          <Button component={Link} to={tablePath(workspace, found.name, null)} leftSection={<IconTable size={16} stroke={1.75} />}>
            {words.rows}
          </Button>
          <Button component={Link} to={`/w/${workspace}/import?table=${found.name}`} leftSection={<IconFileImport size={16} stroke={1.75} />}>
            {text.importing.action}
          </Button>
          <DefinitionTools workspace={workspace} path={`tables/${found.name}.yaml`} title={title} />
          <TableActions workspace={workspace} name={found.name} title={title} taken={tables.map((one) => one.ref)} isChanged={editor.changes > 0} onForget={editor.discard} />
        </>
      }
    >
      <EditingNotice workspace={workspace} path={`tables/${found.name}.yaml`} changed={editor.changes > 0} revision={editor.revision} framed />
      <OtherTabs editor={editor} framed />
      {(isGone || editor.isGone) && <Gone workspace={workspace} title={title} editor={editor} onRefused={refuse} />}
      {editor.clashes.length > 0 && <MergeDialog title={words.conflict} action={text.merge.goOn} clashes={editor.clashes} onDecided={editor.decide} onLater={editor.decideLater} />}
      <Tabs value={tab} onChange={(next) => go({ tab: next as Tab })} keepMounted={false}>
        <Tabs.List>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="columns">
          <ColumnsTab workspace={workspace} table={found.name} editor={editor} kinds={kinds} tables={tables} faults={faults} selected={selected} onSelect={(column) => go({ column })} />
        </Tabs.Panel>
        <Tabs.Panel value="table" pt="md">
          <TableFacts draft={draft} errors={errors} edit={edit} />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <TableRules draft={draft} errors={errors} edit={edit} />
        </Tabs.Panel>
        <Tabs.Panel value="search">
          <TableSearch draft={draft} errors={errors} edit={edit} />
        </Tabs.Panel>
      </Tabs>
      {faults.length > 0 && <Faults faults={faults} draft={draft} onShow={show} />}
      <SaveBar editor={editor} label={words.bar.review} failed={words.bar.failed} wrong={0} problem={faults.length > 0 ? null : problem} onSave={() => setReviewing(true)} onShowWrong={() => undefined} />
      {reviewing && (
        <ReviewDialog
          workspace={workspace}
          title={title}
          editor={editor}
          onClose={() => setReviewing(false)}
          onApplied={() => {
            setReviewing(false);
            done(words.plan.applied(title));
          }}
          onRefused={(wrong) => {
            setReviewing(false);
            refuse(wrong);
            // What is removed cannot be called otherwise: that may be all that is wrong.
            if (editor.renames.length > 0) void editor.look().catch(() => undefined);
          }}
        />
      )}
    </Page>
  );
}

interface GoneProps {
  workspace: string;
  title: string;
  editor: TableEditor;
  onRefused: (problem: unknown) => void;
}

/** Somebody removed the table while it was designed: it is made anew, without its rows, or let go. */
function Gone({ workspace, title, editor, onRefused }: GoneProps) {
  const navigate = useNavigate();
  const make = () =>
    void editor
      .makeAnew()
      .then(() => done(words.gone.made(title)))
      .catch(onRefused);
  const letGo = () => {
    editor.discard();
    void navigate(`/w/${workspace}/data`);
  };
  return <GoneNotice about={words.gone.about} onSave={make} onLeave={letGo} />;
}

/** What stands in the way of the design as it is: forgotten with the next change. */
function useRefusal(draft: TableDraft, name: string) {
  const [refused, setRefused] = useState<{ draft: TableDraft; problem: unknown } | null>(null);
  const problem = refused?.draft === draft ? refused.problem : null;
  return { problem, refuse: (wrong: unknown) => setRefused({ draft, problem: wrong }), faults: problem === null ? NO_FAULTS : faultsOf(problem, name) };
}

const OF_RULES = new Set<unknown>(['unique', 'checks']);
const OF_SEARCH = new Set<unknown>(['search', 'sort', 'indexes']);
const tabOf = ({ path: [key] }: Fault): Tab => (OF_RULES.has(key) ? 'rules' : OF_SEARCH.has(key) ? 'search' : key === 'columns' ? 'columns' : 'table');

/** Which tab and column are open stands in the address, so that it can be shared and gone back to. */
function usePlace(draft: TableDraft) {
  const [search, setSearch] = useSearchParams();
  // The address follows what is open and does not lead it: it would lag behind quick keys.
  const [place, setPlace] = useState<{ tab: Tab; column: string | null }>(() => ({ tab: TABS.find((name) => name === search.get('tab')) ?? 'columns', column: search.get('column') }));
  const selected = draft.columns.find((one) => one.id === place.column)?.id ?? draft.columns[0]?.id ?? null;
  const { tab } = place;
  const go = (to: { tab?: Tab; column?: string }) => {
    const next = { tab, column: selected, ...to };
    setPlace(next);
    setSearch({ ...(next.tab === 'columns' ? {} : { tab: next.tab }), ...(next.column === null ? {} : { column: next.column }) }, { replace: true });
  };
  return { tab, selected, go };
}

function Faults({ faults, draft, onShow }: { faults: Fault[]; draft: TableDraft; onShow: (fault: Fault) => void }) {
  const nameOfFault = (fault: Fault) => {
    const column = draft.columns[columnAt(fault) ?? -1];
    return column === undefined ? words.tabs[tabOf(fault)] : labelOfColumn(column);
  };
  return (
    <section className={classes['faults']} role="alert" aria-label={words.bar.faults}>
      <h2>
        <IconAlertCircle size={16} stroke={1.75} aria-hidden /> {words.bar.faults}
      </h2>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.path.join('.')} ${fault.message}`}>
            <button type="button" onClick={() => onShow(fault)}>
              <strong>{nameOfFault(fault)}</strong> {fault.message}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
