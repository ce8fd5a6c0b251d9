import { Problem } from '@/api/problem';
import { nodeAt } from '../document/edit';
import type { Json, Path } from '../document/types';

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

/** The component a place belongs to: the nearest one around it, or the screen. */
export function componentAt(doc: Json, path: Path): Path {
  for (let length = path.length; length > 0; length -= 1) {
    if (nodeAt(doc, path.slice(0, length)) !== undefined) return path.slice(0, length);
  }
  return [];
}
