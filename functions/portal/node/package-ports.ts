import { constants, crc32, inflateRawSync, type Zlib } from "node:zlib";

import { nodeCrypto } from "../accounts/node/crypto.ts";
import type { CryptoPort } from "../../../src/core/crypto.ts";
import { InflateError } from "../../../src/core/package/inflate-port.ts";
import type { PackagePorts } from "../../../src/core/package/read-package.ts";

/** Everything the core asks of Node to read packages and verify signatures. */
export const nodePorts: CryptoPort & PackagePorts = {
  ...nodeCrypto,
  crc32: (bytes) => crc32(bytes),
  inflate(bytes, limit) {
    try {
      // One byte more than the limit, so that a stream of just that size fits one chunk.
      const chunkSize = Math.max(constants.Z_MIN_CHUNK, limit + 1);
      const options = { info: true, maxOutputLength: Math.max(1, limit), chunkSize };
      const { buffer, engine } = inflateRawSync(bytes, options) as unknown as Inflated;
      if (buffer.length > limit) throw new InflateError("too-large", `more than ${limit} bytes`);
      const inflated = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
      return { bytes: inflated, consumed: engine.bytesWritten };
    } catch (error) {
      throw inflateError(error, limit);
    }
  },
};

interface Inflated {
  readonly buffer: Buffer<ArrayBuffer>;
  readonly engine: Zlib;
}

function inflateError(error: unknown, limit: number): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof InflateError) return error;
  if (error.code === "ERR_BUFFER_TOO_LARGE")
    return new InflateError("too-large", `more than ${limit} bytes`, { cause: error });
  const isCorrupt = error.code === "Z_DATA_ERROR" || error.code === "Z_BUF_ERROR";
  return isCorrupt ? new InflateError("corrupt", error.message, { cause: error }) : error;
}
