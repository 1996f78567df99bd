import { constants, crc32, inflateRawSync, type Zlib } from "node:zlib";

import { type Crc32, type Inflate, InflateError } from "../../src/core/package/inflate-port.ts";

/** Inflates with zlib, into one buffer of which the system provides only what is written to. */
export const zlibInflate: Inflate = (bytes, limit) => {
  try {
    const { buffer, engine } = inflateRawSync(bytes, {
      info: true,
      maxOutputLength: Math.max(1, limit),
      chunkSize: Math.max(constants.Z_MIN_CHUNK, limit + 1),
    }) as unknown as { readonly buffer: Buffer<ArrayBuffer>; readonly engine: Zlib };
    if (buffer.length > limit) throw new InflateError("too-large", `more than ${limit} bytes`);
    // The core counts on Uint8Array: `slice` of a Buffer does not copy.
    return { bytes: new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length), consumed: engine.bytesWritten };
  } catch (error) {
    if (error instanceof InflateError || !(error instanceof Error)) throw error;
    throw new InflateError(isTooLarge(error) ? "too-large" : "corrupt", error.message, { cause: error });
  }
};

export const zlibCrc32: Crc32 = (bytes) => crc32(bytes);

function isTooLarge(error: NodeJS.ErrnoException): boolean {
  return error.code === "ERR_BUFFER_TOO_LARGE";
}
