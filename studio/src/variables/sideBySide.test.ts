import { describe, expect, it } from 'vitest';
import type { Variable } from '@/api/types';
import { sideBySide } from './sideBySide';

const variable = (name: string, facts: Partial<Variable> = {}): Variable => ({ name, title: null, description: null, type: 'text', default: null, is_set: false, value: null, is_here: true, revision: 1, ...facts });

describe('sideBySide', () => {
  it('has one environment before anything was published', () => {
    const [row] = sideBySide(undefined, [variable('region', { value: 'north', is_set: true })], false);
    expect(row).toMatchObject({ name: 'region', development: undefined, production: { value: 'north' }, isDefined: true });
  });

  it('takes what is said of a variable from the draft', () => {
    const [row] = sideBySide([variable('region', { type: 'secret', title: 'New' })], [variable('region', { title: 'Old' })], true);
    expect(row).toMatchObject({ title: 'New', type: 'secret', production: { type: 'text' } });
  });

  it('keeps what only production has any more, which cannot be changed', () => {
    const rows = sideBySide([variable('b')], [variable('a'), variable('b')], true);
    expect(rows.map((row) => [row.name, row.isDefined])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });
});
