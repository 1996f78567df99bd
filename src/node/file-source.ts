import { createHash } from "node:crypto";
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import { type ByteSource, ChangedSourceError } from "../core/package/byte-source.ts";

/**
 * A file of this machine, read where it is needed. Nothing stays open between two reads, so there is nothing to close.
 *
 * @param length bytes of the file as it is now
 * @throws ChangedSourceError from `read`, when the file got shorter; the errors of `node:fs`
 */
export function fileSource(path: string, length: number): ByteSource {
  return {
    length,
    read(offset, wanted) {
      const bytes = new Uint8Array(wanted);
      const file = openSync(path, "r");
      try {
        for (let at = 0; at < wanted;) {
          const read = readSync(file, bytes, at, wanted - at, offset + at);
          if (read === 0) throw new ChangedSourceError(`${path} got shorter while it was read.`);
          at += read;
        }
      } finally {
        closeSync(file);
      }
      return bytes;
    },
  };
}

/** SHA-256 of a file in hex, which need not fit in memory. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
