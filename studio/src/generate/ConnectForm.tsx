import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { Connection } from '@/api/generate';
import { checkConnection } from '@/api/sources';
import type { Connector } from '@/api/types';
import { useChecks } from '@/data/useChecks';
import { fieldsOf } from '@/schema/fields';
import { SchemaForm } from '@/schema/SchemaForm';
import { initialValues, type FormValue } from '@/schema/values';
import { text } from '@/text';
import { sortErrors } from '@/ui/serverErrors';
import classes from './ConnectForm.module.css';
import { connectionOf, knownSchemes, type Draft, type Way } from './connectionOf';
import { KindCards } from './KindCards';
import { TestResult } from './TestResult';

interface ConnectFormProps {
  connectors: Connector[];
  onDone: (connection: Connection) => void;
}

const words = text.generate.connect;

function draftFor(kind: string, connectors: Connector[], way: Way = 'fields', url = ''): Draft {
  const schema = connectors.find((item) => item.kind === kind)?.settings_schema ?? {};
  return { way, kind, url, values: initialValues(fieldsOf(schema)) };
}

/** Describe a connection, by fields or by an address, and test it. A change asks for a new test. */
export function ConnectForm({ connectors, onDone }: ConnectFormProps) {
  const [draft, setDraft] = useState(() => draftFor((connectors.find((item) => item.is_installed) ?? connectors[0])?.kind ?? '', connectors));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const checks = useChecks();
  const form = useRef<HTMLFormElement>(null);
  const fields = useMemo(() => fieldsOf(connectors.find((item) => item.kind === draft.kind)?.settings_schema ?? {}), [connectors, draft.kind]);
  const serverErrors = checks.problem === null ? {} : sortErrors(checks.problem, [...fields.map((field) => field.name), 'url']).fields;

  const change = (changes: Partial<Draft>) => {
    setDraft((was) => ({ ...was, ...changes }));
    setErrors({});
    if (checks.state !== 'idle') checks.reset();
  };

  const test = () => {
    const drafted = connectionOf(draft, connectors);
    if ('errors' in drafted) {
      setErrors(drafted.errors);
      const first = Object.keys(drafted.errors)[0] ?? '';
      window.setTimeout(() => form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus(), 0);
      return;
    }
    setErrors({});
    void checks.start((signal) => checkConnection(drafted.connection.kind, drafted.connection, signal));
  };

  const proceed = () => {
    const drafted = connectionOf(draft, connectors);
    if ('connection' in drafted) onDone(drafted.connection);
  };

  const works = checks.state === 'ok';
  return (
    <div className={classes['columns']}>
      <form
        ref={form}
        className={classes['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (works) proceed();
          else test();
        }}
      >
        <SegmentedControl
          aria-label={words.how}
          value={draft.way}
          onChange={(way) => change({ way })}
          data={[
            { value: 'fields', label: words.fields },
            { value: 'url', label: words.url },
          ]}
        />
        {draft.way === 'fields' ? (
          <>
            <KindCards connectors={connectors} chosen={draft.kind} onChoose={(kind) => change(draftFor(kind, connectors))} />
            <SchemaForm
              fields={fields}
              values={draft.values}
              errors={{ ...serverErrors, ...errors }}
              onChange={(name: string, value: FormValue) => change({ values: { ...draft.values, [name]: value } })}
            />
          </>
        ) : (
          <TextInput
            name="url"
            label={words.urlLabel}
            description={words.urlHelp(knownSchemes(connectors))}
            error={errors['url'] ?? serverErrors['url'] ?? null}
            value={draft.url}
            onChange={(event) => change({ url: event.currentTarget.value })}
            autoComplete="off"
            spellCheck={false}
            className={classes['url'] ?? ''}
          />
        )}
        <div className={classes['buttons']}>
          {works && (
            <Button type="submit" variant="filled">
              {words.next}
            </Button>
          )}
          <Button type={works ? 'button' : 'submit'} variant={works ? 'default' : 'filled'} loading={checks.state === 'running'} {...(works ? { onClick: test } : {})}>
            {checks.state === 'idle' || checks.state === 'running' ? words.test : words.again}
          </Button>
        </div>
      </form>
      <TestResult checks={checks} hasFieldErrors={Object.keys(serverErrors).length > 0} />
    </div>
  );
}
