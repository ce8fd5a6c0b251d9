import { Checkbox, Drawer, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertCircle, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Role, RoleTrial, Source, TableSummary } from '@/api/types';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { matches } from '@/ui/matches';
import { moveInMatrix } from './arrowKeys';
import { restricted } from './columnRights';
import type { FieldErrors } from './fieldErrors';
import { extentOn, grantsOn, isTable, possibleVerbs, ROW_VERBS, toggleVerb, type RoleDraft } from './roleDraft';
import classes from './RightsTable.module.css';
import { TablePanel } from './TablePanel';
import { TickCell } from './TickCell';
import type { RoleEditor } from './useRoleDraft';

const words = text.roles.tables;
const BESIDE = '(min-width: 1100px)';

interface TableGrantsProps {
  workspace: string;
  editor: RoleEditor;
  trial: RoleTrial | undefined;
  tables: TableSummary[];
  sources: Source[];
  roles: Role[];
  errors: FieldErrors;
}

interface Line {
  ref: string;
  title: string;
  about: string | null;
}

/** Everything rows can be granted on: all tables, all of a source, single ones, and whatever the role names besides. */
function linesOf(tables: TableSummary[], sources: Source[], draft: RoleDraft): Line[] {
  const all = { ref: '*', title: words.all, about: null };
  const named = new Set(draft.grants.filter(isTable).map((grant) => grant.table));
  const wide = sources
    .map((source) => ({ ref: `${source.name}.*`, title: words.allOf(source.title), about: null }))
    .filter((line) => sources.length > 1 || named.has(line.ref));
  const lines = [all, ...wide, ...tables.map((table) => ({ ref: table.ref, title: table.title, about: table.ref }))];
  const known = new Set(lines.map((line) => line.ref));
  return [...lines, ...[...named].filter((ref) => !known.has(ref)).map((ref) => ({ ref, title: ref, about: null }))];
}

/** Tables down, verbs across; the rules of the chosen table beside it. */
export function TableGrants(props: TableGrantsProps) {
  const { editor, tables, sources, errors, workspace, roles } = props;
  const [search, setSearch] = useSearchParams();
  const [query, setQuery] = useState('');
  const [onlyGiven, setOnlyGiven] = useState(false);
  const beside = useMediaQuery(BESIDE);
  const lines = linesOf(tables, sources, editor.draft);
  const selected = lines.find((line) => line.ref === search.get('table')) ;
  const choose = (ref: string | null) => {
    const next = new URLSearchParams(search);
    if (ref === null) next.delete('table');
    else next.set('table', ref);
    setSearch(next, { replace: true });
  };
  const close = () => {
    choose(null);
    window.setTimeout(() => document.querySelector<HTMLElement>(`[data-opens="${CSS.escape(selected?.ref ?? '')}"]`)?.focus(), 0);
  };
  const shown = lines.filter((line) => matches(query, line.title, line.ref) && (!onlyGiven || isGiven(props, line.ref)));
  const titles = new Map(tables.map((table) => [table.ref, table.title]));
  const panel = selected !== undefined && (
    <TablePanel key={selected.ref} workspace={workspace} editor={editor} table={selected.ref} title={selected.title} roles={roles} titles={titles} verbs={possibleVerbs(selected.ref, props.trial?.tables)} errors={errors} onClose={close} />
  );
  return (
    <div className={classes['columns']} data-beside={(beside && selected !== undefined) || undefined}>
      <div className={classes['main']}>
        <div className={classes['toolbar']}>
          <TextInput
            aria-label={words.find}
            placeholder={words.find}
            leftSection={<IconSearch size={16} stroke={1.75} />}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
            data-list-search
          />
          <Checkbox label={words.onlyGiven} checked={onlyGiven} onChange={(event) => setOnlyGiven(event.currentTarget.checked)} />
        </div>
        {shown.length === 0 ? (
          <EmptyState title={words.nothing} />
        ) : (
          <div className={classes['scroll']}>
            <table className={classes['table']} aria-label={words.label} onKeyDown={moveInMatrix}>
              <thead>
                <tr>
                  <th scope="col">{words.table}</th>
                  {ROW_VERBS.map((verb) => (
                    <th key={verb} scope="col" data-tick>
                      {words.verbs[verb]}
                    </th>
                  ))}
                  <th scope="col" data-limits>
                    {words.limits}
                  </th>
                </tr>
              </thead>
              <tbody>
                {shown.map((line) => (
                  <TableLine key={line.ref} {...props} line={line} selected={line.ref === selected?.ref} onChoose={() => choose(line.ref === selected?.ref ? null : line.ref)} />
                ))}
              </tbody>
            </table>
          </div>
        )}
        <p className={classes['note']}>{words.keys}</p>
      </div>
      {beside ? (
        panel && <aside className={classes['aside']}>{panel}</aside>
      ) : (
        <Drawer.Root opened={selected !== undefined} onClose={close} position="right" size={420}>
          <Drawer.Overlay />
          <Drawer.Content aria-label={text.roles.panel.label(selected?.title ?? '')}>
            <Drawer.Body pt="md">{panel}</Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
      )}
    </div>
  );
}

const isGiven = ({ editor, trial }: TableGrantsProps, ref: string) => grantsOn(editor.draft, ref).length > 0 || Object.values(trial?.tables[ref] ?? {}).some((held) => held !== false);

interface TableLineProps extends TableGrantsProps {
  line: Line;
  selected: boolean;
  onChoose: () => void;
}

function TableLine({ editor, trial, errors, line, selected, onChoose }: TableLineProps) {
  const rules = grantsOn(editor.draft, line.ref);
  const wrong = rules.some(({ index }) => errors.of(`grants.${index}`).count > 0);
  const possible = possibleVerbs(line.ref, trial?.tables);
  return (
    <tr data-selected={selected || undefined}>
      <th scope="row">
        <button type="button" className={classes['name']} aria-expanded={selected} data-cell data-opens={line.ref} onClick={onChoose}>
          {line.title}
          {line.about === null ? line.ref.endsWith('*') && <span>{words.allAbout}</span> : <code>{line.about}</code>}
        </button>
      </th>
      {ROW_VERBS.map((verb) => {
        const extent = extentOn(editor.draft, line.ref, verb);
        // One that was given all the same can be taken away.
        if (!possible.includes(verb) && extent === 'none') return <td key={verb} data-tick title={words.noComments} aria-label={words.noComments} />;
        const held = trial?.tables[line.ref]?.[verb] ?? false;
        return (
          <td key={verb} data-tick>
            <TickCell
              label={words.cell(words.verbs[verb], line.title)}
              extent={extent}
              says={words.says[extent]}
              inherited={held === false ? null : held === true ? words.inherited : words.inheritedSome}
              wrong={wrong}
              onToggle={() => editor.edit((draft) => toggleVerb(draft, line.ref, verb))}
            />
          </td>
        );
      })}
      <td data-limits>
        {wrong && (
          <span className={classes['wrong']}>
            <IconAlertCircle size={16} stroke={1.75} aria-hidden /> {words.wrong}
          </span>
        )}
        {!wrong && <Limits rules={rules.map(({ grant }) => grant)} />}
      </td>
    </tr>
  );
}

function Limits({ rules }: { rules: ReturnType<typeof grantsOn>[number]['grant'][] }) {
  if (rules.length > 1) return words.rules(rules.length);
  const [rule] = rules;
  if (rule === undefined) return null;
  const columns = restricted(rule);
  return (
    <>
      {rule.rows && <code className={classes['where']}>{words.where(rule.rows)}</code>}
      {columns > 0 && <span>{words.columns(columns)}</span>}
    </>
  );
}
