/**
 * Why the forge did not do what was asked:
 * - `stale`: what was to be changed has moved meanwhile; look again
 * - `conflict`: a pull request does not merge
 * - `denied`: the token may not do this, or the forge lets nobody do more for now
 * - `missing`: there is no such thing, or the token may not see it
 * - `unreachable`: no connection, or the forge itself failed
 * - `refused`: any other answer
 */
export type ForgeErrorCode = "stale" | "conflict" | "denied" | "missing" | "unreachable" | "refused";

/** What the forge did not do, and why. */
export class ForgeError extends Error {
  override readonly name = "ForgeError";
  readonly code: ForgeErrorCode;
  /** What the forge answered; null where there was no answer. */
  readonly status: number | null;
  constructor(code: ForgeErrorCode, message: string, options: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.code = code;
    this.status = options.status ?? null;
  }
}

const CODES: Readonly<Record<number, ForgeErrorCode>> = {
  401: "denied",
  403: "denied",
  404: "missing",
  405: "conflict",
  409: "stale",
  429: "denied",
};

/** What GitHub says with another status where something moved: a merge (405), a new ref that is there, a ref to move (422). */
const MOVED = /was modified|reference already exists|not a fast forward/i;

/**
 * Runs calls of octokit.
 *
 * @throws ForgeError where the forge did not answer as hoped; whatever else is thrown goes on as it is
 */
export async function asForgeError<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (cause) {
    const status = statusOf(cause);
    if (status === null) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    // octokit gives a connection that failed the status 500 too.
    if (status >= 500) {
      throw new ForgeError("unreachable", `The forge cannot be reached or failed: ${message}`, { cause, status });
    }
    const code = MOVED.test(message) ? "stale" : (CODES[status] ?? "refused");
    throw new ForgeError(code, `The forge answered ${status}: ${message}`, { cause, status });
  }
}

/** The HTTP status of a call of octokit that failed; null for any other error. */
export function statusOf(error: unknown): number | null {
  const status = (error as { status?: unknown }).status;
  return typeof status === "number" ? status : null;
}
