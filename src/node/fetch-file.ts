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
  /** What the server answered, where the code is `status`. */
  readonly status: number | null;
  constructor(code: FetchErrorCode, message: string, options: ErrorOptions & { readonly status?: number } = {}) {
    super(message, options);
    this.code = code;
    this.status = options.status ?? null;
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
  return answerOf(url, {}, options, (answer) => readAll(answer, options.maxBytes, url));
}

/** An answer that brings a file, or a part of one. */
export interface FileAnswer {
  readonly response: Response;
  /** The body as it comes; a broken connection throws a FetchError. Whoever leaves it early closes the connection. */
  readonly parts: AsyncIterable<Uint8Array>;
}

/**
 * Asks for a file by GET and gives the answer to `use`; null when the server says that there is none. What `use` throws goes through.
 *
 * @throws FetchError
 */
export async function answerOf<T>(
  url: string,
  headers: Readonly<Record<string, string>>,
  { idleMs = IDLE_MS, totalMs = TOTAL_MS, redirectProblem = () => null }: Omit<FetchFileOptions, "maxBytes">,
  use: (answer: FileAnswer) => Promise<T>,
): Promise<T | null> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new Error(`no byte came for ${idleMs} ms`)), idleMs);
  const signal = AbortSignal.any([idle.signal, AbortSignal.timeout(totalMs)]);
  try {
    const response = await follow(url, { signal, headers }, redirectProblem);
    if (response === null) return null;
    return await use({ response, parts: partsOf(response, url, () => timer.refresh()) });
  } finally {
    clearTimeout(timer);
  }
}

/** The answer with the file; null where the server says that there is none. */
async function follow(
  start: string,
  init: Pick<RequestInit, "signal" | "headers">,
  redirectProblem: (url: string) => string | null,
): Promise<Response | null> {
  let url = start;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    const response = await fetch(url, { ...init, redirect: "manual" }).catch((cause: unknown) => {
      throw unreachable(url, cause);
    });
    if (response.ok && response.status !== 204) return response;
    await discard(response);
    if (ABSENT.has(response.status)) return null;
    const location = response.headers.get("location");
    if (!MOVED.has(response.status) || location === null) {
      throw new FetchError("status", `The server answered ${response.status} for ${url}.`, { status: response.status });
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

/** Ends an answer that nobody reads. */
export async function discard(response: Response): Promise<void> {
  // The connection may have broken already.
  await response.body?.cancel().catch(() => undefined);
}

async function* partsOf(response: Response, url: string, onBytes: () => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of response.body ?? []) {
      onBytes();
      yield part;
    }
  } catch (cause) {
    throw unreachable(url, cause);
  }
}

/** Into one array, of the length that the server announces: no second copy is made unless it announces none, or a wrong one. */
async function readAll(
  { response, parts }: FileAnswer,
  maxBytes: number,
  url: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(response.headers.get("content-length") ?? 0);
  let whole = new Uint8Array(announced <= maxBytes ? announced : 0);
  let length = 0;
  for await (const part of parts) {
    const needed = length + part.length;
    if (needed > maxBytes) throw new FetchError("too-large", `${url} has more than ${maxBytes} bytes.`);
    if (needed > whole.length) {
      const larger = new Uint8Array(Math.min(maxBytes, Math.max(needed, 2 * whole.length)));
      larger.set(whole.subarray(0, length));
      whole = larger;
    }
    whole.set(part, length);
    length = needed;
  }
  return length === whole.length ? whole : whole.slice(0, length);
}

function unreachable(url: string, cause: unknown): FetchError {
  return new FetchError("unreachable", `${url} cannot be had: ${reasonOf(cause)}.`, { cause });
}

/** `fetch` hides the reason in the cause of its TypeError. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
