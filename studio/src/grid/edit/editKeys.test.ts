import { describe, expect, it } from 'vitest';
import { editActOf } from './editKeys';

const press = (key: string, more: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...more });

describe('keys that change cells', () => {
  it.each([
    ['a', 'text', 'type'],
    ['ß', 'text', 'type'],
    ['Dead', 'text', 'type'],
    ['Enter', 'option', 'open'],
    [' ', 'text', 'panel'],
    [' ', 'boolean', 'toggle'],
    ['Delete', 'boolean', 'empty'],
    ['a', 'boolean', null],
    ['Enter', 'boolean', null],
    ['ArrowUp', 'text', null],
    ['F5', 'text', null],
  ] as const)('%s in a cell of kind %s', (key, kind, act) => expect(editActOf(press(key), kind)).toBe(act));
  it('leave those of the browser alone', () => {
    expect(editActOf(press('z', { metaKey: true }), 'text')).toBe('undo');
    expect(editActOf(press('Z', { ctrlKey: true, shiftKey: true }), 'text')).toBe('redo');
    expect(editActOf(press('r', { ctrlKey: true }), 'text')).toBeNull();
    expect(editActOf(press('Enter', { shiftKey: true }), 'text')).toBeNull();
  });
});
