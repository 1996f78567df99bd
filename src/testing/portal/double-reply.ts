/** The API key that the double knows, and the address of whose it is. */
export const PORTAL_KEY = "mosis_key-of-dana";
export const PORTAL_ACCOUNT = "dana@example.com";

/** What a test may change about the double. */
export interface DoubleState {
  /** What becomes of who signs in: the code is confirmed, refused, or still waits. */
  decision: "approve" | "deny" | "wait";
  /** Bytes of a package that it takes itself. */
  directBytes: number;
  /** Developers that the account speaks for. */
  readonly developers: Set<string>;
}

/** What a route answers. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem document (RFC 9457). */
export function problem(
  status: number,
  name: string,
  more: { readonly retryAfter?: number; readonly errors?: readonly object[] } = {},
): Reply {
  const { retryAfter, errors } = more;
  const title = `It is ${name}`;
  return {
    status,
    body: { type: `https://mosis.dev/problems/${name}`, title, status, detail: `${title}.`, ...(errors && { errors }) },
    ...(retryAfter !== undefined && { headers: { "retry-after": String(retryAfter) } }),
  };
}
