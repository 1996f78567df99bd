/** Where the docs explain what went wrong; the end of `type` is the heading there. */
const TYPES = "https://mosis.dev/problems/";

/** One thing that is wrong with what was sent. */
export interface ProblemDetail {
  /** JSON Pointer (RFC 6901) into the document that was sent, or `#/query/<name>` and `#/header/<name>`. */
  readonly pointer: string;
  readonly message: string;
}

/** Why a request failed, as RFC 9457 words it. */
export interface Problem {
  /** Last part of `type`: what programs tell problems apart by. */
  readonly name: string;
  readonly status: number;
  /** The same for every problem of that name. */
  readonly title: string;
  /** What is wrong with this request, and how to mend it. */
  readonly detail: string;
  readonly errors?: readonly ProblemDetail[];
}

/** Thrown by handlers; whatever is outside of them answers with it. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.detail);
    this.problem = problem;
    this.headers = headers;
  }
}

export function problemResponse(
  { name, ...problem }: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify({ type: `${TYPES}${name}`, ...problem }), {
    status: problem.status,
    headers: { ...headers, "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
