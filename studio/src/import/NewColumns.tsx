import { Checkbox, Select, TextInput } from '@mantine/core';
import type { FilePreview } from '@/api/importFile';
import type { ColumnKind } from '@/api/types';
import { text } from '@/text';
import classes from './Import.module.css';
import { nameFault, namesOf, type ColumnChoices } from './columnChoices';
import { samplesOf } from './samples';

const words = text.importing.holds;

interface NewColumnsProps {
  label: string;
  preview: FilePreview;
  kinds: ColumnKind[];
  choices: ColumnChoices;
  onChange: (choices: ColumnChoices) => void;
}

/** The columns a new table gets: which of the file are taken, what they are called, of what kind they are. */
export function NewColumns({ label, preview, kinds, choices, onChange }: NewColumnsProps) {
  const names = namesOf(preview, choices);
  const rename = (header: string, column: string | null) => onChange({ ...choices, columns: { ...choices.columns, [header]: column } });
  return (
    <div className={classes['scroll']} role="region" aria-label={label} tabIndex={0}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{words.inFile}</th>
            <th scope="col">{words.samples}</th>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.kind}</th>
          </tr>
        </thead>
        <tbody>
          {preview.headers.map((header) => {
            const name = names[header] ?? null;
            return (
              <tr key={header}>
                <th scope="row">
                  <Checkbox label={header} aria-label={words.take(header)} checked={name !== null} onChange={(event) => rename(header, event.currentTarget.checked ? (preview.names[header] ?? '') : null)} />
                </th>
                <td>
                  <span className={classes['samples']}>{samplesOf(preview, header)}</span>
                </td>
                {name === null ? (
                  <td colSpan={2} className={classes['about']}>
                    {words.out}
                  </td>
                ) : (
                  <>
                    <td>
                      <TextInput size="xs" className={classes['code'] ?? ''} aria-label={words.nameOf(header)} value={name} error={nameFault(name, names)} spellCheck={false} autoComplete="off" onChange={(event) => rename(header, event.currentTarget.value)} />
                    </td>
                    <td>
                      <KindChoice header={header} guess={preview.types[header]} kinds={kinds} kind={choices.kinds[header]} onKind={(kind) => onChange({ ...choices, kinds: { ...choices.kinds, [header]: kind } })} />
                    </td>
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface KindChoiceProps {
  header: string;
  guess: FilePreview['types'][string] | undefined;
  kinds: ColumnKind[];
  kind: string | undefined;
  onKind: (kind: string) => void;
}

function KindChoice({ header, guess, kinds, kind, onKind }: KindChoiceProps) {
  // What has to be told more than the file tells is designed afterwards.
  const possible = kinds.filter((one) => one.kind === guess?.kind || (one.is_written && !one.is_given && one.group !== 'file' && (one.settings_schema.required ?? []).length === 0));
  return (
    <>
      <Select size="xs" aria-label={words.kindOf(header)} data={possible.map((one) => ({ value: one.kind, label: one.title }))} value={kind ?? guess?.kind ?? 'text'} allowDeselect={false} searchable onChange={(next) => next !== null && onKind(next)} />
      <span className={classes['about']}>{guess?.evidence}</span>
    </>
  );
}
