// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { sampleColumn } from '../samples';
import { GroupedRows } from './groupedRows';

const COLUMN = { ...sampleColumn({ kind: 'option' }), name: 'status', type: 'text' };
const QUERY = { workspace: 'w', table: 't', filter: '', search: '', sort: '', fields: ['id'], hasKey: true, marks: [] };
const ROWS: Record<string, number> = { closed: 3, open: 500_000 };

/** A server with two groups, one of them large. */
function serve(asked: string[]): void {
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(decodeURIComponent(path));
    return Promise.resolve(new Response(JSON.stringify(path.endsWith('/aggregate') ? { items: Object.entries(ROWS).map(([value, rows]) => ({ value, rows })) } : page(path))));
  });
}

function page(path: string) {
  const params = new URL(path, 'http://x').searchParams;
  const status = /'(\w+)'/.exec(params.get('filter') ?? '')?.[1] ?? '';
  const from = Number(params.get('offset') ?? 0);
  const size = Math.min(Number(params.get('limit')), (ROWS[status] ?? 0) - from);
  const items = Array.from({ length: size }, (_, index) => ({ id: `${status} ${from + index}` }));
  return { items, ids: items.map((item) => item.id), cursor: from + size < (ROWS[status] ?? 0) ? 'next' : null, previous: null, count: null, count_is_capped: false };
}

afterEach(() => vi.unstubAllGlobals());

it('has heads and rows in one order of lines, and fetches what is looked at alone', async () => {
  const asked: string[] = [];
  serve(asked);
  const rows = new GroupedRows(QUERY, { column: 'status', bucket: null }, COLUMN);
  rows.refresh();
  await vi.waitFor(() => expect(rows.count.rows).toBe(500_005));
  expect(rows.total.rows).toBe(500_003);
  expect([rows.headOf(0)?.value, rows.headOf(4)?.value, rows.headOf(1), rows.numberOf(5)]).toEqual(['closed', 'open', null, 1]);
  rows.want(400_000, 400_030);
  await vi.waitFor(() => expect(rows.row(400_005)?.id).toBe('open 400000'));
  rows.want(0, 20);
  await vi.waitFor(() => expect(rows.row(5)?.id).toBe('open 0'));
  await vi.waitFor(() => expect(rows.row(3)?.id).toBe('closed 2'));
  expect(asked.length).toBeLessThan(9);
  rows.turn('"closed"');
  expect([rows.count.rows, rows.headOf(1)?.value, rows.row(2)?.id]).toEqual([500_002, 'open', 'open 0']);
  rows.turnAll(false);
  expect(rows.count.rows).toBe(2);
  rows.stop();
});
