/**
 * Why a file could not be had:
 * - `unreachable`: no connection, no answer in time, or the connection broke
 * - `too-large`: more bytes than the caller takes
 * - `status`: the server answered, but with an error or a redirect that is not followed
 */
export type HttpFetchErrorCode = "unreachable" | "too-large" | "status";

export class HttpFetchError extends Error {
  override readonly name = "HttpFetchError";
  readonly code: HttpFetchErrorCode;
  constructor(code: HttpFetchErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Loads a file by its path below a base address; null where there is none.
 *
 * @throws HttpFetchError
 */
export type HttpFetcher = (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer> | null>;

export interface HttpFetcherOptions {
  /** Milliseconds without a byte before giving up. */
  readonly idleMs?: number;
  /** Milliseconds for the whole file, so that a server cannot keep us for ever with a byte now and then. */
  readonly totalMs?: number;
}

const IDLE_MS = 30_000;
const TOTAL_MS = 20 * 60_000;
const REDIRECTS = 5;
/** No such file: 403 is what a bucket answers that hides its listing. */
const ABSENT: ReadonlySet<number> = new Set([403, 404, 410]);
const MOVED: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * A fetcher for the files below a base address. The limit counts the bytes after any compression, while they arrive. Redirects are
 * followed within their scheme only, so that https stays https.
 *
 * @param base http or https, with or without a final slash
 */
export function httpFetcher(base: string, options: HttpFetcherOptions = {}): HttpFetcher {
  const { idleMs = IDLE_MS, totalMs = TOTAL_MS } = options;
  const root = base.endsWith("/") ? base : `${base}/`;
  return async (path, maxBytes) => {
    const url = new URL(path, root);
    const idle = new AbortController();
    const timer = setTimeout(() => idle.abort(new Error(`no byte came for ${idleMs} ms`)), idleMs);
    const signal = AbortSignal.any([idle.signal, AbortSignal.timeout(totalMs)]);
    try {
      const response = await follow(url, signal);
      if (response !== null) return await readAll(response, maxBytes, url, () => timer.refresh());
      return null;
    } catch (cause) {
      if (cause instanceof HttpFetchError) throw cause;
      throw new HttpFetchError("unreachable", `${url.href} cannot be had: ${reasonOf(cause)}.`, { cause });
    } finally {
      clearTimeout(timer);
    }
  };
}

/** The answer with the file; null where the server says that there is none. */
async function follow(start: URL, signal: AbortSignal): Promise<Response | null> {
  let url = start;
  for (let hop = 0; hop <= REDIRECTS; hop += 1) {
    const response = await fetch(url, { signal, redirect: "manual" });
    if (response.ok && response.status !== 204) return response;
    await response.body?.cancel();
    if (ABSENT.has(response.status)) return null;
    const location = response.headers.get("location");
    if (!MOVED.has(response.status) || location === null) {
      throw new HttpFetchError("status", `The server answered ${response.status} for ${url.href}.`);
    }
    const next = URL.canParse(location, url) ? new URL(location, url) : null;
    if (next?.protocol !== url.protocol) {
      throw new HttpFetchError("status", `${url.href} redirects to another scheme than ${url.protocol}`);
    }
    url = next;
  }
  throw new HttpFetchError("status", `${start.href} redirects more than ${REDIRECTS} times.`);
}

async function readAll(
  response: Response,
  maxBytes: number,
  url: URL,
  onBytes: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    onBytes();
    length += part.length;
    // Leaving the loop cancels the body and with it the connection.
    if (length > maxBytes) throw new HttpFetchError("too-large", `${url.href} has more than ${maxBytes} bytes.`);
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
