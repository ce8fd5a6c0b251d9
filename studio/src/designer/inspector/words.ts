import type { Json } from '../document/types';

/** A value of any kind as one line of text: text as it is, unless it would be read as something else. */
export function writeWord(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  return readWord(value) === value ? value : JSON.stringify(value);
}

/** The reverse: numbers, true, false, null, lists and objects as JSON writes them, and all else is text. */
export function readWord(text: string): Json {
  if (!/^(-?\d|true$|false$|null$|[[{"])/.test(text) || text.startsWith('{{')) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
