import { type Copy, type DeltaFile, dictionaryOf } from "./delta-format.ts";
import { findCopies } from "./find-copies.ts";
import { concatBytes } from "../bytes.ts";
import type { Deflate } from "../package/inflate-port.ts";

/** An older file by its place; both null for none. */
export interface Base {
  readonly place: number | null;
  readonly data: Uint8Array | null;
}

/** What a copy takes in a delta, about. */
const COPY_BYTES = 4;
/** Copies from which on the dictionary alone may do better: of a file changed all over, or one that repeats itself. */
const MANY_COPIES = 8;

/**
 * What a delta has of a file: the smallest of what there is with each of some bases, the first of equal ones.
 *
 * @param bases at least one
 */
export function describeFile(path: string, newer: Uint8Array, bases: readonly Base[], deflate: Deflate): DeltaFile {
  const ways = bases.flatMap((base) => {
    const copies = base.data === null ? [] : findCopies(base.data, newer);
    return (copies.length > MANY_COPIES ? [copies, []] : [copies]).map((chosen) =>
      describe(path, newer, base, chosen, deflate),
    );
  });
  return ways.reduce((best, each) => (bytesOf(each) < bytesOf(best) ? each : best));
}

function describe(
  path: string,
  newer: Uint8Array,
  { place, data }: Base,
  copies: readonly Copy[],
  deflate: Deflate,
): DeltaFile {
  const ends = [0, ...copies.map(({ at, length }) => at + length)];
  const starts = [...copies.map(({ at }) => at), newer.length];
  const fresh = concatBytes(ends.map((end, index) => newer.subarray(end, starts[index])));
  const packed = fresh.length === 0 ? fresh : deflate(fresh, dictionaryOf(data));
  return { path, base: place, copies, length: newer.length, packed };
}

function bytesOf({ packed, copies }: DeltaFile): number {
  return packed.length + COPY_BYTES * copies.length;
}
