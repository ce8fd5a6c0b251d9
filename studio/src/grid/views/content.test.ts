import { describe, expect, it } from 'vitest';
import type { SavedView } from '@/api/savedViews';
import { addressOf, contentOf, firstAddress, isOther, layoutOf } from './content';
import { lostColumns } from './missing';

const layout = { order: ['title', 'id'], hidden: ['note'], widths: { title: 300 }, frozen: 1, height: 'tall' as const, group: { column: 'title', bucket: null }, marks: [{ name: 'Late', when: 'id > 3', tone: 'red' as const, column: null }] };
const view = (id: string, more: Partial<SavedView> = {}): SavedView => ({ id, name: id, is_shared: false, is_default: false, missing: [], content: contentOf(layout, { filter: "status == 'open'", sort: '-id' }), ...more });
const views = (...items: SavedView[]) => ({ items, may_share: true });
const search = (text: string) => new URLSearchParams(text);

describe('saved views', () => {
  it('say which columns they go on without, but not of those that are merely not shown', () => {
    const missing = [{ column: 'amount', part: 'filter' as const }, { column: 'amount', part: 'columns' as const }, { column: 'amount', part: 'sort' as const }, { column: 'note', part: 'columns' as const }];
    expect([...lostColumns(missing)]).toEqual([['amount', ['filter', 'sort']]]);
  });

  it('hold the arrangement and are compared with what is seen', () => {
    expect(layoutOf(view('a'), [])).toEqual(layout);
    expect(isOther(view('a'), contentOf({ ...layout, widths: { title: 300 } }, { filter: "status == 'open'", sort: '-id' }))).toBe(false);
    expect(isOther(view('a'), contentOf(layout, { filter: '', sort: '-id' }))).toBe(true);
  });

  it('are seen first where they are the default, one’s own before everyone’s', () => {
    const all = views(view('shared', { is_default: true, is_shared: true }), view('own', { is_default: true }));
    expect(firstAddress(search(''), all)?.get('view')).toBe('own');
    expect(firstAddress(search('sort=id'), all)).toBeNull();
    expect(firstAddress(search(''), views(view('a')))).toBeNull();
  });

  it('are opened by their address', () => {
    expect(firstAddress(search('view=a&row=7'), views(view('a')))?.toString()).toBe('row=7&view=a&filter=status+%3D%3D+%27open%27&sort=-id');
    expect(firstAddress(search('view=gone'), views(view('a')))).toBeNull();
    expect(addressOf(search('view=a&filter=x&search=y&row=7'), null).toString()).toBe('row=7');
  });
});
