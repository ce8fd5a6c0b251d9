import type { GridColumn } from './columns';

/** A whole column for tests, with only what the test is about said anew. */
export const sampleColumn = (facts: Partial<GridColumn> = {}): GridColumn => ({
  name: 'name',
  label: 'Name',
  help: null,
  kind: 'text',
  type: 'text',
  zoned: false,
  options: [],
  target: null,
  masked: false,
  fixed: null,
  mayBeEmpty: true,
  creatable: true,
  usable: true,
  many: false,
  width: 168,
  ...facts,
});
