import { describe, expect, it } from 'vitest';
import { screenDifference } from './screenDifference';

const screen = (...content: Record<string, unknown>[]) => ({ title: 'A', path: '/', content }) as never;
const said = (marks: { path: readonly (string | number)[]; what: string }[]) => marks.map(({ path, what }) => `${path.join('.')} ${what}`);

describe('components that differ between two states of a screen', () => {
  it('tells what came, went and changed, each where it stands', () => {
    const before = screen({ kind: 'heading', text: 'One' }, { kind: 'text', id: 'old', text: 'x' }, { kind: 'table', id: 'rows', rows: { table: 'a' } });
    const after = screen({ kind: 'button', label: 'New' }, { kind: 'heading', text: 'Two' }, { kind: 'table', id: 'rows', rows: { table: 'b' } });
    const found = screenDifference(before, after);
    expect(said(found.before)).toEqual(['content.2 changed', 'content.0 changed', 'content.1 removed']);
    expect(said(found.after)).toEqual(['content.2 changed', 'content.1 changed', 'content.0 added']);
  });

  it('looks into what holds others, and leaves the holder alone', () => {
    const before = screen({ kind: 'container', content: [{ kind: 'text', text: 'a' }, { kind: 'text', text: 'b' }] });
    const after = screen({ kind: 'container', content: [{ kind: 'text', text: 'a' }, { kind: 'text', text: 'c' }] });
    expect(said(screenDifference(before, after).before)).toEqual(['content.0.content.1 changed']);
    expect(said(screenDifference(before, after).after)).toEqual(['content.0.content.1 changed']);
  });

  it('tells what stands elsewhere, in its list or in another', () => {
    const [a, b, c] = [{ kind: 'text', text: 'a' }, { kind: 'text', text: 'b' }, { kind: 'text', text: 'c' }] as const;
    const reordered = screenDifference(screen(a, b, c), screen(c, a, b));
    expect(said(reordered.before)).toEqual(['content.2 moved']);
    expect(said(reordered.after)).toEqual(['content.0 moved']);
    const into = screenDifference(screen(a, { kind: 'card', content: [b] }), screen({ kind: 'card', content: [b, a] }));
    expect(said(into.before)).toEqual(['content.0 moved']);
    expect(said(into.after)).toEqual(['content.0.content.1 moved']);
    const renamed = screenDifference(screen({ kind: 'text', id: 'n', text: 'x' }, { kind: 'card', content: [b] }), screen({ kind: 'card', content: [b, { kind: 'text', id: 'n', text: 'y' }] }));
    expect(said(renamed.after)).toEqual(['content.0.content.1 moved']);
  });

  it('tells nothing of equal ones and of what was not there', () => {
    const one = screen({ kind: 'text', text: 'a' });
    expect(screenDifference(one, structuredClone(one))).toEqual({ before: [], after: [] });
    expect(screenDifference(null, one)).toEqual({ before: [], after: [] });
  });
});
