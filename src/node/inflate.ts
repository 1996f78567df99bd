import { constants, crc32, deflateRawSync, inflateRawSync, type Zlib } from "node:zlib";
import { type Crc32, type Deflate, type Inflate, InflateError } from "../core/package/inflate-port.ts";

/** Inflates with zlib into one buffer, of which the system provides only what is written to. */
export const nodeInflate: Inflate = (bytes, limit, dictionary) => {
  try {
    // One byte more than the limit, so that a stream of just that size fits one chunk.
    const chunkSize = Math.max(constants.Z_MIN_CHUNK, limit + 1);
    const { buffer, engine } = inflateRawSync(bytes, {
      info: true,
      maxOutputLength: Math.max(1, limit),
      chunkSize,
      ...preset(dictionary),
    }) as unknown as {
      readonly buffer: Buffer<ArrayBuffer>;
      readonly engine: Zlib;
    };
    if (buffer.length > limit) throw new InflateError("too-large", `more than ${limit} bytes`);
    // The core counts on Uint8Array: `slice` of a Buffer does not copy.
    return { bytes: new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length), consumed: engine.bytesWritten };
  } catch (error) {
    throw asInflateError(error, limit);
  }
};

/** Deflates with every parameter fixed, so that one version of Node always gives the same bytes. */
export const nodeDeflate: Deflate = (bytes, dictionary) =>
  deflateRawSync(bytes, {
    level: 9,
    memLevel: 9,
    windowBits: 15,
    strategy: constants.Z_DEFAULT_STRATEGY,
    ...preset(dictionary),
  });

/** CRC-32 of zlib. */
export const nodeCrc32: Crc32 = (bytes) => crc32(bytes);

/** Node takes an empty dictionary for a wrong one. */
function preset(dictionary: Uint8Array | undefined): { readonly dictionary?: Uint8Array } {
  return dictionary === undefined || dictionary.length === 0 ? {} : { dictionary };
}

function asInflateError(error: unknown, limit: number): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof InflateError) return error;
  if (error.code === "ERR_BUFFER_TOO_LARGE")
    return new InflateError("too-large", `more than ${limit} bytes`, { cause: error });
  if (error.code === "Z_DATA_ERROR" || error.code === "Z_BUF_ERROR") {
    return new InflateError("corrupt", error.message, { cause: error });
  }
  return error;
}
