import { useEffect } from 'react';
import { useRouteError } from 'react-router';
import { asProblem, Problem, unreachable } from '@/api/problem';
import { text } from '@/text';
import { ProblemPage } from './ProblemPage';

const words = text.shell.crash;

/** What stands in place of a page that failed while it was drawn. */
export function CrashPage() {
  const error = useRouteError();
  if (isUnloaded(error)) return <UnloadedPage />;
  return <ProblemPage error={quotable(error)} title={words.title} onRetry={() => window.location.reload()} retryLabel={words.reload} />;
}

/** A page whose code or styles did not come, as browsers and Vite say it. */
const isUnloaded = (error: unknown): boolean => error instanceof Error && /dynamically imported module|importing a module script failed|unable to preload/i.test(error.message);

/** The page is there and could not be loaded; it is tried again when the network is back. */
function UnloadedPage() {
  useEffect(() => {
    const again = () => window.location.reload();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, []);
  return <ProblemPage error={unreachable()} title={words.unloaded} onRetry={() => window.location.reload()} retryLabel={words.reload} />;
}

/** A code that tells one crash from another without giving anything away. */
function quotable(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const name = error instanceof Error ? error.name : 'Unknown';
  const problem = asProblem(error);
  return new Problem({ title: words.title, status: 0, detail: words.about, code: `studio.${name.toLowerCase()}`, request_id: shortHash(problem.message) });
}

function shortHash(message: string): string {
  const hash = Array.from(message).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0, 7);
  return hash.toString(36);
}
