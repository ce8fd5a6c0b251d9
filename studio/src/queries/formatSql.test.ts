import { describe, expect, test } from 'vitest';
import { formatSql } from './formatSql';
import { sqlPieces } from './sqlPieces';

describe('laying SQL out', () => {
  test('puts clauses on lines and keeps values and optional clauses as they are', () => {
    const sql = "select team, count(*) as open from tickets where status <> 'closed' [[ and team in ({{ teams }}) ]] [[ and created_at >= {{ since }} ]] group by team";
    expect(formatSql(sql, 'postgresql')).toBe(
      [
        'select',
        '  team,',
        '  count(*) as open',
        'from',
        '  tickets',
        'where',
        "  status <> 'closed'",
        '  [[ and team in ({{ teams }}) ]]',
        '  [[ and created_at >= {{ since }} ]]',
        'group by',
        '  team',
      ].join('\n'),
    );
  });

  test.each([
    ['postgresql', "select $$a  b$$, x::date, y ->> 'a' from t where z = {{ {'a': '}}'}['a'] }} and e = E'it\\'s  x'"],
    ['postgresql', 'with x as (select 1) select * from x [[ join d on d.z = {{ z }} ]] -- why\nunion all select 2'],
    ['postgresql', 'select array[1,2][1] /* one\n   two */ from t [[ -- only then\n where a = {{ a }} ]]'],
    ['mysql', "select `a  b`, 'it\\'s  x', \"x  y\" from t # note\nwhere a = {{ '%' + word + '%' }} limit {{ n }}"],
    ['mysql', 'show full tables'],
    ['sqlite', "select [my  col], 'it''s  x' from t where [[ team in ({{ teams }}) and ]] 1=1 order by 1;"],
    ['sqlite', "insert into t (a, b) values ({{ a }}, {{ b }}) on conflict (a) do update set b = excluded.b"],
  ])('%s: says the same once and for all: %s', (language, sql) => {
    const tidy = formatSql(sql, language);
    expect(tidy).not.toBeNull();
    expect(formatSql(tidy ?? '', language)).toBe(tidy);
    expect(sqlPieces(tidy ?? '', language)).toEqual(sqlPieces(sql, language));
  });

  test.each([
    ['postgresql', '1 - -1', '1 --1'],
    ['postgresql', '[ [1] ]', '[[1]]'],
    ['postgresql', "'a' 'b'", "'a''b'"],
    ['postgresql', "'a  b'", "'a b'"],
    ['postgresql', "$x$a  b$x$", "$x$a b$x$"],
    ['mysql', "'it\\'s  x'", "'it\\'s x'"],
    ['mysql', '1 # one\n+ 2', '1 # one + 2'],
    ['sqlite', '1 -- one\n+ 2', '1 -- one + 2'],
    ['sqlite', '[a  b]', '[a b]'],
    ['sqlite', "{{ 'a  b' }}", "{{ 'a b' }}"],
    ['sqlite', 'a b', 'ab'],
  ])('%s: tells %s from %s', (language, one, other) => {
    expect(sqlPieces(one, language)).not.toEqual(sqlPieces(other, language));
  });

  test.each([
    ['postgresql', 'select [ [1] ]'], // as [[ it would be an optional clause
    ['postgresql', 'select ('],
    ['sqlite', "select 'open"],
    ['nothing', 'select 1'],
  ])('%s: leaves what it cannot lay out: %s', (language, sql) => {
    expect(formatSql(sql, language)).toBeNull();
  });
});
