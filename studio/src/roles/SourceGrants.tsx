import { SegmentedControl } from '@mantine/core';
import { IconDatabase } from '@tabler/icons-react';
import type { Source } from '@/api/types';
import { text } from '@/text';
import { EmptyState } from '@/ui/EmptyState';
import classes from './RightsTable.module.css';
import { setSource, sourceRight, type SourceRight } from './roleDraft';
import type { RoleEditor } from './useRoleDraft';

const words = text.roles.sources;
const RIGHTS: SourceRight[] = ['none', 'read', 'design'];

/** Whether the role sees a data source and its schema, or may change its connection. */
export function SourceGrants({ editor, sources }: { editor: RoleEditor; sources: Source[] }) {
  if (sources.length === 0) return <EmptyState icon={IconDatabase} title={words.empty.title} about={words.empty.about} />;
  return (
    <>
      <div className={classes['scroll']}>
        <table className={classes['table']} aria-label={words.label}>
          <thead>
            <tr>
              <th scope="col">{words.source}</th>
              <th scope="col">{words.right}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr key={source.name}>
                <th scope="row">{source.title}</th>
                <td>
                  <SegmentedControl
                    size="xs"
                    aria-label={words.of(source.title)}
                    value={sourceRight(editor.draft, source.name)}
                    onChange={(right) => editor.edit((draft) => setSource(draft, source.name, right))}
                    data={RIGHTS.map((value) => ({ value, label: words.rights[value] }))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes['note']}>{words.about}</p>
    </>
  );
}
