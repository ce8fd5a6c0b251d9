export interface Line {
  mark: 'same' | 'added' | 'removed' | 'gap';
  line: string;
}

const AROUND = 3;
/** Beyond this many lines each way, all of the old text and all of the new is shown. */
const MOST = 2000;

/** Two texts line by line, with a few lines around each difference. */
export function lineDifference(before: string, after: string): Line[] {
  return withGaps(aligned(linesOf(before), linesOf(after)));
}

const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
const marked = (lines: string[], mark: Line['mark']): Line[] => lines.map((line) => ({ mark, line }));

function aligned(old: string[], fresh: string[]): Line[] {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (end < old.length - start && end < fresh.length - start && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  const middle = between(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  return [...marked(old.slice(0, start), 'same'), ...middle, ...marked(old.slice(old.length - end), 'same')];
}

/** The longest common lines of both stay; the rest goes or comes. */
function between(old: string[], fresh: string[]): Line[] {
  if (old.length > MOST || fresh.length > MOST) return [...marked(old, 'removed'), ...marked(fresh, 'added')];
  const common = commonFrom(old, fresh);
  const next = (row: number, column: number) => {
    if (old[row] === fresh[column]) return 'same';
    return common(row + 1, column) >= common(row, column + 1) ? 'removed' : 'added';
  };
  const found: Line[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length && column < fresh.length) {
    const mark = next(row, column);
    found.push({ mark, line: (mark === 'added' ? fresh[column] : old[row]) ?? '' });
    row += mark === 'added' ? 0 : 1;
    column += mark === 'removed' ? 0 : 1;
  }
  return [...found, ...marked(old.slice(row), 'removed'), ...marked(fresh.slice(column), 'added')];
}

/** How many lines both texts have in common, in order, from a line of each to their ends. */
function commonFrom(old: string[], fresh: string[]) {
  const width = fresh.length + 1;
  const counts = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number) => counts[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = fresh.length - 1; column >= 0; column--) {
      counts[row * width + column] = old[row] === fresh[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  return at;
}

function withGaps(lines: Line[]): Line[] {
  const near = (index: number) => lines.slice(Math.max(index - AROUND, 0), index + AROUND + 1).some(({ mark }) => mark !== 'same');
  return lines.flatMap((line, index) => {
    if (near(index)) return [line];
    return index === 0 || near(index - 1) ? [{ mark: 'gap' as const, line: '⋯' }] : [];
  });
}
