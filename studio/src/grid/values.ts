import { text } from '@/text';
import type { CellKind, GridColumn } from './columns';
import { clockIn, momentOf } from './zones';

/** How values are shown to this person. */
export interface Manner {
  zone: string;
  language?: string | undefined;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(manner: Manner, style: 'date' | 'datetime', zone: string): Intl.DateTimeFormat {
  const key = `${manner.language ?? ''} ${style} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(manner.language, style === 'date' ? { dateStyle: 'medium', timeZone: zone } : { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
    formats.set(key, format);
  }
  return format;
}

const ZONED = /(?:Z|[+-]\d\d:?\d\d)$/;
const isFine = (moment: Date) => !Number.isNaN(moment.getTime());

type Shower = (column: GridColumn, value: unknown, manner: Manner) => string;

const listText: Shower = (column, value) => (Array.isArray(value) ? value.map((item) => labelIn(column, item)).join(', ') : plainText(value));

const SHOWERS: Partial<Record<CellKind, Shower>> = {
  boolean: (_, value) => (value === true ? text.grid.yes : text.grid.no),
  option: labelIn,
  number: (_, value, manner) => numberText(value, manner),
  date: (_, value, manner) => dayText(plainText(value), manner),
  datetime: (_, value, manner) => momentText(plainText(value), manner),
  time: (_, value) => withoutNoughts(plainText(value)),
  tags: listText,
  links: listText,
  files: (_, value) => filesIn(value).map((file) => file.name).join(', '),
};

/** A value as people read it. Null is the empty text here; cells show it apart. */
export function shownText(column: GridColumn, value: unknown, manner: Manner): string {
  if (value === null || value === undefined) return '';
  return SHOWERS[column.kind]?.(column, value, manner) ?? plainText(value);
}

/** A time of day without seconds that are none. */
const withoutNoughts = (time: string) => time.replace(/(:\d\d):00(\.0+)?$/, '$1');

function labelIn(column: GridColumn, item: unknown): string {
  return column.options.find((option) => option.value === item)?.label ?? plainText(item);
}

/** Whole numbers get separators only from 10,000 on, so that years and the like stay as they are. */
function numberText(value: unknown, { language }: Manner): string {
  const given = plainText(value);
  const whole = given.replace('-', '').split('.')[0] ?? '';
  if (whole.length < 5 && !given.includes('.')) return given;
  if (whole.length > 15) return given;
  const digits = given.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(language, { minimumFractionDigits: Math.min(digits, 20), maximumFractionDigits: 20 }).format(Number(given));
}

function dayText(value: string, manner: Manner): string {
  const day = new Date(`${value}T00:00:00Z`);
  return isFine(day) ? dateFormat(manner, 'date', 'UTC').format(day) : value;
}

/** A moment in the person's zone; a clock on the wall, which has no zone, as it stands. */
function momentText(value: string, manner: Manner): string {
  const isZoned = ZONED.test(value);
  const moment = new Date(isZoned ? value : `${value}Z`);
  return isFine(moment) ? dateFormat(manner, 'datetime', isZoned ? manner.zone : 'UTC').format(moment) : value;
}

export function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

export interface RowFile {
  id: string;
  name: string;
  size: number;
  type: string;
}

/** The files that a value names. */
export function filesIn(value: unknown): RowFile[] {
  if (Array.isArray(value)) return value.flatMap(filesIn);
  return typeof value === 'object' && value !== null && 'name' in value ? [value as RowFile] : [];
}

const EDIT_TEXTS: Partial<Record<CellKind, Shower>> = {
  datetime: (_, value, manner) => clockText(plainText(value), manner),
  time: (_, value) => withoutNoughts(plainText(value)),
  tags: (_, value) => (Array.isArray(value) ? value.map(plainText).join(', ') : plainText(value)),
  boolean: (_, value) => (value === true ? 'true' : 'false'),
  files: shownText,
};

/** A value as text to edit or copy: unambiguous, and read back by `readText`. */
export function editText(column: GridColumn, value: unknown, manner: Manner): string {
  if (value === null || value === undefined) return '';
  return EDIT_TEXTS[column.kind]?.(column, value, manner) ?? plainText(value);
}

function clockText(given: string, { zone }: Manner): string {
  const moment = new Date(given);
  return ZONED.test(given) && isFine(moment) ? clockIn(moment, zone) : withoutNoughts(given.replace('T', ' '));
}

export type Read = { value: unknown } | { error: string };

type Reader = (column: GridColumn, given: string, manner: Manner) => Read;

const READERS: Partial<Record<CellKind, Reader>> = {
  number: readNumber,
  boolean: (_, given) => readBoolean(given),
  date: (_, given) => readDay(given),
  datetime: readMoment,
  option: (column, given) => ({ value: optionOf(column, given) }),
  tags: (column, given) => ({ value: given.split(',').map((item) => optionOf(column, item.trim())).filter(Boolean) }),
  json: (_, given) => readJson(given),
  relation: (column, given) => ({ value: column.type === 'integer' && /^\d+$/.test(given) ? Number(given) : given }),
};

/** What a text means in a column; empty is no value. The server has the last word on whether it fits. */
export function readText(column: GridColumn, given: string, manner: Manner): Read {
  if (column.kind === 'text' || column.kind === 'long') return { value: given === '' ? null : given };
  const trimmed = given.trim();
  if (trimmed === '') return { value: null };
  return READERS[column.kind]?.(column, trimmed, manner) ?? { value: trimmed };
}

const optionOf = (column: GridColumn, given: string) =>
  (column.options.find((option) => option.value === given) ?? column.options.find((option) => option.label.toLowerCase() === given.toLowerCase()))?.value ?? given;

/** `1,234.5`, `1.234,5`, `1 234,5`: of two different marks the last parts the decimals; a lone comma does as well. */
function readNumber(column: GridColumn, given: string): Read {
  const bare = given.replace(/[\s\u00a0\u202f']/g, '').replace(/[%€$£]/g, '');
  const comma = bare.lastIndexOf(',');
  const dot = bare.lastIndexOf('.');
  const decimal = comma > dot && !(dot < 0 && /^[-+]?\d{1,3}(,\d{3}){2,}$/.test(bare)) ? ',' : '.';
  const plain = decimal === ',' ? bare.replaceAll('.', '').replace(',', '.') : bare.replaceAll(',', '');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return { error: text.grid.wrong.number };
  if (column.type === 'decimal') return { value: plain.replace(/^\+/, '') };
  const value = Number(plain);
  if (column.type === 'integer' && !Number.isSafeInteger(value)) return Number.isInteger(value) ? { value: plain } : { error: text.grid.wrong.whole };
  return { value };
}

const YES = new Set(['true', 'yes', 'y', '1', 'x', 'ja', 'wahr', '✓']);
const NO = new Set(['false', 'no', 'n', '0', 'nein', 'falsch', '–']);

function readBoolean(given: string): Read {
  const word = given.toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { error: text.grid.wrong.boolean };
}

/** `2026-01-31`, `31.1.2026`; with slashes the day stands where it can only be the day. */
function readDay(given: string): Read {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(given);
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(given);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(given);
  const found = iso ?? (german ? [given, german[3], german[2], german[1]] : slashed ? slashedDay(slashed) : null);
  if (found === null) return { error: text.grid.wrong.date };
  const day = `${found[1]}-${found[2]?.padStart(2, '0')}-${found[3]?.padStart(2, '0')}`;
  const moment = new Date(`${day}T00:00:00Z`);
  return isFine(moment) && moment.toISOString().startsWith(day) ? { value: day } : { error: text.grid.wrong.date };
}

function slashedDay([given = '', first = '', second = '', year = '']: RegExpExecArray): (string | undefined)[] {
  const isDayFirst = Number(first) > 12 || (Number(second) <= 12 && !new Intl.DateTimeFormat().format(new Date(2000, 0, 31)).startsWith('1/'));
  return isDayFirst ? [given, year, second, first] : [given, year, first, second];
}

function readMoment(column: GridColumn, given: string, { zone }: Manner): Read {
  if (ZONED.test(given) && isFine(new Date(given))) return { value: given };
  const [, dayPart = '', clock = '00:00'] = /^(\S+?)(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?$/.exec(given) ?? [];
  const day = readDay(dayPart);
  if ('error' in day) return { error: text.grid.wrong.datetime };
  const wall = `${plainText(day.value)}T${clock.padStart(5, '0')}`;
  if (!isFine(new Date(`${wall}Z`))) return { error: text.grid.wrong.datetime };
  return { value: column.zoned ? momentOf(wall, zone).toISOString() : wall };
}

function readJson(given: string): Read {
  try {
    return { value: JSON.parse(given) as unknown };
  } catch {
    return { error: text.grid.wrong.json };
  }
}
