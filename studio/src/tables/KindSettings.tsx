import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { tableQuery } from '@/api/tables';
import type { ColumnKind, JsonSchema, Table, TableSummary } from '@/api/types';
import { setAt } from '@/designer/document/edit';
import { isObject, type JsonObject, type Path } from '@/designer/document/types';
import { Settings } from '@/designer/inspector/Setting';
import { InspectorContext, type Inspector } from '@/designer/inspector/useInspector';
import { screenSubject } from '@/designer/subject';
import { compacted, expanded, referencesOf, tablesNamed, withChoices, type Around, type Reference } from './columnSchema';
import classes from './Design.module.css';

interface KindSettingsProps {
  workspace: string;
  kind: ColumnKind;
  settings: JsonObject;
  /** The table being designed, its references and its columns as they are now. */
  table: string;
  references: Reference[];
  columns: string[];
  tables: TableSummary[];
  /** What is wrong, by dotted place from `settings` on. */
  errors: ReadonlyMap<string, string>;
  onChange: (settings: JsonObject) => void;
}

const NONE: Pick<Inspector, 'subject' | 'params' | 'role' | 'user' | 'locale' | 'roles' | 'screens' | 'actions'> = { subject: screenSubject('', '', ''), params: {}, role: null, user: null, locale: null, roles: [], screens: [], actions: [] };

/** What the kind of a column can be told, drawn from its schema alone; names are chosen from those there are. */
export function KindSettings({ workspace, kind, settings, table, references, columns, tables, errors, onChange }: KindSettingsProps) {
  const schema = kind.settings_schema;
  const around = useAround(workspace, schema, settings, { table, references, columns });
  const shown = useMemo(() => withChoices(schema, settings, around), [schema, settings, around]);
  const doc = useMemo(() => ({ title: '', path: '', settings: expanded(settings, schema) }), [settings, schema]);
  const inspector = useMemo<Inspector>(
    () => ({
      ...NONE,
      workspace,
      doc,
      tables,
      errors,
      change: (path: Path, value) => onChange(compacted(settingsOf(setAt(doc, path, value)), schema)),
    }),
    [workspace, doc, tables, errors, onChange, schema],
  );
  if (Object.keys(schema.properties ?? {}).length === 0) return null;
  return (
    <InspectorContext value={inspector}>
      <div className={classes['settings']}>
        <Settings schema={shown} root={shown} path={['settings']} value={doc.settings} />
      </div>
    </InspectorContext>
  );
}

const settingsOf = (doc: JsonObject): JsonObject => (isObject(doc['settings']) ? doc['settings'] : {});

/** The names there are around a column: of this table as it is being designed, of others as they are stored. */
function useAround(workspace: string, schema: JsonSchema, settings: JsonObject, own: { table: string; references: Reference[]; columns: string[] }): Around {
  const named = tablesNamed(schema, settings, own.references).filter((ref) => ref !== own.table);
  const stored = useQueries({ queries: named.map((ref) => tableQuery(workspace, ref)), combine: (all) => all.flatMap((one): Table[] => (one.data === undefined ? [] : [one.data])) });
  const { table, references, columns } = own;
  return useMemo(() => {
    const known = new Map(stored.map((one) => [one.ref, one]));
    return {
      ref: table,
      references,
      columnsOf: (ref) => (ref === table ? columns : (known.get(ref)?.definition.columns.map((column) => column.name) ?? [])),
      referencesOf: (ref) => (ref === table ? references : referencesOf(known.get(ref))),
    };
  }, [table, references, columns, stored]);
}
