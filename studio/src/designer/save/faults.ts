import { Problem } from '@/api/problem';
import type { Path } from '../document/types';

/** Something wrong with the screen, and where. */
export interface Fault {
  path: Path;
  message: string;
  hint: string | null;
}

/** Every mistake that a refused screen has; nothing where the trouble is another (the server is gone, say). */
export function faultsOf(problem: unknown): Fault[] {
  if (!(problem instanceof Problem) || problem.status !== 422) return [];
  const found = problem.errors.map((error) => ({ path: error.where?.path ?? [], message: error.message, hint: error.hint ?? null }));
  return found.length > 0 ? found : [{ path: problem.where?.path ?? [], message: problem.message, hint: problem.hint }];
}
