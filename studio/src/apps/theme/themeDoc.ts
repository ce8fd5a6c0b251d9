import { isObject, type JsonObject } from '@/designer/document/types';
import { same } from '@/ui/same';
import type { AppPart } from '../draft/useAppDraft';

export type Density = 'compact' | 'normal' | 'comfortable';
export type Font = 'inter' | 'system' | 'mono';
export type Mode = 'system' | 'light' | 'dark';

/** The theme of an app with everything it does not say filled in. */
export interface ThemeDoc {
  /** As it is typed: maybe not a colour yet. */
  accent: string;
  radius: number | null;
  density: Density;
  font: Font;
  logo: string;
  mode: Mode;
}

export const DENSITIES: Density[] = ['compact', 'normal', 'comfortable'];
export const FONTS: Font[] = ['inter', 'system', 'mono'];
export const MODES: Mode[] = ['system', 'light', 'dark'];
export const PLAIN: ThemeDoc = { accent: '', radius: null, density: 'normal', font: 'inter', logo: '', mode: 'system' };

/** Accents that look well beside the neutral colours of the product. */
export const ACCENTS = ['#007399', '#2563eb', '#4f46e5', '#7c3aed', '#be185d', '#b91c1c', '#b45309', '#4d7c0f', '#047857', '#475569'];

const COLOUR = /^#[0-9a-f]{6}$/i;
const oneOf = <T extends string>(all: T[], value: unknown, usual: T): T => all.find((one) => one === value) ?? usual;
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function docOf(app: JsonObject): ThemeDoc {
  const said = isObject(app['theme']) ? app['theme'] : {};
  return {
    accent: textOf(said['accent']),
    radius: typeof said['radius'] === 'number' ? said['radius'] : null,
    density: oneOf(DENSITIES, said['density'], PLAIN.density),
    font: oneOf(FONTS, said['font'], PLAIN.font),
    logo: textOf(said['logo']),
    mode: oneOf(MODES, said['mode'], PLAIN.mode),
  };
}

/** What the definition of the app says of it: only what differs from the product's own look. */
export function settingOf(doc: ThemeDoc): JsonObject {
  const trimmed = { ...doc, accent: doc.accent.trim(), logo: doc.logo.trim() };
  return Object.fromEntries(Object.entries(trimmed).filter(([name, value]) => value !== PLAIN[name as keyof ThemeDoc]));
}

const countChanges = (before: ThemeDoc, after: ThemeDoc) => Object.keys(PLAIN).filter((name) => !same(before[name as keyof ThemeDoc], after[name as keyof ThemeDoc])).length;

export const THEME: AppPart<ThemeDoc> = { name: 'theme', docOf, settingOf, countChanges };

/** Whether what is typed as the accent is a colour; nothing typed is the accent of the product. */
export const isColour = (accent: string) => accent.trim() === '' || COLOUR.test(accent.trim());
