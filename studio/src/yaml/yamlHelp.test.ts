import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '@/api/types';
import { suggestionsAt, writingAt, type Known } from './yamlHelp';

const schema = {
  properties: {
    title: { type: 'string', description: 'What it is called.' },
    columns: { type: 'array', items: { $ref: '#/$defs/Column' } },
    content: { type: 'array', items: { $ref: '#/$defs/Node' } },
    theme: { anyOf: [{ $ref: '#/$defs/Theme' }, { type: 'null' }] },
  },
  $defs: {
    Column: { properties: { name: { type: 'string' }, kind: { enum: ['text', 'number'] }, required: { type: 'boolean' } } },
    Kinded: { properties: { name: { type: 'string' }, kind: { type: 'string' }, settings: { type: 'object' }, control: { $ref: '#/$defs/Kinded' } } },
    Node: { 'x-node': true, properties: { kind: { type: 'string' }, id: { type: 'string' } } },
    Theme: { properties: { density: { type: 'string' }, accent: { type: 'string' } } },
  },
} as unknown as JsonSchema;
const card = { properties: { heading: { type: 'string' }, content: { type: 'array', items: { $ref: '#/$defs/Node' } } }, $defs: { Node: { 'x-node': true, properties: { kind: { type: 'string' }, id: { type: 'string' } } } } } as unknown as JsonSchema;
const text = { properties: { text: { type: 'string' } } } as unknown as JsonSchema;
const known: Known = {
  schema,
  components: new Map([
    ['card', card],
    ['text', text],
  ]),
  actions: new Map(),
  kinds: new Map(),
};

const offered = (written: string, all = known) => {
  const writing = writingAt(written);
  return writing === null ? null : suggestionsAt(writing, all).map(({ label }) => label);
};

describe('where a text is written', () => {
  it('is known by what it is indented under', () => {
    expect(writingAt('columns:\n  - name: a\n    kind: text\n  - name: b\n    ki')).toMatchObject({ path: ['columns', '[]'], key: null, typed: 'ki' });
    expect(writingAt('columns:\n- name: a\n  kind: nu')).toMatchObject({ path: ['columns', '[]'], key: 'kind', typed: 'nu' });
    expect(writingAt('theme:\n  density: compact\ntit')).toMatchObject({ path: [], typed: 'tit' });
    expect(writingAt('content:\n  - kind: card\n    content:\n      - kind: te')).toMatchObject({ path: ['content', '[]', 'content', '[]'], key: 'kind' });
  });

  it('is nowhere inside quotes, comments and flow', () => {
    for (const written of ['columns: [a', "title: 'a", '# tit', 'theme: {den']) expect(writingAt(written)).toBeNull();
  });
});

describe('what is offered', () => {
  it('are the keys that are not there yet', () => {
    expect(offered('title: A\n')).toEqual(['columns', 'content', 'theme']);
    expect(offered('columns:\n  - name: a\n    ')).toEqual(['kind', 'required']);
    expect(offered('theme:\n  ')).toEqual(['density', 'accent']);
    expect(offered('nothing:\n  ')).toEqual([]);
  });

  it('are values, and what a component of its kind is told', () => {
    expect(offered('columns:\n  - name: a\n    kind: ')).toEqual(['text', 'number']);
    expect(offered('columns:\n  - required: ')).toEqual(['true', 'false']);
    expect(offered('content:\n  - kind: ')).toEqual(['card', 'text']);
    expect(offered('content:\n  - kind: card\n    ')).toEqual(['id', 'heading', 'content']);
    expect(offered('content:\n  - kind: card\n    content:\n      - kind: text\n        ')).toEqual(['id', 'text']);
  });
});

describe('settings of a kind', () => {
  const relation = { description: 'A row elsewhere.', properties: { to: { type: 'string' }, on_delete: { enum: ['restrict', 'clear'] }, options: { type: 'array', items: { $ref: '#/$defs/Option' } } }, $defs: { Option: { properties: { label: { type: 'string' } } } } } as unknown as JsonSchema;
  const decimal = { properties: { places: { type: 'integer' } } } as unknown as JsonSchema;
  const columnKinds = new Map([
    ['relation', relation],
    ['decimal', decimal],
  ]);
  const table: Known = {
    ...known,
    schema: { properties: { title: { type: 'string' }, columns: { type: 'array', items: { $ref: '#/$defs/Kinded' } } }, $defs: schema.$defs } as unknown as JsonSchema,
    kinds: new Map([
      ['columns/[]', columnKinds],
      ['columns/[]/control', new Map([['card', card]])],
    ]),
  };
  const postgres = { properties: { host: { type: 'string' }, tls: { enum: ['off', 'require'] } } } as unknown as JsonSchema;
  const source: Known = { ...known, schema: { properties: { title: { type: 'string' }, kind: { type: 'string' }, settings: { type: 'object' } } }, kinds: new Map([['', new Map([['postgres', postgres]])]]) };

  it('of a column are those of the kind beside them', () => {
    expect(offered('columns:\n  - name: a\n    kind: ', table)).toEqual(['relation', 'decimal']);
    expect(offered('columns:\n  - name: a\n    kind: relation\n    settings:\n      ', table)).toEqual(['to', 'on_delete', 'options']);
    expect(offered('columns:\n- name: a\n  kind: "decimal" # of money\n  settings:\n    pla', table)).toEqual(['places']);
    expect(offered('columns:\n  - name: a\n    kind: relation\n    settings:\n      to: b\n      on_delete: ', table)).toEqual(['restrict', 'clear']);
    expect(offered('columns:\n  - kind: relation\n    settings:\n      options:\n        - ', table)).toEqual(['label']);
    expect(offered('columns:\n  - kind: decimal\n  - kind: relation\n    name: b\n    settings:\n      ', table)).toEqual(['to', 'on_delete', 'options']);
    expect(offered('columns:\n  - kind: relation\n    control:\n      kind: card\n      settings:\n        ', table)).toEqual(['heading', 'content']);
  });

  it('of a source are those of its connector', () => {
    expect(offered('title: A\nkind: ', source)).toEqual(['postgres']);
    expect(offered('title: A\nkind: postgres\nsettings:\n  ', source)).toEqual(['host', 'tls']);
    expect(offered('kind: postgres\nsettings:\n  host: a\n  tls: ', source)).toEqual(['off', 'require']);
    expect(offered('kind: nothing\nsettings:\n  ', source)).toEqual([]);
    expect(offered('settings:\n  ', source)).toEqual([]);
  });
});
