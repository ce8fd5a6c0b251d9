import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Given, QuerySample } from '@/api/queries';
import { text } from '@/text';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { useServerForm } from '@/ui/useServerForm';
import classes from './QueryPage.module.css';

const words = text.queries.samples;

interface SamplesProps {
  samples: QuerySample[];
  given: Given;
  onGive: (given: Given) => void;
  onChange: (samples: QuerySample[]) => void;
}

/** Values that are kept with the query, to run it with again. */
export function Samples({ samples, given, onGive, onChange }: SamplesProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [keeping, setKeeping] = useState(false);
  const choose = (name: string | null) => {
    setChosen(name);
    const found = samples.find((one) => one.name === name);
    if (found !== undefined) onGive(givenOf(found));
  };
  const keep = (name: string) => {
    onChange([...samples.filter((one) => one.name !== name), sampleOf(name, given)]);
    setChosen(name);
    setKeeping(false);
  };
  return (
    <div className={classes['samples']}>
      {samples.length > 0 && <Select label={words.title} placeholder={words.choose} data={samples.map((one) => one.name)} value={samples.some((one) => one.name === chosen) ? chosen : null} onChange={choose} />}
      {chosen !== null && samples.some((one) => one.name === chosen) && (
        <ActionIcon aria-label={words.remove(chosen)} onClick={() => onChange(samples.filter((one) => one.name !== chosen))}>
          <IconTrash size={20} stroke={1.75} />
        </ActionIcon>
      )}
      <Button disabled={Object.values(given).every((value) => value === '')} onClick={() => setKeeping(true)}>
        {words.keep}
      </Button>
      {keeping && <KeepDialog first={chosen ?? ''} onKeep={keep} onClose={() => setKeeping(false)} />}
    </div>
  );
}

function KeepDialog({ first, onKeep, onClose }: { first: string; onKeep: (name: string) => void; onClose: () => void }) {
  const { form, problem, submitting, onSubmit } = useServerForm({
    initialValues: { name: first },
    validate: ({ name }) => (name.trim() === '' ? { name: words.missing } : {}),
    submit: ({ name }) => {
      onKeep(name.trim());
      return Promise.resolve();
    },
  });
  return (
    <Dialog title={words.keep} opened onClose={onClose}>
      <Form onSubmit={onSubmit} problem={problem} submitLabel={words.submit} submitting={submitting} onCancel={onClose}>
        <TextInput label={words.name} description={words.help} maxLength={100} data-autofocus autoComplete="off" {...form.getInputProps('name')} />
      </Form>
    </Dialog>
  );
}

const plain = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

const givenOf = ({ values }: QuerySample): Given => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(plain).join(', ') : plain(value)]));

const sampleOf = (name: string, given: Given): QuerySample => ({ name, values: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')) });
