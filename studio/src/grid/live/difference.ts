import { same } from '@/ui/same';
import type { Row } from '../rowPages';

type Values = Row['values'];

/** What is not as it was known: values by row, and rows that were not there. */
export interface Difference {
  values: Map<string, Values>;
  made: string[];
}

/**
 * What others did to rows that are looked at again. A row nobody knew is a new one where known rows follow it; at the end of
 * what was looked at only if that is the end of all rows, and was known.
 */
export function differences(known: ReadonlyMap<string, Row>, now: Row[], isEndKnown: boolean): Difference {
  const values = new Map<string, Values>();
  const unknown: string[] = [];
  let made: string[] = [];
  for (const { id, values: after } of now) {
    if (id === null) continue;
    const before = known.get(id)?.values;
    if (before === undefined) unknown.push(id);
    else {
      made = [...unknown];
      const changed = Object.entries(after).filter(([name, value]) => !same(before[name] ?? null, value ?? null));
      if (changed.length > 0) values.set(id, Object.fromEntries(changed));
    }
  }
  return { values, made: isEndKnown ? unknown : made };
}

/** By how many places most of the rows that were in sight have moved; null when none of them is there any more. */
export function shiftOf(before: readonly (string | null)[], first: number, now: ReadonlyMap<string, number>): number | null {
  const votes = new Map<number, number>();
  before.forEach((id, index) => {
    const place = id === null ? undefined : now.get(id);
    if (place !== undefined) votes.set(place - first - index, (votes.get(place - first - index) ?? 0) + 1);
  });
  const most = [...votes].sort(([, one], [, other]) => other - one)[0];
  return most === undefined ? null : most[0];
}
