/** Where tables and the lines between them are drawn. All of it is worked out from the schema, so the same schema looks the same each time. */
export interface Node {
  ref: string;
  title: string;
  /** The columns that lead to other tables. */
  columns: string[];
}

/** A reference of one table to another, by some of its columns. */
export interface Reference {
  from: string;
  to: string;
  columns: string[];
  targetColumns: string[];
}

export interface Box extends Node {
  x: number;
  y: number;
  height: number;
}

export interface Line extends Reference {
  path: string;
}

export interface Drawing {
  boxes: Box[];
  lines: Line[];
  width: number;
  height: number;
}

export const BOX_PX = 200;
export const TITLE_PX = 32;
export const COLUMN_PX = 22;
const GAP_X = 88;
const GAP_Y = 24;
const MARGIN = 16;
const SWEEPS = 4;
/** Tables that nothing leads to or from stand side by side below the others. */
const ALONE_ACROSS = 5;
/** A rank of more tables than this goes on beside itself. */
const TALLEST = 14;

const heightOf = (node: Node) => TITLE_PX + node.columns.length * COLUMN_PX + (node.columns.length > 0 ? 6 : 0);

/** Referenced tables stand left of those that refer to them; what belongs together stands together, in as few crossings as a few sweeps find. */
export function drawn(nodes: Node[], references: Reference[]): Drawing {
  const known = new Set(nodes.map((node) => node.ref));
  const lines = references.filter(({ from, to }) => known.has(from) && known.has(to));
  const groups = parted(nodes, lines);
  const boxes: Box[] = [];
  let top = MARGIN;
  for (const group of groups.filter((one) => one.length > 1)) {
    const placed = inRanks(group, lines, top);
    boxes.push(...placed);
    top = Math.max(...placed.map((box) => box.y + box.height)) + GAP_Y * 2;
  }
  boxes.push(...alone(groups.filter((one) => one.length === 1).flat(), top));
  const byRef = new Map(boxes.map((box) => [box.ref, box]));
  return {
    boxes,
    lines: lines.map((line) => ({ ...line, path: pathOf(line, byRef) })),
    width: Math.max(BOX_PX, ...boxes.map((box) => box.x + BOX_PX)) + MARGIN,
    height: Math.max(TITLE_PX, ...boxes.map((box) => box.y + box.height)) + MARGIN,
  };
}

/** The tables that are connected, largest first, each in the order of their titles. */
function parted(nodes: Node[], lines: Reference[]): Node[][] {
  const left = new Map(nodes.map((node) => [node.ref, node]));
  const groups: Node[][] = [];
  for (const first of nodes) {
    if (!left.has(first.ref)) continue;
    const group: Node[] = [];
    const waiting = [first.ref];
    for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
      const node = left.get(ref);
      if (node === undefined) continue;
      left.delete(ref);
      group.push(node);
      for (const { from, to } of lines) if (from === ref || to === ref) waiting.push(from === ref ? to : from);
    }
    groups.push(group.sort((a, b) => a.title.localeCompare(b.title)));
  }
  return groups.sort((a, b) => b.length - a.length);
}

function inRanks(group: Node[], lines: Reference[], top: number): Box[] {
  const ranks = ranked(group, lines);
  order(ranks, lines);
  const across = ranks.flatMap((rank) => columnsOf(rank));
  return across.flatMap((rank, place) => {
    let y = top;
    return rank.map((node) => {
      const box = { ...node, x: MARGIN + place * (BOX_PX + GAP_X), y, height: heightOf(node) };
      y += box.height + GAP_Y;
      return box;
    });
  });
}

const columnsOf = (rank: Node[]) => Array.from({ length: Math.ceil(rank.length / TALLEST) }, (_, place) => rank.slice(place * TALLEST, (place + 1) * TALLEST));

/** One rank more than the tables that are referred to; circles are cut where they close. */
function ranked(group: Node[], lines: Reference[]): Node[][] {
  const ranks = new Map<string, number>();
  const rankOf = (ref: string, above: ReadonlySet<string>): number => {
    const known = ranks.get(ref);
    if (known !== undefined) return known;
    const targets = lines.filter((line) => line.from === ref && line.to !== ref && !above.has(line.to));
    const rank = targets.reduce((most, line) => Math.max(most, rankOf(line.to, new Set([...above, ref])) + 1), 0);
    ranks.set(ref, rank);
    return rank;
  };
  const found: Node[][] = [];
  for (const node of group) (found[rankOf(node.ref, new Set([node.ref]))] ??= []).push(node);
  return found.filter(Boolean);
}

/** Puts each table near the middle of those it is connected with, to and fro. */
function order(ranks: Node[][], lines: Reference[]): void {
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const places = new Map(ranks.flatMap((rank) => rank.map((node, place): [string, number] => [node.ref, place / Math.max(1, rank.length)])));
    for (const rank of sweep % 2 === 0 ? ranks : [...ranks].reverse()) {
      const wanted = new Map(rank.map((node) => [node.ref, middleOf(node.ref, lines, places)]));
      rank.sort((a, b) => (wanted.get(a.ref) ?? 0) - (wanted.get(b.ref) ?? 0));
      rank.forEach((node, place) => places.set(node.ref, place / Math.max(1, rank.length)));
    }
  }
}

function middleOf(ref: string, lines: Reference[], places: ReadonlyMap<string, number>): number {
  const others = lines.flatMap(({ from, to }) => (from === to ? [] : from === ref ? [to] : to === ref ? [from] : []));
  return others.length === 0 ? (places.get(ref) ?? 0) : others.reduce((sum, one) => sum + (places.get(one) ?? 0), 0) / others.length;
}

function alone(nodes: Node[], top: number): Box[] {
  const tallest = Math.max(0, ...nodes.map(heightOf));
  return [...nodes]
    .sort((a, b) => a.title.localeCompare(b.title))
    .map((node, place) => ({ ...node, x: MARGIN + (place % ALONE_ACROSS) * (BOX_PX + GAP_Y), y: top + Math.floor(place / ALONE_ACROSS) * (tallest + GAP_Y), height: heightOf(node) }));
}

/** From the column that refers to the title of the other table, on the sides that face each other; to itself around the right side. */
function pathOf({ from, to, columns }: Reference, boxes: ReadonlyMap<string, Box>): string {
  const [start, end] = [boxes.get(from), boxes.get(to)];
  if (start === undefined || end === undefined) return '';
  const row = Math.max(0, start.columns.indexOf(columns.join(', ')));
  const y1 = start.y + TITLE_PX + row * COLUMN_PX + COLUMN_PX / 2;
  const y2 = end.y + TITLE_PX / 2;
  if (start.x === end.x) {
    const right = start.x + BOX_PX;
    return `M ${right} ${y1} C ${right + GAP_X / 2} ${y1}, ${right + GAP_X / 2} ${y2}, ${right} ${y2}`;
  }
  const isLeft = end.x < start.x;
  const x1 = isLeft ? start.x : start.x + BOX_PX;
  const x2 = isLeft ? end.x + BOX_PX : end.x;
  const bend = (isLeft ? -1 : 1) * Math.max(GAP_X / 2, Math.abs(x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
}
