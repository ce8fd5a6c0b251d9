import { expect, test } from 'vitest';
import { german } from './de';
import { english } from './en';
import { languageOf } from './language';

type Sentences = Record<string, unknown>;

/** Every plain sentence of a catalogue by its place. */
function sentences(catalogue: Sentences, place = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([name, value]) => {
    if (typeof value === 'string') return [[place + name, value]];
    return typeof value === 'object' && value !== null ? sentences(value as Sentences, `${place}${name}.`) : [];
  });
}

test('tags of browsers lead to a language', () => {
  expect(languageOf('de-AT')).toBe('de');
  expect(languageOf('EN')).toBe('en');
  expect(languageOf('fr')).toBeNull();
  expect(languageOf('constructor')).toBeNull();
  expect(languageOf(null)).toBeNull();
});

test('no sentence was left in English', () => {
  const theirs = new Map(sentences(english));
  const same = sentences(german).filter(([place, value]) => value === theirs.get(place) && value.includes(' '));
  expect(same).toEqual([]);
});

test('German says every sentence, with the quotation marks of German', () => {
  expect(sentences(german).map(([place]) => place)).toEqual(sentences(english).map(([place]) => place));
  const foreign = sentences(german).filter(([, value]) => /[“"][^“”"]*[”"]/.test(value.replaceAll(/„[^“]*“/g, '')));
  expect(foreign).toEqual([]);
});
