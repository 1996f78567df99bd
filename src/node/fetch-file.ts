export type FetchErrorCode = "unreachable" | "status" | "too-large" | "timeout";

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
  /** Bytes; a longer answer is cut off while it arrives. */
  readonly maxBytes: number;
  /** For the whole answer. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 60_000;

/**
 * Loads a file by GET; null when the server says there is none (404, 410).
 *
 * @throws FetchError
 */
export async function fetchFile(
  url: string,
  { maxBytes, timeoutMs = TIMEOUT_MS }: FetchFileOptions,
): Promise<Uint8Array | null> {
  try {
    // `manual` would hide where a redirect leads; release assets redirect once to a storage host.
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "follow" });
    if (response.status === 404 || response.status === 410) {
      await response.body?.cancel();
      return null;
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new FetchError("status", `The server answered ${response.status} for ${url}.`);
    }
    return await readAll(response.body, maxBytes, url);
  } catch (cause) {
    if (cause instanceof FetchError) throw cause;
    const timedOut = cause instanceof DOMException && cause.name === "TimeoutError";
    const message = timedOut
      ? `${url} did not answer within ${timeoutMs} ms.`
      : `${url} cannot be reached: ${reasonOf(cause)}.`;
    throw new FetchError(timedOut ? "timeout" : "unreachable", message, { cause });
  }
}

async function readAll(body: ReadableStream<Uint8Array>, maxBytes: number, url: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > maxBytes) throw new FetchError("too-large", `${url} has more than ${maxBytes} bytes.`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
