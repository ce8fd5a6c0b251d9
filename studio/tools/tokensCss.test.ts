import { expect, test } from 'vitest';
import { tokensCss } from './tokensCss';

test('a colour token follows the scheme and a size stays as it is', () => {
  const css = tokensCss({
    colour: { text: { light: [0.2, 0.01, 255], dark: [0.9, 0, 250] } },
    size: { radius: '6px' },
    font: { inter: 'Inter', mono: 'JetBrains Mono' },
    motion: { fast: '120ms' },
    shadow: { float: { light: '0 1px red', dark: '0 1px blue' } },
    weight: { strong: '600' },
  });
  expect(css).toContain('--tw-text: light-dark(oklch(0.2 0.01 255), oklch(0.9 0 250));');
  expect(css).toContain('--tw-radius: 6px;');
  expect(css).toMatch(/dark'\] \{ --tw-shadow-float: 0 1px blue; \}/);
});
