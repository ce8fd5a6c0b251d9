import { ActionIcon, Autocomplete, Button, Checkbox, Select, Textarea, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ColumnKind, TableSummary } from '@/api/types';
import { isObject, type Json, type JsonObject } from '@/designer/document/types';
import { readWord, writeWord } from '@/designer/inspector/words';
import { KindIcon } from '@/designer/tree/KindIcon';
import { nameFor } from '@/apps/nameFor';
import { text } from '@/text';
import type { Reference } from './columnSchema';
import { labelOfColumn } from './ColumnList';
import classes from './Design.module.css';
import { KindSettings } from './KindSettings';
import { NameInput } from './NameInput';
import { isUnique, listOf, NAME, nameOf, renameColumn, setColumn, setUnique, textOf, type ColumnDraft, type TableDraft } from './tableDraft';

const words = text.tables.column;

interface ColumnPanelProps {
  workspace: string;
  table: string;
  draft: TableDraft;
  one: ColumnDraft;
  kind: ColumnKind | undefined;
  references: Reference[];
  tables: TableSummary[];
  /** What is wrong, by dotted place within the column. */
  errors: ReadonlyMap<string, string>;
  edit: (change: (draft: TableDraft) => TableDraft, about?: string) => void;
  onKind: () => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

/** Everything about one column. */
export function ColumnPanel(props: ColumnPanelProps) {
  const { workspace, table, draft, one, kind, references, tables, errors, edit } = props;
  const set = (key: string, value: Json | undefined, about?: string) => edit((was) => setColumn(was, one.id, key, value), about);
  const typed = (key: string, value: string) => set(key, value, `${one.id} ${key}`);
  const settings = one.column['settings'];
  return (
    <section className={classes['panel']} aria-label={words.of(labelOfColumn(one))}>
      <Head {...props} />
      <div className={classes['fields']}>
        <TextInput label={words.label} description={words.labelHelp} value={textOf(one.column['label'])} placeholder={labelOfColumn(one)} error={errors.get('label') ?? null} onChange={(event) => edit((was) => labelled(was, one, event.currentTarget.value), `${one.id} label`)} />
        <NameInput label={words.name} help={helpOfName(one)} value={nameOf(one)} refuse={(name) => refusal(draft, one, name)} error={errors.get('name')} onName={(name) => edit((was) => renameColumn(was, one.id, name))} />
        <Textarea label={words.help} description={words.helpHelp} value={textOf(one.column['help'])} autosize minRows={1} onChange={(event) => typed('help', event.currentTarget.value)} />
        {kind?.is_written && <Written {...props} kind={kind} set={set} />}
        <Checkbox label={words.sensitive} description={words.sensitiveHelp} checked={one.column['sensitive'] === true} onChange={(event) => set('sensitive', event.currentTarget.checked || undefined)} />
        {kind === undefined ? (
          <p className={classes['about']}>{words.unknown(textOf(one.column['kind']))}</p>
        ) : (
          <>
            {Object.keys(kind.settings_schema.properties ?? {}).length > 0 && <h3 className={classes['heading']}>{words.settings(kind.title)}</h3>}
            {errors.get('settings') !== undefined && <p className={classes['error']} role="alert">{errors.get('settings')}</p>}
            <KindSettings
              workspace={workspace}
              kind={kind}
              settings={isObject(settings) ? settings : {}}
              table={table}
              references={references}
              columns={['id', ...draft.columns.map(nameOf)]}
              tables={tables}
              errors={errors}
              onChange={(next: JsonObject) => set('settings', next, `${one.id} settings`)}
            />
          </>
        )}
      </div>
    </section>
  );
}

const helpOfName = (one: ColumnDraft): string => (one.was === null || one.was === nameOf(one) ? words.nameHelp : `${words.nameHelp} ${words.wasNamed(one.was)}`);

function refusal(draft: TableDraft, one: ColumnDraft, name: string): string | null {
  if (!NAME.test(name)) return words.nameWrong;
  return draft.columns.some((other) => other.id !== one.id && nameOf(other) === name) ? words.nameTaken : null;
}

/** Another label. The name of a column that is new follows it, as long as it is what the label before stood for. */
function labelled(draft: TableDraft, one: ColumnDraft, label: string): TableDraft {
  const now = draft.columns.find((other) => other.id === one.id) ?? one;
  const relabelled = setColumn(draft, one.id, 'label', label);
  const taken = draft.columns.filter((other) => other.id !== one.id).map(nameOf);
  const follows = one.was === null && label.trim() !== '' && (textOf(now.column['label']) === '' || nameFor(textOf(now.column['label']), taken, 'column') === nameOf(now));
  return follows ? renameColumn(relabelled, one.id, nameFor(label, taken, 'column')) : relabelled;
}

function Head({ draft, one, kind, onKind, onMove, onRemove }: ColumnPanelProps) {
  const at = draft.columns.indexOf(one);
  return (
    <header className={classes['head']}>
      {kind !== undefined && <KindIcon paths={kind.icon_paths} size={20} />}
      <div className={classes['words']}>
        <h2>{labelOfColumn(one)}</h2>
        <p className={classes['about']}>{kind === undefined ? textOf(one.column['kind']) : `${kind.title}: ${kind.description}`}</p>
      </div>
      <span className={classes['tools']}>
        <Button size="xs" onClick={onKind}>
          {words.change}
        </Button>
        <Tool label={words.up} disabled={at === 0} onClick={() => onMove(at - 1)}>
          <IconArrowUp size={16} stroke={1.75} />
        </Tool>
        <Tool label={words.down} disabled={at === draft.columns.length - 1} onClick={() => onMove(at + 1)}>
          <IconArrowDown size={16} stroke={1.75} />
        </Tool>
        <Tool label={words.remove} onClick={onRemove}>
          <IconTrash size={16} stroke={1.75} />
        </Tool>
      </span>
    </header>
  );
}

function Tool({ label, disabled = false, onClick, children }: { label: string; disabled?: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={28} aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

type WrittenProps = ColumnPanelProps & { kind: ColumnKind; set: (key: string, value: Json | undefined, about?: string) => void };

/** What can be said only of columns whose values people give. */
function Written({ draft, one, kind, errors, edit, set }: WrittenProps) {
  const name = nameOf(one);
  return (
    <>
      <Checkbox label={words.required} description={words.requiredHelp} error={errors.get('required') ?? null} checked={one.column['required'] === true} onChange={(event) => set('required', event.currentTarget.checked || undefined)} />
      {kind.can_be_unique && <Checkbox label={words.unique} description={words.uniqueHelp} checked={isUnique(draft, name)} onChange={(event) => edit((was) => setUnique(was, name, event.currentTarget.checked))} />}
      <Default one={one} kind={kind} error={errors.get('default')} onDefault={(value) => set('default', value, `${one.id} default`)} />
    </>
  );
}

/** The value of new rows: chosen where there is a choice, typed elsewhere; an expression may stand in its place. */
function Default({ one, kind, error, onDefault }: { one: ColumnDraft; kind: ColumnKind; error: string | undefined; onDefault: (value: Json | undefined) => void }) {
  const value = one.column['default'];
  const common = { label: words.default, description: words.defaultHelp, error: error ?? null };
  const isTyped = typeof value === 'string' && value.includes('{{');
  if (kind.type === 'boolean' && !isTyped) {
    const data = [{ value: 'true', label: words.yes }, { value: 'false', label: words.no }];
    return <Select {...common} data={data} clearable value={typeof value === 'boolean' ? String(value) : null} onChange={(next) => onDefault(next === null ? undefined : next === 'true')} />;
  }
  const settings = one.column['settings'];
  const options = isObject(settings) ? listOf(settings['options']).map((option) => (isObject(option) ? textOf(option['value']) : textOf(option))) : [];
  const isText = kind.type === 'text';
  return (
    <Autocomplete
      {...common}
      data={[...new Set(options.filter(Boolean))]}
      value={isText ? textOf(value) : writeWord(value)}
      spellCheck={false}
      onChange={(next) => onDefault(next === '' ? undefined : isText ? next : readWord(next))}
    />
  );
}
