import { Select } from '@mantine/core';
import type { FilePreview, ReadAs } from '@/api/importFile';
import { text } from '@/text';
import classes from './Import.module.css';

const words = text.importing.holds;
const ENCODINGS = ['utf-8', 'utf-16', 'cp1252', 'iso-8859-1', 'iso-8859-15', 'cp437', 'cp850'];

interface ReadAsProps {
  facts: Partial<FilePreview['facts']>;
  readAs: ReadAs;
  onChange: (readAs: ReadAs) => void;
}

const same = (value: string) => ({ value, label: value });
const titled = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }));

/** How the file is read: as found out, unless told otherwise. */
export function ReadAsChoice({ facts, readAs, onChange }: ReadAsProps) {
  const isDelimited = facts.delimiter !== undefined;
  const choice = (key: keyof ReadAs, label: string, data: { value: string; label: string }[], found: string | undefined) => (
    <Select
      key={key}
      label={label}
      placeholder={found === undefined ? words.found : words.foundIs(found)}
      data={data}
      value={readAs[key] ?? null}
      clearable
      onChange={(value) => {
        const others: ReadAs = Object.fromEntries(Object.entries(readAs).filter(([name]) => name !== key));
        onChange(value === null ? others : { ...others, [key]: value });
      }}
    />
  );
  return (
    <div className={classes['readAs']} role="group" aria-label={words.readAs}>
      {facts.sheets !== undefined && choice('sheet', words.sheet, facts.sheets.map(same), facts.sheet)}
      {facts.encoding !== undefined && choice('encoding', words.encoding, ENCODINGS.map(same), facts.encoding)}
      {isDelimited && choice('delimiter', words.delimiter, titled(words.delimiters), words.delimiters[facts.delimiter ?? ''] ?? facts.delimiter)}
      {facts.header !== undefined && choice('header', words.header, titled({ true: words.headerYes, false: words.headerNo }), facts.header ? words.headerYes : words.headerNo)}
      {isDelimited && choice('decimal', words.decimal, titled({ '.': words.point, ',': words.comma }), undefined)}
      {isDelimited && choice('dates', words.dates, titled(words.orders), undefined)}
    </div>
  );
}
