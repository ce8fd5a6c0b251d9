import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Variable } from '@/api/types';
import { useVariableChanges } from '@/api/variables';
import { isDraft } from '@/api/versions';
import { text } from '@/text';
import { ProblemBanner } from '@/ui/ProblemBanner';
import { done } from '@/ui/toast';
import { useBusyFocus } from '@/ui/useBusyFocus';
import type { Missing } from './missing';
import classes from './MissingVariables.module.css';

const words = text.data.missing;
const KINDS = ['text', 'whole', 'number', 'boolean', 'secret'] as const;

interface Given {
  type: Variable['type'];
  value: string;
}

interface MissingVariablesProps {
  workspace: string;
  missing: Missing[];
  /** All of them are there now. */
  onMade: () => void;
}

/** Makes the variables that settings read and that are not there, with their values here, without leaving the form. */
export function MissingVariables({ workspace, missing, onMade }: MissingVariablesProps) {
  const { define, set } = useVariableChanges(workspace);
  const [given, setGiven] = useState<Readonly<Record<string, Given>>>({});
  const [problem, setProblem] = useState<unknown>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const button = useBusyFocus<HTMLButtonElement>(busy);
  if (missing.length === 0) return null;
  const env = isDraft(workspace) ? 'development' : 'production';
  const of = (one: Missing): Given => ({ value: one.type === 'boolean' ? 'true' : '', ...given[one.name], type: one.isDefined ? one.type : (given[one.name]?.type ?? one.type) });
  const change = (one: Missing, update: Partial<Given>) => setGiven((was) => ({ ...was, [one.name]: { ...of(one), ...update } }));
  const make = async () => {
    setTried(true);
    setProblem(null);
    if (missing.some((one) => of(one).value.trim() === '')) return;
    setBusy(true);
    try {
      for (const one of missing) {
        const { type, value } = of(one);
        if (!one.isDefined) await define.mutateAsync({ name: one.name, title: null, description: null, type, default: null });
        await set.mutateAsync({ name: one.name, env, value });
      }
      done(words.made(missing.length));
      setGiven({});
      setTried(false);
      onMade();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section
      className={classes['missing']}
      aria-label={words.title(missing.length)}
      onKeyDown={(event) => {
        // Enter in a field of these makes them: the form around is about the connection.
        if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || event.target.role === 'combobox') return;
        event.preventDefault();
        void make();
      }}
    >
      <h2>{words.title(missing.length)}</h2>
      <p>{words.about(text.versions[env])}</p>
      {problem !== null && <ProblemBanner error={problem} />}
      {missing.map((one) => (
        <OneVariable key={one.name} missing={one} given={of(one)} isWrong={tried && of(one).value.trim() === ''} onChange={(update) => change(one, update)} />
      ))}
      <Button ref={button} variant="filled" loading={busy} onClick={() => void make()}>
        {words.make(missing.length)}
      </Button>
    </section>
  );
}

interface OneVariableProps {
  missing: Missing;
  given: Given;
  isWrong: boolean;
  onChange: (update: Partial<Given>) => void;
}

function OneVariable({ missing: { name, isDefined }, given: { type, value }, isWrong, onChange }: OneVariableProps) {
  const data = KINDS.map((kind) => ({ value: kind, label: text.variables.types[kind] }));
  const facts = { label: words.valueOf(name), error: isWrong ? words.valueMissing : null, value };
  const yesOrNo = [
    { value: 'true', label: text.variables.yes },
    { value: 'false', label: text.variables.no },
  ];
  return (
    <div className={classes['one']}>
      <Select label={words.kindOf(name)} data={data} value={type} disabled={isDefined} allowDeselect={false} onChange={(kind) => kind !== null && onChange({ type: kind, value: kind === 'boolean' ? 'true' : type === 'boolean' ? '' : value })} />
      {type === 'boolean' && <Select {...facts} data={yesOrNo} allowDeselect={false} onChange={(chosen) => onChange({ value: chosen ?? 'true' })} />}
      {type === 'secret' && <PasswordInput {...facts} autoComplete="new-password" onChange={(event) => onChange({ value: event.currentTarget.value })} />}
      {type !== 'boolean' && type !== 'secret' && <TextInput {...facts} autoComplete="off" spellCheck={false} inputMode={type === 'text' ? 'text' : 'decimal'} onChange={(event) => onChange({ value: event.currentTarget.value })} />}
    </div>
  );
}
