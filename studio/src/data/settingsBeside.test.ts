import { describe, expect, it } from 'vitest';
import { fieldsOf } from '@/schema/fields';
import { settingsBeside } from './settingsBeside';

const fields = fieldsOf({
  properties: { host: { type: 'string' }, port: { type: 'integer', default: 5432 }, user: { type: 'string' }, password: { type: 'string', 'x-secret': true } },
  required: ['host'],
});

describe('settingsBeside', () => {
  it('says what differs, with defaults where nothing is said', () => {
    const rows = settingsBeside(fields, { host: 'test', password: { secret: true } }, { host: 'live', port: 5432, password: { secret: true } });
    expect(rows.map((row) => [row.name, row.differs])).toEqual([
      ['host', true],
      ['port', false],
      ['password', false],
    ]);
  });

  it('tells a sealed secret from a variable and from none', () => {
    const rows = settingsBeside(fields, { host: 'a', password: '{{ env.token }}' }, { host: 'a', password: { secret: true } });
    expect(rows.find((row) => row.name === 'password')).toMatchObject({ development: '{{ env.token }}', differs: true });
  });
});
