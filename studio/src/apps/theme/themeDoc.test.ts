import { expect, test } from 'vitest';
import { isColour, PLAIN, settingOf, THEME } from './themeDoc';

test('a theme says only what differs from the look of the product', () => {
  expect(THEME.docOf({ title: 'Desk' })).toEqual(PLAIN);
  expect(settingOf(PLAIN)).toEqual({});
  const app = { theme: { accent: '#7c3aed', radius: 0, density: 'compact', font: null, mode: 'system' } };
  expect(settingOf(THEME.docOf(app))).toEqual({ accent: '#7c3aed', radius: 0, density: 'compact' });
});

test('changes are counted by setting', () => {
  const doc = { ...PLAIN, accent: '#7c3aed', radius: 0 };
  expect(THEME.countChanges(PLAIN, doc)).toBe(2);
  expect(THEME.countChanges(doc, { ...doc })).toBe(0);
});

test('what is typed as an accent is a colour or nothing', () => {
  expect(['', '#7C3AED', ' #7c3aed '].map(isColour)).toEqual([true, true, true]);
  expect(['#7c', 'red', '#7c3aedff'].map(isColour)).toEqual([false, false, false]);
});
