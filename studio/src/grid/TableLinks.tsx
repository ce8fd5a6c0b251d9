import { Button } from '@mantine/core';
import { IconFileImport, IconTools } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Table } from '@/api/types';
import { useMayChange } from '@/home/useMayDesign';
import { importable } from '@/import/importable';
import { text } from '@/text';
import { tablePath } from './tablePath';

const ICON = { size: 16, stroke: 1.75 };

/** From the rows of a table to its design and to importing into it, where one may. */
export function TableLinks({ workspace, table }: { workspace: string; table: Table }) {
  const designs = useMayChange(workspace) && table.source === null;
  const imports = importable([{ ...table, can: table.access.can }]).length > 0;
  return (
    <>
      {designs && (
        <Button component={Link} to={`${tablePath(workspace, table.ref, null)}/design`} leftSection={<IconTools {...ICON} />}>
          {text.tables.design}
        </Button>
      )}
      {imports && (
        <Button component={Link} to={`/w/${workspace}/import?table=${encodeURIComponent(table.ref)}`} leftSection={<IconFileImport {...ICON} />}>
          {text.importing.short}
        </Button>
      )}
    </>
  );
}
