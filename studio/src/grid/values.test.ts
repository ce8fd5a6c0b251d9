import { describe, expect, it } from 'vitest';
import { sampleColumn } from './samples';
import { editText, readText, shownText } from './values';
import { momentOf } from './zones';

const berlin = { zone: 'Europe/Berlin', language: 'en-GB' };
const number = sampleColumn({ kind: 'number', type: 'float' });
const moment = sampleColumn({ kind: 'datetime', type: 'datetime', zoned: true });

describe('texts people give', () => {
  it.each([
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1 234,5', 1234.5],
    ['1,234,567', 1234567],
    ['-3', -3],
    ['12 %', 12],
  ])('%s is a number', (given, value) => expect(readText(number, given, berlin)).toEqual({ value }));

  it('are refused where they are no number', () => {
    expect(readText(number, 'many', berlin)).toHaveProperty('error');
    expect(readText(sampleColumn({ kind: 'number', type: 'integer' }), '1.5', berlin)).toHaveProperty('error');
  });
  it('keep big and exact numbers exact', () => {
    expect(readText(sampleColumn({ kind: 'number', type: 'decimal' }), '0.10', berlin)).toEqual({ value: '0.10' });
    expect(readText(sampleColumn({ kind: 'number', type: 'integer' }), '9007199254740993', berlin)).toEqual({ value: '9007199254740993' });
  });
  it('are dates in the forms that spreadsheets write', () => {
    const day = sampleColumn({ kind: 'date', type: 'date' });
    expect(readText(day, '31.1.2026', berlin)).toEqual({ value: '2026-01-31' });
    expect(readText(day, '31/01/2026', berlin)).toEqual({ value: '2026-01-31' });
    expect(readText(day, '2026-02-31', berlin)).toHaveProperty('error');
  });
  it('are moments in the zone of the person, and come back', () => {
    expect(readText(moment, '2026-07-01 14:30', berlin)).toEqual({ value: '2026-07-01T12:30:00.000Z' });
    expect(readText(moment, '01.01.2026 09:00', berlin)).toEqual({ value: '2026-01-01T08:00:00.000Z' });
    expect(editText(moment, '2026-07-01T12:30:00.000Z', berlin)).toBe('2026-07-01 14:30');
    expect(shownText(moment, '2026-07-01T12:30:00Z', berlin)).toBe('1 Jul 2026, 14:30');
    expect(momentOf('2026-03-29T02:30', 'Europe/Berlin').toISOString()).toMatch(/^2026-03-29T0[01]:30/);
  });
  it('name options by value or label', () => {
    const status = sampleColumn({ kind: 'option', options: [{ value: 'new', label: 'Brand new', tone: null }] });
    expect(readText(status, 'brand NEW', berlin)).toEqual({ value: 'new' });
    expect(shownText(status, 'new', berlin)).toBe('Brand new');
  });
  it('mean no value when empty, but blanks are text', () => {
    expect(readText(sampleColumn(), '', berlin)).toEqual({ value: null });
    expect(readText(sampleColumn(), ' ', berlin)).toEqual({ value: ' ' });
    expect(readText(moment, ' ', berlin)).toEqual({ value: null });
  });
});
