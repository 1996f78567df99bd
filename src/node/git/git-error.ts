/**
 * Why Git could not give what was asked for:
 * - `missing`: there is no such ref or object
 * - `denied`: the remote wants another token
 * - `unreachable`: no connection, or an answer that is none
 * - `no-git`: Git itself is not installed
 */
export type GitErrorCode = "missing" | "denied" | "unreachable" | "no-git";

/** A repository that does not have something, or cannot be talked to. */
export class GitError extends Error {
  override readonly name = "GitError";
  readonly code: GitErrorCode;
  constructor(code: GitErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Runs a call of isomorphic-git and says what it failed at. */
export async function asGitError<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const { code, data } = cause as { readonly code?: unknown; readonly data?: { readonly statusCode?: number } };
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GitError(codeOf(code, data?.statusCode), `${what}: ${reason}`, { cause });
  }
}

function codeOf(code: unknown, status: number | undefined): GitErrorCode {
  if (code === "NotFoundError") return "missing";
  return status === 401 || status === 403 ? "denied" : "unreachable";
}
