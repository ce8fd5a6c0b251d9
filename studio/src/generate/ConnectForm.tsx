import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import type { Connection } from '@/api/generate';
import { checkConnection } from '@/api/sources';
import type { Connector, Variable } from '@/api/types';
import { missingIn } from '@/data/missing';
import { MissingVariables } from '@/data/MissingVariables';
import { useChecks, type Checks } from '@/data/useChecks';
import { fieldsOf, type SchemaField } from '@/schema/fields';
import { SchemaForm } from '@/schema/SchemaForm';
import { initialValues, type FormValue, type FormValues } from '@/schema/values';
import { text } from '@/text';
import { sortErrors } from '@/ui/serverErrors';
import classes from './ConnectForm.module.css';
import { connectionOf, knownSchemes, type Draft, type Way } from './connectionOf';
import { KindCards } from './KindCards';
import { TestResult } from './TestResult';

interface ConnectFormProps {
  connectors: Connector[];
  onDone: (connection: Connection) => void;
  /** A workspace that is there, whose variables settings may read; what going on is called, and whether it does. */
  within?: Within;
}

interface Within {
  workspace: string;
  /** Missing while they are on their way. */
  variables: Variable[] | undefined;
  label: string;
  busy: boolean;
}

const words = text.generate.connect;
const NO_VARIABLES: Variable[] = [];

function draftFor(kind: string, connectors: Connector[], way: Way = 'fields', url = ''): Draft {
  const schema = connectors.find((item) => item.kind === kind)?.settings_schema ?? {};
  return { way, kind, url, values: initialValues(fieldsOf(schema)) };
}

/** Describe a connection, by fields or by an address, and test it. A change asks for a new test. */
export function ConnectForm({ connectors, onDone, within }: ConnectFormProps) {
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
    void checks.start((signal) => checkConnection(drafted.connection.kind, drafted.connection, signal, within?.workspace));
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
            <Settings fields={fields} values={draft.values} errors={{ ...serverErrors, ...errors }} within={within} onChange={(values) => change({ values })} onMade={test} />
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
        <Buttons checks={checks} within={within} onTest={test} />
      </form>
      <TestResult checks={checks} hasFieldErrors={Object.keys(serverErrors).length > 0} />
    </div>
  );
}

interface SettingsProps {
  fields: SchemaField[];
  values: FormValues;
  errors: Record<string, string>;
  within: Within | undefined;
  onChange: (values: FormValues) => void;
  onMade: () => void;
}

/** The settings of a kind; in a workspace, variables may stand for them, and are made where they are missing. */
function Settings({ fields, values, errors, within, onChange, onMade }: SettingsProps) {
  const known = within?.variables;
  return (
    <>
      <SchemaForm fields={fields} values={values} errors={errors} variables={known ?? NO_VARIABLES} onChange={(name: string, value: FormValue) => onChange({ ...values, [name]: value })} />
      {within !== undefined && known !== undefined && <MissingVariables workspace={within.workspace} missing={missingIn(fields, values, known)} onMade={onMade} />}
    </>
  );
}

function Buttons({ checks, within, onTest }: { checks: Checks; within: Within | undefined; onTest: () => void }) {
  const works = checks.state === 'ok';
  return (
    <div className={classes['buttons']}>
      {works && (
        <Button type="submit" variant="filled" loading={within?.busy ?? false}>
          {within?.label ?? words.next}
        </Button>
      )}
      <Button type={works ? 'button' : 'submit'} variant={works ? 'default' : 'filled'} loading={checks.state === 'running'} {...(works ? { onClick: onTest } : {})}>
        {checks.state === 'idle' || checks.state === 'running' ? words.test : words.again}
      </Button>
    </div>
  );
}
