import { Button, CloseButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTable } from '@/api/tables';
import type { Role, RowVerb } from '@/api/types';
import { grantSentence } from '@/access/grantSentence';
import { text } from '@/text';
import { GrantCard } from './GrantCard';
import { addGrant, grantsOn, isTable, removeGrant, setGrant } from './roleDraft';
import type { FieldErrors } from './fieldErrors';
import classes from './TablePanel.module.css';
import type { RoleEditor } from './useRoleDraft';
import { heldThrough } from './heldThrough';

const words = text.roles.panel;

interface TablePanelProps {
  workspace: string;
  editor: RoleEditor;
  /** A table, or `erp.*`, or `*`. */
  table: string;
  title: string;
  roles: Role[];
  titles: ReadonlyMap<string, string>;
  /** What can be given here. */
  verbs: RowVerb[];
  errors: FieldErrors;
  onClose: () => void;
}

/** The rules of a role on one table: verbs, rows and columns of each, and what others add. */
export function TablePanel({ workspace, editor, table, title, roles, titles, verbs, errors, onClose }: TablePanelProps) {
  const single = !table.endsWith('*');
  const columns = useTable(workspace, table, single).data?.definition.columns;
  const rules = grantsOn(editor.draft, table);
  const others = heldThrough(editor.draft, roles, table);
  return (
    <section className={classes['panel']} aria-label={words.label(title)}>
      <header className={classes['head']}>
        <div>
          <h2>{title}</h2>
          <code>{table}</code>
        </div>
        <CloseButton onClick={onClose} aria-label={text.actions.close} />
      </header>
      {rules.length === 0 && <p className={classes['quiet']}>{words.none}</p>}
      {rules.map(({ grant, index }, position) => (
        <GrantCard
          key={index}
          workspace={workspace}
          grant={grant}
          number={position + 1}
          only={rules.length === 1}
          group={`rule${index}`}
          verbs={verbs}
          columns={columns}
          errors={errors.of(`grants.${index}`)}
          onChange={(changes) => editor.edit((draft) => setGrant(draft, index, changes))}
          onRemove={() => editor.edit((draft) => removeGrant(draft, index))}
        />
      ))}
      <Button size="xs" leftSection={<IconPlus size={16} stroke={1.75} />} onClick={() => editor.edit((draft) => addGrant(draft, { table, can: ['read'] }))}>
        {rules.length === 0 ? words.add : words.another}
      </Button>
      {rules.length > 1 && <p className={classes['quiet']}>{words.adds}</p>}
      {others.length > 0 && (
        <div className={classes['others']}>
          <h3>{words.others}</h3>
          <ul>
            {others.map(({ grant, role }) => {
              const sentence = isTable(grant) ? grantSentence(grant, titles) : null;
              return (
                sentence !== null && (
                  <li key={role.name + JSON.stringify(grant)}>
                    {[sentence.main, ...sentence.more].join('; ')}
                    {sentence.where !== null && (
                      <>
                        , {text.access.sentence.where} <code>{sentence.where}</code>
                      </>
                    )}{' '}
                    <span className={classes['quiet']}>{words.through(role.title)}</span>
                  </li>
                )
              );
            })}
          </ul>
        </div>
      )}
    </section>
  );
}
