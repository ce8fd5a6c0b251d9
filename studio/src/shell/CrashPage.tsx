import { useRouteError } from 'react-router';
import { asProblem, Problem } from '@/api/problem';
import { text } from '@/text';
import { ProblemPage } from './ProblemPage';

const words = text.shell.crash;

/** What stands in place of a page that failed while it was drawn. */
export function CrashPage() {
  const error = useRouteError();
  return <ProblemPage error={quotable(error)} title={words.title} onRetry={() => window.location.reload()} retryLabel={words.reload} />;
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
