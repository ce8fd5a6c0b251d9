import { Problem } from '@/api/problem';
import { dotted } from '@/designer/document/path';
import type { Path } from '@/designer/document/types';

/** Something wrong with the design, and where in the definition of the table; elsewhere where it names no place of it. */
export interface Fault {
  path: Path;
  message: string;
}

/** Every mistake that a refused design has; nothing where the trouble is another (the server is gone, say). */
export function faultsOf(problem: unknown, ref: string): Fault[] {
  if (!(problem instanceof Problem) || problem.status !== 422) return [];
  const file = `tables/${ref}.yaml`;
  const found = problem.errors.length > 0 ? problem.errors : [{ message: problem.message, hint: problem.hint, where: problem.where }];
  return found.map(({ message, hint, where }) => {
    const isOurs = where?.file === file || where?.file === null || where?.file === undefined;
    const words = [message, hint].filter(Boolean).join(' ');
    return { path: isOurs ? (where?.path ?? []) : [], message: isOurs ? words : `${where.file}: ${words}` };
  });
}

/** What is wrong, by dotted place: the first of each. */
export const byPlace = (faults: readonly Fault[]): Map<string, string> => new Map([...faults].reverse().map((fault) => [dotted(fault.path), fault.message]));

/** The column a mistake is about; null when it is about the table. */
export const columnAt = (fault: Fault): number | null => (fault.path[0] === 'columns' && typeof fault.path[1] === 'number' ? fault.path[1] : null);
