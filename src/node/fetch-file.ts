/**
 * Why a file could not be had:
 * - `unreachable`: no connection, no answer in time, or the connection broke
 * - `too-large`: more bytes than the caller takes
 * - `status`: the server answered, but with an error or a redirect that is not followed
 */
export type FetchErrorCode = "unreachable" | "too-large" | "status";

/** A file that could not be had from an address, and why. */
export class FetchError extends Error {
  override readonly name = "FetchError";
  readonly code: FetchErrorCode;
  constructor(code: FetchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface FetchFileOptions {
  /** Bytes after any compression; a longer answer is cut off while it arrives. */
  readonly maxBytes: number;
  /** Milliseconds without a byte before giving up. */
  readonly idleMs?: number;
  /** Milliseconds for the whole file, so that a server cannot keep us for ever with a byte now and then. */
  readonly totalMs?: number;
  /** Why a redirect to this address is not followed, or null. Every redirect within the scheme is followed when absent. */
  readonly redirectProblem?: (url: string) => string | null;
}

const IDLE_MS = 30_000;
const TOTAL_MS = 20 * 60_000;
const REDIRECTS = 5;
/** No such file: 403 is what a bucket answers that hides its listing. */
const ABSENT: ReadonlySet<number> = new Set([403, 404, 410]);
const MOVED: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Loads a file by GET; null when the server says that there is none. Redirects are followed within their scheme only, so that
 * https stays https.
 *
 * @throws FetchError
 */
export async function fetchFile(url: string, options: FetchFileOptions): Promise<Uint8Array<ArrayBuffer> | null> {
  const { maxBytes, idleMs = IDLE_MS, totalMs = TOTAL_MS, redirectProblem = () => null } = options;
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new Error(`no byte came for ${idleMs} ms`)), idleMs);
  const signal = AbortSignal.any([idle.signal, AbortSignal.timeout(totalMs)]);
  try {
    const response = await follow(url, signal, redirectProblem);
    return response === null ? null : await readAll(response, maxBytes, url, () => timer.refresh());
  } catch (cause) {
    if (cause instanceof FetchError) throw cause;
    throw new FetchError("unreachable", `${url} cannot be had: ${reasonOf(cause)}.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** The answer with the file; null where the server says that there is none. */
async function follow(
  start: string,
  signal: AbortSignal,
  redirectProblem: (url: string) => string | null,
): Promise<Response | null> {
  let url = start;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    const response = await fetch(url, { signal, redirect: "manual" });
    if (response.ok && response.status !== 204) return response;
    await response.body?.cancel();
    if (ABSENT.has(response.status)) return null;
    const location = response.headers.get("location");
    if (!MOVED.has(response.status) || location === null) {
      throw new FetchError("status", `The server answered ${response.status} for ${url}.`);
    }
    const next = URL.canParse(location, url) ? new URL(location, url) : null;
    const { protocol } = new URL(url);
    if (next?.protocol !== protocol) {
      throw new FetchError("status", `${url} redirects to another scheme than ${protocol}`);
    }
    const problem = redirectProblem(next.href);
    if (problem !== null) throw new FetchError("status", `${url} redirects to ${next.href}, which ${problem}.`);
    url = next.href;
  }
  throw new FetchError("status", `${start} redirects more than ${REDIRECTS} times.`);
}

async function readAll(
  response: Response,
  maxBytes: number,
  url: string,
  onBytes: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    onBytes();
    length += part.length;
    // Leaving the loop cancels the body and with it the connection.
    if (length > maxBytes) throw new FetchError("too-large", `${url} has more than ${maxBytes} bytes.`);
    parts.push(part);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** `fetch` hides the reason in the cause of its TypeError. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
