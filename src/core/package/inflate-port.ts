/**
 * Inflates one raw deflate stream (RFC 1951) that starts at the first byte. `consumed` counts the bytes the stream used, to the
 * byte, whatever follows it. Throws `InflateError` and holds no more than about `limit` bytes of output when there are more.
 *
 * @param dictionary what stands before the output, as zlib's `inflateSetDictionary` takes it: at most 32 KiB, none when empty
 */
export type Inflate = (
  bytes: Uint8Array,
  limit: number,
  dictionary?: Uint8Array,
) => { readonly bytes: Uint8Array; readonly consumed: number };

/**
 * Packs into one raw deflate stream. The same bytes give the same stream for one version of the host.
 *
 * @param dictionary what the stream may repeat, as `Inflate` is given it
 */
export type Deflate = (bytes: Uint8Array, dictionary?: Uint8Array) => Uint8Array;

/** CRC-32 of ISO 3309, as ZIP and PNG use it, as an unsigned integer. */
export type Crc32 = (bytes: Uint8Array) => number;

/** `corrupt`: not a whole, valid stream. `too-large`: more output than the limit. */
export type InflateErrorCode = "corrupt" | "too-large";

/** What an `Inflate` throws for bytes it can't inflate. */
export class InflateError extends Error {
  override readonly name = "InflateError";
  readonly code: InflateErrorCode;

  constructor(code: InflateErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
