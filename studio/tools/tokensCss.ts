import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const NAME = 'virtual:tokens.css';
const RESOLVED = '\0virtual:tokens.css';

type Modes<T> = { light: T; dark: T };

interface Tokens {
  colour: Record<string, Modes<[number, number, number]>>;
  size: Record<string, string>;
  font: Record<string, string>;
  motion: Record<string, string>;
  shadow: Record<string, Modes<string>>;
  weight: Record<string, string>;
}

/** The custom properties of the product's design tokens: the names that published apps use as well. */
export function tokensCss(tokens: Tokens): string {
  const colour = (value: [number, number, number]) => `oklch(${value.join(' ')})`;
  const lines = [
    ...Object.entries(tokens.colour).map(([name, value]) => `--tw-${name}: light-dark(${colour(value.light)}, ${colour(value.dark)});`),
    ...Object.entries(tokens.size).map(([name, value]) => `--tw-${name}: ${value};`),
    ...Object.entries(tokens.motion).map(([name, value]) => `--tw-motion-${name}: ${value};`),
    ...Object.entries(tokens.weight).map(([name, value]) => `--tw-weight-${name}: ${value};`),
    `--tw-font: ${tokens.font['inter'] ?? 'system-ui'};`,
    `--tw-font-code: ${tokens.font['mono'] ?? 'monospace'};`,
  ];
  const shadows = (mode: 'light' | 'dark') => Object.entries(tokens.shadow).map(([name, value]) => `--tw-shadow-${name}: ${value[mode]};`);
  return [
    ':root { color-scheme: light dark; }',
    ":root[data-mantine-color-scheme='light'] { color-scheme: light; }",
    ":root[data-mantine-color-scheme='dark'] { color-scheme: dark; }",
    `:root { ${[...lines, ...shadows('light')].join(' ')} }`,
    `:root[data-mantine-color-scheme='dark'] { ${shadows('dark').join(' ')} }`,
  ].join('\n');
}

/** Makes `import 'virtual:tokens.css'` give the tokens of the file that published apps read too. */
export function tokens(file: string): Plugin {
  return {
    name: 'toolwright-tokens',
    resolveId: (id) => (id === NAME ? RESOLVED : null),
    load(id) {
      if (id !== RESOLVED) return null;
      this.addWatchFile(file);
      return tokensCss(JSON.parse(readFileSync(file, 'utf8')) as Tokens);
    },
  };
}
