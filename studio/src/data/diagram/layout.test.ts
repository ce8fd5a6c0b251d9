import { describe, expect, it } from 'vitest';
import { BOX_PX, drawn, type Box, type Node, type Reference } from './layout';

const node = (ref: string, ...columns: string[]): Node => ({ ref, title: ref, columns });
const refer = (from: string, to: string, column = `${to}_id`): Reference => ({ from, to, columns: [column], targetColumns: ['id'] });
const overlap = (a: Box, b: Box) => a.x < b.x + BOX_PX && b.x < a.x + BOX_PX && a.y < b.y + b.height && b.y < a.y + a.height;
const at = (boxes: Box[], ref: string) => boxes.find((box) => box.ref === ref)?.x ?? -1;

describe('the diagram of relations', () => {
  it('has what is referred to left of what refers to it, and strangers below', () => {
    const { boxes, lines } = drawn([node('lines', 'orders_id'), node('notes'), node('orders', 'customers_id'), node('customers')], [refer('lines', 'orders'), refer('orders', 'customers'), refer('orders', 'gone')]);
    expect(at(boxes, 'customers')).toBeLessThan(at(boxes, 'orders'));
    expect(at(boxes, 'orders')).toBeLessThan(at(boxes, 'lines'));
    expect(lines).toHaveLength(2);
    const bottom = Math.max(...boxes.filter((box) => box.ref !== 'notes').map((box) => box.y + box.height));
    expect(boxes.find((box) => box.ref === 'notes')?.y).toBeGreaterThan(bottom);
  });

  it('stands circles and tables that refer to themselves', () => {
    const { boxes, lines } = drawn([node('a', 'b_id'), node('b', 'a_id'), node('c', 'c_id')], [refer('a', 'b'), refer('b', 'a'), refer('c', 'c')]);
    expect(boxes).toHaveLength(3);
    expect(lines.every((line) => line.path.startsWith('M '))).toBe(true);
  });

  it('keeps a hundred tables apart, the same each time', () => {
    const nodes = Array.from({ length: 100 }, (_, n) => node(`t${n}`, `t${Math.floor(n / 3)}_id`));
    const references = nodes.flatMap((_, n) => (n === 0 || n % 10 === 9 ? [] : [refer(`t${n}`, `t${Math.floor(n / 3)}`)]));
    const { boxes, lines } = drawn(nodes, references);
    expect(boxes).toHaveLength(100);
    expect(lines).toHaveLength(references.length);
    boxes.forEach((box, place) => expect(boxes.slice(place + 1).find((other) => overlap(box, other))).toBeUndefined());
    expect(drawn(nodes, references)).toEqual({ boxes, lines, width: expect.any(Number) as number, height: expect.any(Number) as number });
  });
});
