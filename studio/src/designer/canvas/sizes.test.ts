import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '@/api/types';
import { columnLines, gapsBetween, handleOf, keyed, nearest, paddingStrips, saidOf, sizesOf, stretched, type Measured, type Size } from './sizes';

const schema: JsonSchema = {
  properties: {
    lies: { type: 'string', enum: ['column', 'grid'], default: 'column' },
    columns: { type: 'integer', minimum: 1, maximum: 6, default: 3, 'x-size': { of: 'columns', where: { lies: ['grid'] } } },
    gap: { type: 'string', enum: ['none', 'small', 'large'], default: 'small', 'x-size': { of: 'gap', pixels: { large: 32, none: 0, small: 8 } } },
    width: { type: 'string', enum: ['small', 'full'], default: 'full', 'x-size': { of: 'width', pixels: { full: null, small: 160 } } },
    lines: { anyOf: [{ type: 'integer', minimum: 2, maximum: 30 }, { type: 'null' }], default: 4, 'x-size': { of: 'height', each: 22 } },
    title: { type: 'string' },
  },
};
const measured: Measured = { box: { left: 100, top: 50, width: 600, height: 88 }, room: 900, way: 1, gaps: [] };
const sizes = (said: object = {}) => Object.fromEntries(sizesOf({ kind: 'any', ...said }, schema).map((size) => [size.name, size]));
const handle = (name: string, said: object = {}, more: Partial<Measured> = {}) => handleOf(sizes(said)[name] as Size, { ...measured, ...more });

describe('the sizes of a component', () => {
  it('are the settings that its schema names, from the smallest value to the largest', () => {
    const found = sizes();
    expect(Object.keys(found)).toEqual(['gap', 'width', 'lines']);
    expect(found['gap']).toMatchObject({ label: 'Gap', values: ['none', 'small', 'large'], at: 1, pixels: [0, 8, 32] });
    expect(found['width']).toMatchObject({ values: ['small', 'full'], at: 1, pixels: [160, null] });
    expect(found['lines']?.values).toHaveLength(29);
  });

  it('count where another setting says so, and not as an expression', () => {
    expect(sizes({ lies: 'grid' })['columns']).toMatchObject({ at: 2 });
    expect(sizes({ lies: 'grid', columns: '{{ 3 }}' })['columns']).toBeUndefined();
    expect(sizes({ lines: '{{ 3 }}' })['lines']).toBeUndefined();
  });

  it('are said as people read them, and the default is not written down', () => {
    const { gap, width, lines } = sizes({ gap: 'large' }) as Record<string, Size>;
    expect([saidOf(gap as Size, 2), saidOf(width as Size, 1), saidOf(lines as Size, 2)]).toEqual(['Large · 32 px', 'Full', '4']);
    expect([gap?.kept(2), gap?.kept(1), lines?.kept(2), lines?.kept(3)]).toEqual(['large', undefined, undefined, 5]);
  });
});

describe('a handle', () => {
  it('stands where each value would end', () => {
    expect(handle('lines')?.stops.slice(0, 4)).toEqual([44, 66, 88, 110]);
    expect(handle('width')?.stops).toEqual([160, 600]);
    expect(handle('width', { width: 'small' }, { box: { ...measured.box, width: 160 } })?.stops).toEqual([160, 900]);
    expect(handle('columns', { lies: 'grid' })?.stops).toEqual([600, 300, 200, 150, 120, 100]);
    expect(handle('gap')).toBeNull();
  });

  it('snaps to the nearest value, from the one it began at', () => {
    const stops = [160, 240, 360];
    expect([0, 20, 70, 500, -500].map((moved) => nearest({ stops, way: 1 }, 1, moved))).toEqual([1, 1, 2, 2, 0]);
    expect(nearest({ stops, way: -1 }, 1, -70)).toBe(2);
    // Where there is no room, several values look alike: none is chosen by itself.
    expect(nearest({ stops: [160, 160, 160], way: 1 }, 1, 0)).toBe(1);
  });

  it('hears the keys of a slider and stops at its ends', () => {
    expect(['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown', 'Home', 'End', 'a'].map((key) => keyed(key, 1, 3))).toEqual([2, 2, 0, 0, 0, 2, null]);
    expect([keyed('ArrowLeft', 0, 3), keyed('ArrowRight', 2, 3)]).toEqual([0, 2]);
  });

  it('shows what would be, also where lines run to the left', () => {
    const origin = measured.box;
    expect(stretched({ axis: 'y', way: 1, origin, stops: [] }, 40)).toEqual({ ...origin, height: 40 });
    expect(stretched({ axis: 'x', way: -1, origin, stops: [] }, 160)).toEqual({ ...origin, left: 540, width: 160 });
    expect(columnLines(origin, 3).map((line) => line.left)).toEqual([299.5, 499.5]);
  });
});

describe('the spaces of a component', () => {
  const box = (left: number, top: number) => ({ left, top, width: 100, height: 40 });

  it('lie between neighbours, beside or below each other', () => {
    const [beside, below] = gapsBetween([box(0, 0), box(116, 0), box(0, 56)]);
    expect(beside).toEqual({ axis: 'x', way: 1, box: { left: 100, top: 0, width: 16, height: 40 } });
    expect(below).toEqual({ axis: 'y', way: 1, box: { left: 0, top: 40, width: 216, height: 16 } });
    expect(gapsBetween([box(116, 0), box(0, 0)])[0]).toMatchObject({ axis: 'x', way: -1 });
  });

  it('may be nothing, and are none across what stands apart', () => {
    expect(gapsBetween([box(0, 0), box(0, 40)])[0]?.box.height).toBe(0);
    expect(gapsBetween([box(0, 0), box(0, 300)])).toEqual([]);
  });

  it('and along its edges', () => {
    expect(paddingStrips(measured.box, { top: 6, right: 0, bottom: 6, left: 20 }).map(({ box: { left, top, width, height } }) => [left, top, width, height])).toEqual([
      [100, 50, 600, 6],
      [100, 132, 600, 6],
      [100, 56, 20, 76],
    ]);
  });
});
