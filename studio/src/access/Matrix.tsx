import { IconTable } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useAccessMatrix } from '@/api/roles';
import type { AccessMatrix, RowVerb } from '@/api/types';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import { Loaded } from '@/ui/Loaded';
import classes from './Matrix.module.css';

const words = text.access.matrix;
const VERBS: RowVerb[] = ['read', 'create', 'update', 'delete', 'comment'];

/** Tables down, roles across: what each may do, also as words for screen readers. */
export function Matrix({ workspace }: { workspace: string }) {
  const matrix = useAccessMatrix(workspace);
  return (
    <Loaded query={matrix}>
      {(data) => (data.tables.length === 0 ? <EmptyState icon={IconTable} title={words.empty.title} about={words.empty.about} /> : <MatrixTable workspace={workspace} data={data} />)}
    </Loaded>
  );
}

function MatrixTable({ workspace, data }: { workspace: string; data: AccessMatrix }) {
  return (
    <>
      <div className={classes['scroll']} tabIndex={0} role="region" aria-label={words.label}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{words.table}</th>
              {data.roles.map((role) => (
                <th key={role.name} scope="col">
                  <Link to={`/w/${workspace}/access/${role.name}`}>{role.title}</Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.tables.map((table) => (
              <tr key={table.ref}>
                <th scope="row">
                  {table.title}
                  <code>{table.ref}</code>
                </th>
                {data.roles.map((role) => (
                  <td key={role.name}>
                    <Link className={classes['cell']} to={`/w/${workspace}/access/${role.name}?table=${encodeURIComponent(table.ref)}`}>
                      <Rights cell={data.cells[role.name]?.[table.ref] ?? {}} />
                    </Link>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes['legend']}>{words.legend}</p>
    </>
  );
}

type Extent = 'all' | 'some' | 'none';

/** How far a right goes: over all rows, over some, or not at all. */
export function extentOf(right: boolean | string | undefined): Extent {
  if (right === undefined || right === false || right === 'none' || right === '') return 'none';
  return right === true || right === 'all' ? 'all' : 'some';
}

function Rights({ cell }: { cell: Record<string, boolean | string> }) {
  return (
    <span className={classes['rights']}>
      {VERBS.filter((verb) => verb in cell || verb !== 'comment').map((verb) => {
        const extent = extentOf(cell[verb]);
        const letter = extent === 'some' ? `(${words.letters[verb]})` : words.letters[verb];
        return (
          <span key={verb} data-extent={extent}>
            <span aria-hidden>{extent === 'none' ? '–' : letter}</span>
            <span className={classes['unseen']}>
              {text.access.verbs[verb]}: {words[extent]}
            </span>
          </span>
        );
      })}
    </span>
  );
}
