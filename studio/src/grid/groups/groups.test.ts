import { describe, expect, it } from 'vitest';
import { sampleColumn } from '../samples';
import { endOf, filterOf } from './groups';

const by = (bucket: 'day' | 'week' | 'month' | 'quarter' | 'year' | null) => ({ column: 'x', bucket });
const of = (kind: string, type = kind) => ({ ...sampleColumn({ kind: kind as never }), name: 'x', type });

describe('groups', () => {
  it('are the rows that a filter leaves, beside the one that is there', () => {
    expect(filterOf('', by(null), of('text'), "it's")).toBe("x == 'it\\'s'");
    expect(filterOf('a == 1 or b == 2', by(null), of('boolean'), true)).toBe('(a == 1 or b == 2) and x == true');
    expect(filterOf('', by(null), of('number', 'decimal'), '12345678901234567890.5')).toBe('x == 12345678901234567890.5');
    expect(filterOf('', by(null), of('relation', 'integer'), 7)).toBe('x == 7');
    expect(filterOf('', by(null), of('relation', 'text'), '007')).toBe("x == '007'");
    expect(filterOf('', by('month'), of('date'), null)).toBe('x is none');
    expect(filterOf('', by('month'), of('date'), '2026-12-01')).toBe("x >= date('2026-12-01') and x < date('2027-01-01')");
    expect(filterOf('', by('day'), of('datetime'), '2026-12-31T00:00:00')).toBe("x >= datetime('2026-12-31T00:00:00') and x < datetime('2027-01-01T00:00:00')");
  });

  it('end where the next begins', () => {
    expect(endOf('2026-11-23', 'week')).toBe('2026-11-30');
    expect(endOf('2026-10-01', 'quarter')).toBe('2027-01-01');
    expect(endOf('2024-01-01T00:00:00Z', 'year')).toBe('2025-01-01T00:00:00.000Z');
  });
});
