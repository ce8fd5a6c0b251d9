import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { QueryDefinition } from '@/api/queries';
import type { Source } from '@/api/types';
import { text } from '@/text';
import form from '@/ui/Form.module.css';
import classes from './QueryPage.module.css';
import { sourceChoices } from './sourceChoices';

const words = text.queries.settings;

interface QuerySettingsProps {
  draft: QueryDefinition;
  sources: Source[];
  onChange: (update: Partial<QueryDefinition>) => void;
}

/** What the query is called, what it asks, and what it may cost. */
export function QuerySettings({ draft, sources, onChange }: QuerySettingsProps) {
  const optional = (label: string) => (
    <>
      {label} <span className={form['optional']}>({text.optional})</span>
    </>
  );
  const number = (value: number | string) => (typeof value === 'number' ? value : null);
  return (
    <div className={classes['stack']}>
        <TextInput label={words.name} value={draft.title ?? ''} error={(draft.title ?? '').trim() === '' ? words.titleMissing : null} onChange={(event) => onChange({ title: event.currentTarget.value })} />
        <Textarea label={optional(words.description)} autosize minRows={1} value={draft.description ?? ''} onChange={(event) => onChange({ description: event.currentTarget.value === '' ? null : event.currentTarget.value })} />
        <Select label={words.source} data={sourceChoices(sources)} value={draft.source ?? ''} onChange={(source) => onChange({ source: source === null || source === '' ? null : source })} />
        <NumberInput label={optional(words.maxRows)} placeholder={words.default} min={1} max={100_000} allowDecimal={false} value={draft.max_rows ?? ''} onChange={(value) => onChange({ max_rows: number(value) })} />
        <NumberInput label={optional(words.timeout)} placeholder={words.default} min={0.1} max={600} value={draft.timeout_s ?? ''} onChange={(value) => onChange({ timeout_s: number(value) })} />
        {!draft.writes && <NumberInput label={optional(words.cache)} description={words.cacheHelp} placeholder={words.cacheNone} min={1} max={86_400} allowDecimal={false} value={draft.cache_s ?? ''} onChange={(value) => onChange({ cache_s: number(value) })} />}
        <Checkbox label={words.writes} description={words.writesHelp} checked={draft.writes} onChange={(event) => onChange({ writes: event.currentTarget.checked, ...(event.currentTarget.checked ? { columns: [], cache_s: null } : {}) })} />
    </div>
  );
}
