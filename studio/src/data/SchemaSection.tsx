import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useDescribeSource, useSourceChanges } from '@/api/sources';
import type { SchemaDifference, Source } from '@/api/types';
import { text } from '@/text';
import { Section } from '@/ui/Page';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
import { SchemaChanges } from './SchemaChanges';
import classes from './SchemaChanges.module.css';

const words = text.data.edit;
const sizeOf = ({ added, removed, changed }: SchemaDifference) => added.length + removed.length + changed.length;

/** The schema of a source against its description here: first what differs, then taking it over. */
export function SchemaSection({ workspace, source }: { workspace: string; source: Source }) {
  const { compare } = useSourceChanges(workspace, source.name);
  const takeOver = useDescribeSource(workspace);
  const [shown, setShown] = useState<{ difference: SchemaDifference; isTaken: boolean } | null>(null);
  const look = () => compare.mutate(undefined, { onSuccess: (difference) => setShown({ difference, isTaken: false }) });
  const take = () =>
    takeOver.mutate(source.name, {
      onSuccess: (difference) => {
        setShown(difference.kept.length > 0 ? { difference, isTaken: true } : null);
        done(words.takenOver);
      },
    });
  const error = compare.error ?? takeOver.error;
  return (
    <Section
      title={words.schema}
      about={words.schemaAbout}
      actions={
        <Button leftSection={<IconRefresh size={16} stroke={1.75} />} loading={compare.isPending} onClick={look}>
          {words.compare}
        </Button>
      }
    >
      {error !== null && <ProblemBanner error={error} />}
      {shown !== null && (
        <SchemaChanges
          className={classes['plain']}
          difference={shown.difference}
          onClose={() => setShown(null)}
          action={
            !shown.isTaken &&
            sizeOf(shown.difference) > 0 && (
              <div className={classes['buttons']}>
                <Button variant="filled" loading={takeOver.isPending} onClick={take}>
                  {words.takeOver(sizeOf(shown.difference))}
                </Button>
              </div>
            )
          }
        />
      )}
    </Section>
  );
}
