/** Filters as people build them, and the expression each stands for: the one language of filters, here in its simple part. */
export type Operator = 'is' | 'is_not' | 'contains' | 'contains_not' | 'starts' | 'ends' | 'more' | 'least' | 'less' | 'most' | 'any' | 'none' | 'empty' | 'filled';
export type Literal = string | number | boolean | { date: string } | { datetime: string };

export interface Condition {
  column: string;
  operator: Operator;
  value: Literal | Literal[] | null;
}

export interface Group {
  join: 'and' | 'or';
  items: (Condition | Group)[];
}

export const isGroup = (item: Condition | Group): item is Group => 'join' in item;

const SIGNS: Partial<Record<Operator, string>> = { is: '==', is_not: '!=', more: '>', least: '>=', less: '<', most: '<=' };
const CALLS: Partial<Record<Operator, string>> = { contains: 'contains', contains_not: 'contains', starts: 'starts_with', ends: 'ends_with' };

/** The expression of a group; the empty text for one that says nothing yet. */
export function expressionOf(group: Group): string {
  return groupText(group, false);
}

function groupText({ join, items }: Group, isInner: boolean): string {
  const parts = items.map((item) => (isGroup(item) ? groupText(item, true) : conditionText(item))).filter((part) => part !== '');
  const made = parts.join(` ${join} `);
  return isInner && parts.length > 1 ? `(${made})` : made;
}

function conditionText({ column, operator, value }: Condition): string {
  if (operator === 'empty') return `${column} is none`;
  if (operator === 'filled') return `${column} is not none`;
  if (value === null) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : `${column} ${operator === 'none' ? 'not in' : 'in'} [${value.map(literalText).join(', ')}]`;
  const call = CALLS[operator];
  if (call !== undefined) return `${operator === 'contains_not' ? 'not ' : ''}${call}(${column}, ${literalText(value)})`;
  return `${column} ${SIGNS[operator] ?? '=='} ${literalText(value)}`;
}

function literalText(value: Literal): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (typeof value === 'object') return 'date' in value ? `date('${value.date}')` : `datetime('${value.datetime}')`;
  return String(value);
}

/** The group that an expression stands for; null for one that says more than a group can. */
export function groupOf(expression: string): Group | null {
  if (expression.trim() === '') return { join: 'and', items: [] };
  try {
    const reader = new Reader(tokensOf(expression));
    const found = reader.any();
    reader.end();
    return isGroup(found) ? found : { join: 'and', items: [found] };
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
}

/** The expression says something that the builder has no control for. */
class TooMuch extends Error {}

const TOKEN = /\s*(?:(==|!=|>=|<=|[()[\],<>])|(-?\d+(?:\.\d+)?)|('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*))/y;

function tokensOf(expression: string): string[] {
  const found: string[] = [];
  const source = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (match === null) throw new TooMuch();
    found.push(match[0].trim());
  }
  return found;
}

const BY_SIGN: Record<string, Operator> = { '==': 'is', '!=': 'is_not', '>': 'more', '>=': 'least', '<': 'less', '<=': 'most' };
const BY_CALL: Record<string, Operator> = { contains: 'contains', starts_with: 'starts', ends_with: 'ends' };
const NOUGHT = new Set(['none', 'None', 'null']);
const WORDS: Record<string, boolean> = { true: true, True: true, false: false, False: false };
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

class Reader {
  private at = 0;
  constructor(private readonly tokens: string[]) {}

  any(): Condition | Group {
    return this.joined('or', () => this.joined('and', () => this.single()));
  }

  end(): void {
    if (this.at < this.tokens.length) throw new TooMuch();
  }

  private joined(join: 'and' | 'or', part: () => Condition | Group): Condition | Group {
    const items = [part()];
    while (this.next() === join) {
      this.take();
      items.push(part());
    }
    return items.length === 1 && items[0] !== undefined ? items[0] : { join, items };
  }

  private single(): Condition | Group {
    if (this.next() === '(') {
      this.take();
      const inner = this.any();
      this.expect(')');
      return isGroup(inner) ? inner : { join: 'and', items: [inner] };
    }
    const isNot = this.next() === 'not';
    if (isNot) this.take();
    const name = this.name();
    if (this.next() === '(') return this.call(name, isNot);
    if (isNot) throw new TooMuch();
    return this.comparison(name);
  }

  private call(name: string, isNot: boolean): Condition {
    const operator = BY_CALL[name];
    if (operator === undefined || (isNot && operator !== 'contains')) throw new TooMuch();
    this.expect('(');
    const column = this.name();
    this.expect(',');
    const value = this.literal();
    this.expect(')');
    return { column, operator: isNot ? 'contains_not' : operator, value };
  }

  private comparison(column: string): Condition {
    const sign = this.take();
    if (sign === 'is') {
      const isNot = this.next() === 'not';
      if (isNot) this.take();
      if (!NOUGHT.has(this.take())) throw new TooMuch();
      return { column, operator: isNot ? 'filled' : 'empty', value: null };
    }
    if (sign === 'in') return { column, operator: 'any', value: this.list() };
    if (sign === 'not') {
      this.expect('in');
      return { column, operator: 'none', value: this.list() };
    }
    const operator = BY_SIGN[sign];
    if (operator === undefined) throw new TooMuch();
    return { column, operator, value: this.literal() };
  }

  private list(): Literal[] {
    const values: Literal[] = [];
    this.expect('[');
    while (this.next() !== ']') {
      values.push(this.literal());
      if (this.next() !== ']') this.expect(',');
    }
    this.expect(']');
    return values;
  }

  private literal(): Literal {
    const token = this.take();
    if (/^['"]/.test(token)) return unquoted(token);
    if (/^-?\d/.test(token)) return Number(token);
    const word = WORDS[token];
    if (word !== undefined) return word;
    if (token !== 'date' && token !== 'datetime') throw new TooMuch();
    this.expect('(');
    const inner = this.take();
    this.expect(')');
    if (!/^['"]/.test(inner)) throw new TooMuch();
    return token === 'date' ? { date: unquoted(inner) } : { datetime: unquoted(inner) };
  }

  private name(): string {
    const token = this.take();
    if (!/^[A-Za-z_]/.test(token) || token in WORDS || NOUGHT.has(token)) throw new TooMuch();
    return token;
  }

  private next = (): string | undefined => this.tokens[this.at];

  private take(): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw new TooMuch();
    this.at += 1;
    return token;
  }

  private expect(token: string): void {
    if (this.take() !== token) throw new TooMuch();
  }
}

const unquoted = (token: string) => token.slice(1, -1).replace(/\\(.)/g, (_, mark: string) => ESCAPES[mark] ?? mark);

/** How many conditions there are at any depth. */
export const countConditions = (group: Group): number => group.items.reduce((sum, item) => sum + (isGroup(item) ? countConditions(item) : 1), 0);
