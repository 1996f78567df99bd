import { DeltaFault } from "./delta-fault.ts";
import { type DeltaFile, dictionaryOf, freshBytes } from "./delta-format.ts";
import { echo } from "../findings/finding.ts";
import { type Inflate, InflateError } from "../package/inflate-port.ts";

/**
 * The bytes of a file that a delta changes or adds.
 *
 * @param base its older file, of the length that its copies were checked against
 * @throws DeltaFault `delta/stream`
 */
export function rebuildFile(change: DeltaFile, base: Uint8Array | null, inflate: Inflate): Uint8Array {
  const fresh = inflateFresh(change, dictionaryOf(base), inflate);
  if (base === null || change.copies.length === 0) return fresh;
  const data = new Uint8Array(change.length);
  let used = 0;
  let end = 0;
  for (const { at, from, length } of change.copies) {
    data.set(fresh.subarray(used, used + at - end), end);
    data.set(base.subarray(from, from + length), at);
    used += at - end;
    end = at + length;
  }
  data.set(fresh.subarray(used), end);
  return data;
}

function inflateFresh(change: DeltaFile, dictionary: Uint8Array, inflate: Inflate): Uint8Array {
  const length = freshBytes(change);
  if (length === 0) return new Uint8Array();
  const fail = (trouble: string): never => {
    const message = `The stream of ${echo(change.path)} ${trouble}.`;
    throw new DeltaFault("delta/stream", {
      message,
      expected: `${length} bytes in ${change.packed.length} packed ones`,
    });
  };
  try {
    const { bytes, consumed } = inflate(change.packed, length, dictionary);
    if (consumed !== change.packed.length) fail(`ends after ${consumed} bytes`);
    return bytes.length === length ? bytes : fail(`gives ${bytes.length} bytes`);
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    return fail(error.code === "too-large" ? "gives more bytes" : "is no deflate stream");
  }
}
