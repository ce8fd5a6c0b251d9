import { expect, test } from 'vitest';
import { columnRight, withColumn, withNewColumns } from './columnRights';

const all = ['id', 'team', 'cost'];

test('each column has one right', () => {
  const grant = { table: 't', hide: ['cost'], read_only: ['id'], mask: ['team'] };
  expect(all.map((name) => columnRight(grant, name))).toEqual(['read', 'mask', 'hide']);
  expect(columnRight({ table: 't', columns: ['id'] }, 'team')).toBe('hide');
});

test('changing one column leaves the others', () => {
  const grant = { table: 't', hide: ['cost'] };
  expect(withColumn(grant, 'team', 'mask', all)).toEqual({ columns: null, hide: ['cost'], read_only: [], mask: ['team'] });
  expect(withColumn(grant, 'cost', 'write', all)).toEqual({ columns: null, hide: [], read_only: [], mask: [] });
});

test('a list of allowed columns stays a list, and can become one', () => {
  const listed = { table: 't', columns: ['id', 'team'] };
  expect(withColumn(listed, 'team', 'hide', all)).toEqual({ columns: ['id'], hide: [], read_only: [], mask: [] });
  expect(withNewColumns({ table: 't', hide: ['cost'], mask: ['id'] }, true, all)).toEqual({ columns: ['id', 'team'], hide: [], read_only: [], mask: ['id'] });
  expect(withNewColumns(listed, false, all)).toEqual({ columns: null, hide: ['cost'], read_only: [], mask: [] });
});
