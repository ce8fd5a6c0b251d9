import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useSourceChanges, useSourceUses } from '@/api/sources';
import type { Source, SourceUse } from '@/api/types';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import form from '@/ui/Form.module.css';
import { Loaded } from '@/ui/Loaded';
import { Section } from '@/ui/Page';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
import { usesInWords } from './usesInWords';

const words = text.data.edit;

/** Removes a data source; what depends on it is named first. */
export function DeleteSource({ workspace, source }: { workspace: string; source: Source }) {
  const [asking, setAsking] = useState(false);
  const uses = useSourceUses(workspace, source.name, asking);
  return (
    <Section title={words.delete} about={words.deleteAbout}>
      <Button color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => setAsking(true)}>
        {words.delete}
      </Button>
      <Dialog title={words.deleteTitle(source.title)} opened={asking} onClose={() => setAsking(false)}>
        <Loaded query={uses}>
          {(found) => (found.length > 0 ? <InUse uses={found} onClose={() => setAsking(false)} /> : <Confirm workspace={workspace} source={source} onCancel={() => setAsking(false)} />)}
        </Loaded>
      </Dialog>
    </Section>
  );
}

function InUse({ uses, onClose }: { uses: SourceUse[]; onClose: () => void }) {
  return (
    <div className={form['form']}>
      <p className={form['about']}>{words.used}</p>
      <ul>
        {usesInWords(uses).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className={form['about']}>{words.usedNext}</p>
      <div className={form['buttons']}>
        <Button onClick={onClose}>{text.actions.close}</Button>
      </div>
    </div>
  );
}

function Confirm({ workspace, source, onCancel }: { workspace: string; source: Source; onCancel: () => void }) {
  const { remove } = useSourceChanges(workspace, source.name);
  const navigate = useNavigate();
  const go = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        void navigate(`/w/${workspace}/data`);
        done(words.deleted(source.title));
      },
    });
  return (
    <div className={form['form']}>
      {remove.isError && <ProblemBanner error={remove.error} />}
      <p className={form['about']}>{words.free(source.tables)}</p>
      <div className={form['buttons']}>
        <Button variant="filled" color="red" loading={remove.isPending} onClick={go}>
          {words.deleteTitle(source.title)}
        </Button>
        <Button onClick={onCancel}>{text.actions.cancel}</Button>
      </div>
    </div>
  );
}
