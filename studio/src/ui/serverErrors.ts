import { asProblem, type FieldProblem } from '@/api/problem';

/** A server's field path in the form's terms: `body.settings.host` and `settings/host` are both `settings.host`. */
function fieldOf(problem: FieldProblem): string {
  return problem.field.replaceAll('/', '.').replace(/^body\./, '');
}

export interface SortedErrors {
  /** Messages by field, for fields that the form has. */
  fields: Record<string, string>;
  /** The problem itself when something in it belongs to no field of the form, otherwise null. */
  rest: unknown;
}

/** Puts each message of a refused request to its field; what fits nowhere is left for the banner. */
export function sortErrors(error: unknown, known: readonly string[]): SortedErrors {
  const problem = asProblem(error);
  const fields: Record<string, string> = {};
  let left = problem.errors.length === 0 ? 1 : 0;
  for (const item of problem.errors) {
    const field = known.find((name) => name === fieldOf(item) || fieldOf(item).endsWith(`.${name}`));
    if (field === undefined) left += 1;
    else fields[field] ??= item.hint ? `${item.message} ${item.hint}` : item.message;
  }
  return { fields, rest: left > 0 ? error : null };
}
