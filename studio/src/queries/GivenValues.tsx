import { Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Given, QueryParameter } from '@/api/queries';
import { text } from '@/text';
import { Section } from '@/ui/Page';
import classes from './QueryPage.module.css';

const words = text.queries.editor;

interface GivenValuesProps {
  parameters: QueryParameter[];
  given: Given;
  onGive: (name: string, value: string) => void;
  /** What else can be done with the values. */
  children?: ReactNode;
}

/** A field for every parameter, to run the query with. */
export function GivenValues({ parameters, given, onGive, children }: GivenValuesProps) {
  const named = parameters.filter((one) => one.name !== '');
  if (named.length === 0) return null;
  return (
    <Section title={words.values} about={words.valuesAbout}>
      <div className={classes['fields']}>
        {named.map((one) => (
          <GivenValue key={one.name} parameter={one} value={given[one.name] ?? ''} onGive={(value) => onGive(one.name, value)} />
        ))}
      </div>
      {children}
    </Section>
  );
}

function GivenValue({ parameter, value, onGive }: { parameter: QueryParameter; value: string; onGive: (value: string) => void }) {
  const label = parameter.label ?? parameter.name;
  if (parameter.type === 'boolean' && !parameter.many) {
    return <Select label={label} clearable value={value === '' ? null : value} data={['true', 'false']} onChange={(chosen) => onGive(chosen ?? '')} />;
  }
  const type = parameter.many ? 'text' : parameter.type === 'date' ? 'date' : parameter.type === 'datetime' ? 'datetime-local' : 'text';
  const help = parameter.many ? words.valuesMany : undefined;
  return <TextInput label={label} type={type} value={value} placeholder={parameter.default ?? ''} {...(help === undefined ? {} : { description: help })} onChange={(event) => onGive(event.currentTarget.value)} />;
}
