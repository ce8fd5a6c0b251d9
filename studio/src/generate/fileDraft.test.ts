import { describe, expect, it } from 'vitest';
import type { SheetReport } from '@/api/fromFile';
import { merged, NOTHING, wishOf } from './fileDraft';

const sheet = (name: string, title = name) => ({ sheet: name, name: name.toLowerCase(), title }) as SheetReport;
const known = [sheet('Servers'), sheet('Rooms')];

describe('what is asked of the server', () => {
  it('leaves everything as proposed until something is chosen', () => {
    expect(wishOf(NOTHING, known, 'Ops').tables).toBeNull();
  });

  it('names the sheets that are taken, with what they are called', () => {
    const draft = { ...NOTHING, sheets: { Rooms: { isTaken: false, title: 'Rooms', columns: {}, kinds: {} }, Servers: { isTaken: true, title: ' Hosts ', columns: { A: null }, kinds: {} } } };
    expect(wishOf(draft, known, 'Ops').tables).toEqual([{ sheet: 'Servers', title: 'Hosts', columns: { A: null }, kinds: {} }]);
  });
});

it('keeps what is known of sheets that were not tried again', () => {
  expect(merged(known, [sheet('Rooms', 'Halls')]).map((one) => one.title)).toEqual(['Servers', 'Halls']);
});
