import { expect, test } from 'vitest';
import { german } from './de';
import { english } from './en';

/** What follows a one and is said of many: in English what ends as plurals do, but for short words that are none. */
const ENGLISH = /(?<![\d.,:\w-])1 (?:(?:other|new|open|more|selected|first|kept|different) )*(?!ms\b|is\b|was\b|has\b|as\b|s\b|this\b|takes\b|does\b|holds\b|asks\b|comes\b|needs\b|administers\b)([a-z]+[^s\W]s|people)\b/u;
/** In German nouns that have another form for one, as they are used here. */
const GERMAN =
  /(?<![\d.,:\w-])1 (?:(?:andere|neue|offene|weitere|ausgewählte|erste|verschiedene)n? )*(Zeilen|Spalten|Werte|Dateien|Zellen|Änderungen|Tage|Tagen|Stunden|Minuten|Sekunden|Tabellen|Seiten|Rollen|Personen|Gruppen|Komponenten|Abfragen|Umgebungen|Variablen|Stellen|Hinweise|Regeln|Definitionen|Apps|Datenquellen|Kommentare|Fehler sind|Versionen|Bausteine|Einstellungen|Datensätze|Blätter|Ansichten|Verweise|Plätze)(?![a-zäöüß])/u;

/** Where the value is a limit of ours above one, a count that is only told above one, or a verb. */
const SEVERAL = new Set([
  'auth.setup.passwordShort', 'designer.insight.ofPlaces', 'grid.rows', 'grid.selected', 'grid.groups.more', 'grid.copiedPart',
  'gridEdit.tooMany',
  'access.sentence.table', 'roles.tables.cell',
]);

type Catalogue = Record<string, unknown>;
type Sentence = (...given: unknown[]) => unknown;

/** What a catalogue says of one that a rule finds wrong: functions get a one for every value, and as a number as well as written. */
function wrongIn(catalogue: Catalogue, rule: RegExp, place = ''): string[] {
  return Object.entries(catalogue).flatMap(([name, value]) => {
    const here = `${place}${name}`;
    if (typeof value !== 'function') return typeof value === 'object' && value !== null ? wrongIn(value as Catalogue, rule, `${here}.`) : [];
    const said = [1, '1'].flatMap((one) => called(value as Sentence, one));
    return said.length > 0 && !SEVERAL.has(here) && said.every((sentence) => rule.test(sentence)) ? [`${here}: ${said[0] ?? ''}`] : [];
  });
}

function called(sentence: Sentence, one: number | string): string[] {
  try {
    const said = sentence(...Array.from({ length: 6 }, () => one));
    return typeof said === 'string' ? [said] : [];
  } catch {
    return []; // what is no number there
  }
}

test('English says one of one', () => {
  expect(wrongIn(english, ENGLISH)).toEqual([]);
});

test('German says one of one', () => {
  expect(wrongIn(german, GERMAN)).toEqual([]);
});

test('the rules find what is wrong', () => {
  expect(['1 rows', 'Show all 1 changes', '1 other people'].every((said) => ENGLISH.test(said))).toBe(true);
  expect(['1 row', '1 ms', '11 rows', '1 is the name'].some((said) => ENGLISH.test(said))).toBe(false);
  expect(GERMAN.test('In 1 Tagen')).toBe(true);
  expect(GERMAN.test('1 Zeile')).toBe(false);
});
