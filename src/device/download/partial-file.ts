import { createHash } from "node:crypto";

import type { Disk } from "../disk/disk.ts";
import type { FileSink } from "../../node/fetch-rest.ts";

/** Bytes kept back until they are worth bringing to the disk: what a power cut can cost. */
const BUFFER_BYTES = 1 << 20;

/** A file that grows, and its hash with it. */
export interface PartialFile extends FileSink {
  /** What came so far. */
  readonly length: number;
  /** Brings everything to the disk. */
  flush(): Promise<void>;
  /** SHA-256 of what came so far, in hexadecimal. */
  digest(): string;
}

/** Goes on with what is there of a file, or begins anew where that is longer than the whole. */
export async function openPartial(disk: Disk, path: string, wholeLength: number): Promise<PartialFile> {
  const buffer = new Uint8Array(Math.min(BUFFER_BYTES, wholeLength));
  let buffered = 0;
  let length = 0;
  let hash = createHash("sha256");

  const flush = async (): Promise<void> => {
    if (buffered === 0) return;
    const bytes = buffer.subarray(0, buffered);
    buffered = 0;
    await disk.append(path, bytes);
  };
  const clear = async (): Promise<void> => {
    await disk.remove(path);
    [buffered, length, hash] = [0, 0, createHash("sha256")];
  };

  for await (const part of disk.readParts(path)) {
    length += part.length;
    hash.update(part);
    if (length > wholeLength) break;
  }
  if (length > wholeLength) await clear();
  return {
    get length() {
      return length;
    },
    async startAt(position) {
      if (position !== length) await clear();
    },
    async write(bytes) {
      hash.update(bytes);
      length += bytes.length;
      for (let at = 0; at < bytes.length;) {
        const taken = bytes.subarray(at, at + buffer.length - buffered);
        buffer.set(taken, buffered);
        buffered += taken.length;
        at += taken.length;
        if (buffered === buffer.length) await flush();
      }
    },
    flush,
    digest: () => hash.copy().digest("hex"),
  };
}
