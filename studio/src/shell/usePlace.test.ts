import { describe, expect, it } from 'vitest';
import { placeOf } from './usePlace';

describe('placeOf', () => {
  it('tells rows of a table from its design', () => {
    expect(placeOf('/w/desk/data/-/tickets', { source: '-', table: 'tickets' })).toBe('table:tickets');
    expect(placeOf('/w/desk/data/erp/invoice', { source: 'erp', table: 'invoice' })).toBe('table:erp.invoice');
    expect(placeOf('/w/desk/data/-/tickets/design', { source: '-', table: 'tickets' })).toBe('definition:tables/tickets');
  });

  it('knows screens and definitions, and that most pages are none', () => {
    expect(placeOf('/w/desk/apps/desk/screens/queue', { app: 'desk', screen: 'queue' })).toBe('screen:desk/queue');
    expect(placeOf('/w/desk/access/agent', { role: 'agent' })).toBe('definition:roles/agent');
    expect(placeOf('/w/desk/queries/open', { query: 'open' })).toBe('definition:queries/open');
    expect(placeOf('/w/desk/data', {})).toBeNull();
    expect(placeOf('/w/desk/data/erp', { source: 'erp' })).toBeNull();
  });
});
