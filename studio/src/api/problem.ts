import { text } from '@/text';

const words = text.problem;

/** One wrong field of a request, as the server names it. */
export interface FieldProblem {
  field: string;
  message: string;
  code: string;
  hint?: string | null;
  where?: { file: string | null; line?: number | null; path?: (string | number)[] } | null;
}

/** `application/problem+json` as the server sends it. */
export interface ProblemDocument {
  title: string;
  status: number;
  detail: string;
  code: string;
  hint?: string | null;
  where?: FieldProblem['where'];
  errors?: FieldProblem[];
  request_id?: string | null;
  retry_after_s?: number;
  extra?: Record<string, unknown>;
}

/** Anything that went wrong with a request, in the words of the server. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly hint: string | null;
  readonly where: FieldProblem['where'];
  readonly errors: FieldProblem[];
  readonly requestId: string | null;
  readonly retryAfterS: number | null;
  readonly extra: Record<string, unknown>;

  constructor(document: ProblemDocument) {
    super(document.detail);
    this.name = 'Problem';
    this.status = document.status;
    this.code = document.code;
    this.title = document.title;
    this.hint = document.hint ?? null;
    this.where = document.where ?? null;
    this.errors = document.errors ?? [];
    this.requestId = document.request_id ?? null;
    this.retryAfterS = document.retry_after_s ?? null;
    this.extra = document.extra ?? {};
  }
}

/** The problem in an answer; answers of something in between (a proxy) become one as well. */
export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    try {
      const body = (await response.json()) as Partial<ProblemDocument>;
      if (typeof body.code === 'string') {
        return new Problem({ title: 'Request failed', detail: '', ...body, status: response.status, code: body.code });
      }
    } catch {
      // Not the JSON it claimed to be: treated like any other foreign answer below.
    }
  }
  return new Problem({
    status: response.status,
    code: `http.${response.status}`,
    ...words.foreign(`${response.status} ${response.statusText}`.trim()),
    request_id: response.headers.get('x-request-id'),
  });
}

/** The problem that an unreachable server stands for. */
export function unreachable(): Problem {
  return new Problem({
    status: 0,
    code: 'network.unreachable',
    ...words.unreachable,
  });
}

/** Any thrown value as a problem, so that one banner can show it. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : words.unexpected.detail;
  return new Problem({ status: 0, code: 'studio.unexpected', title: words.unexpected.title, detail });
}
