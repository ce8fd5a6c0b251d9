import { describe, expect, it } from 'vitest';
import { countConditions, expressionOf, groupOf, type Group } from './filter';

const both: Group = {
  join: 'and',
  items: [
    { column: 'status', operator: 'any', value: ['open', "it's"] },
    {
      join: 'or',
      items: [
        { column: 'due_at', operator: 'less', value: { datetime: '2026-01-01T00:00:00.000Z' } },
        { column: 'title', operator: 'contains_not', value: 'a \\ "b"' },
        { column: 'assignee_id', operator: 'empty', value: null },
      ],
    },
    { column: 'amount', operator: 'least', value: -1.5 },
  ],
};

describe('a filter', () => {
  it('is written as an expression', () => {
    expect(expressionOf(both)).toBe(
      `status in ['open', 'it\\'s'] and (due_at < datetime('2026-01-01T00:00:00.000Z') or not contains(title, 'a \\\\ "b"') or assignee_id is none) and amount >= -1.5`,
    );
    expect(countConditions(both)).toBe(5);
  });
  it('comes back out of its expression', () => {
    expect(groupOf(expressionOf(both))).toEqual(both);
    expect(groupOf('')).toEqual({ join: 'and', items: [] });
  });
  it('is read as people type it', () => {
    expect(groupOf('a == "x" or b is not None and c == True')).toEqual({
      join: 'or',
      items: [
        { column: 'a', operator: 'is', value: 'x' },
        { join: 'and', items: [{ column: 'b', operator: 'filled', value: null }, { column: 'c', operator: 'is', value: true }] },
      ],
    });
    expect(groupOf("customer.name != 'Acme'")).toEqual({ join: 'and', items: [{ column: 'customer.name', operator: 'is_not', value: 'Acme' }] });
  });
  it.each(['a == b', 'lower(a) == "x"', 'not (a == 1)', 'a + 1 > 2', 'is_open', 'a ==', 'a == 1 b', 'a in user.teams', 'starts_with(a'])('leaves %s to the text', (given) => expect(groupOf(given)).toBeNull());
  it('leaves out conditions that are not finished', () => {
    expect(expressionOf({ join: 'and', items: [{ column: 'a', operator: 'is', value: null }, { column: 'b', operator: 'any', value: [] }, { join: 'or', items: [] }] })).toBe('');
  });
});
