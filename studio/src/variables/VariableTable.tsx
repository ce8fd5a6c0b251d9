import { ActionIcon, Menu } from '@mantine/core';
import { IconCursorText, IconDots, IconHistory, IconMessage, IconPencil, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { EnvironmentName } from '@/api/variables';
import { text } from '@/text';
import { Badge } from '@/ui/Badge';
import { DataTable, type DataColumn } from '@/ui/DataTable';
import { historyPath } from '@/versions/historyPath';
import { fileOf, type VariableRow } from './sideBySide';
import { ValueCell } from './ValueCell';
import type { VariableAsk } from './VariablesPage';
import classes from './Variables.module.css';

const words = text.variables;

interface VariableTableProps {
  workspace: string;
  rows: VariableRow[];
  isPublished: boolean;
  mayDefine: boolean;
  onAsk: (ask: VariableAsk) => void;
  empty: ReactNode;
}

/** Every variable with its values; before anything was published there is one value of each. */
export function VariableTable({ workspace, rows, isPublished, mayDefine, onAsk, empty }: VariableTableProps) {
  const valueOf = (env: EnvironmentName, header: string): DataColumn<VariableRow> => ({
    id: env,
    header,
    cell: (row) => <ValueCell row={row} env={env} onSet={() => onAsk({ what: 'set', row, env })} />,
  });
  const values = isPublished ? [valueOf('development', text.versions.development), valueOf('production', text.versions.production)] : [valueOf('production', words.value)];
  const columns: DataColumn<VariableRow>[] = [
    { id: 'name', header: words.name, sortBy: (row) => row.name, cell: (row) => <Named row={row} /> },
    { id: 'type', header: words.type, width: 'fit', hideNarrow: true, sortBy: (row) => row.type, cell: (row) => <Badge tone={row.type === 'secret' ? 'violet' : 'neutral'}>{words.types[row.type]}</Badge> },
    ...values,
    { id: 'more', header: '', width: 'fit', align: 'end', cell: (row) => mayDefine && row.isDefined && <Actions workspace={workspace} row={row} onAsk={onAsk} /> },
  ];
  return <DataTable label={words.title} rows={rows} columns={columns} rowKey={(row) => row.name} searchIn={(row) => [row.name, row.title, row.description]} empty={empty} />;
}

function Named({ row }: { row: VariableRow }) {
  return (
    <span className={classes['named']}>
      <code>{row.name}</code>
      {row.title !== null && <span>{row.title}</span>}
      {row.description !== null && <span className={classes['quiet']}>{row.description}</span>}
    </span>
  );
}

function Actions({ workspace, row, onAsk }: { workspace: string; row: VariableRow; onAsk: (ask: VariableAsk) => void }) {
  const icon = { size: 16, stroke: 1.75 };
  return (
    <Menu width={180}>
      <Menu.Target>
        <ActionIcon aria-label={words.menu(row.name)}>
          <IconDots size={20} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onAsk({ what: 'edit', row })}>
          {words.edit}
        </Menu.Item>
        <Menu.Item leftSection={<IconCursorText {...icon} />} onClick={() => onAsk({ what: 'rename', row })}>
          {text.rename.action}
        </Menu.Item>
        <Menu.Item leftSection={<IconMessage {...icon} />} onClick={() => onAsk({ what: 'comments', row })}>
          {text.together.comments.title}
        </Menu.Item>
        <Menu.Item component={Link} to={historyPath(workspace, fileOf(row))} leftSection={<IconHistory {...icon} />}>
          {text.history.title}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => onAsk({ what: 'delete', row })}>
          {words.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
