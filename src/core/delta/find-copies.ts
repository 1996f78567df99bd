import type { Copy } from "./delta-format.ts";

/** Bytes of a block that is looked up; shorter repetitions are left to deflate and its dictionary. */
const BLOCK_BYTES = 16;
/** A copy costs some four bytes, and as many bytes again where it cuts a text in two. */
const MIN_COPY_BYTES = 32;
/** Blocks that are looked up: of a file beyond a megabyte some are left out, so that the index stays in a processor's cache. */
const MOST_BLOCKS = 1 << 16;
const FACTOR = 0x01000193;

/**
 * What a file repeats of an older one, in the order of the file and without overlap: what both begin with, what both end with, and
 * between them, greedily, every longer run of bytes that the older file has. Takes time in proportion to both.
 */
export function findCopies(older: Uint8Array, newer: Uint8Array): readonly Copy[] {
  const shorter = Math.min(older.length, newer.length);
  let start = 0;
  while (start < shorter && older[start] === newer[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && older[older.length - 1 - tail] === newer[newer.length - 1 - tail]) tail += 1;
  const end = newer.length - tail;

  const copies = [
    { at: 0, from: 0, length: start },
    ...copiesWithin(older, newer, start, end),
    { at: end, from: older.length - tail, length: tail },
  ];
  return joined(copies).filter(({ length }) => length >= MIN_COPY_BYTES);
}

/** Greedy matches of the bytes between `start` and `end`. */
function copiesWithin(older: Uint8Array, newer: Uint8Array, start: number, end: number): readonly Copy[] {
  if (end - start < BLOCK_BYTES || older.length < BLOCK_BYTES) return [];
  const index = blockIndex(older);
  const copies: Copy[] = [];
  let free = start;
  let at = start;
  let hash = hashOf(newer, at);
  while (at + BLOCK_BYTES <= end) {
    const match = matchAt(index, hash, older, newer, { at, free, end });
    if (match === null) {
      hash = rolled(hash, newer[at] ?? 0, newer[at + BLOCK_BYTES] ?? 0);
      at += 1;
      continue;
    }
    copies.push(match);
    at = match.at + match.length;
    free = at;
    hash = hashOf(newer, at);
  }
  return copies;
}

/** The block at a place, as long as both files agree around it; null where the older file does not have it. */
function matchAt(
  index: Int32Array,
  hash: number,
  older: Uint8Array,
  newer: Uint8Array,
  { at, free, end }: { readonly at: number; readonly free: number; readonly end: number },
): Copy | null {
  const from = (index[slotOf(hash, index)] ?? 0) - 1;
  if (from < 0) return null;
  let forth = 0;
  while (at + forth < end && from + forth < older.length && older[from + forth] === newer[at + forth]) forth += 1;
  if (forth < BLOCK_BYTES) return null;
  let back = 0;
  while (back < Math.min(at - free, from) && older[from - 1 - back] === newer[at - 1 - back]) back += 1;
  const length = back + forth;
  return length < MIN_COPY_BYTES ? null : { at: at - back, from: from - back, length };
}

/** Where the older file has a block, plus one: its first one for each hash. */
function blockIndex(older: Uint8Array): Int32Array {
  const stride = Math.max(BLOCK_BYTES, Math.ceil(older.length / MOST_BLOCKS));
  const index = new Int32Array(2 ** Math.ceil(Math.log2(2 * Math.ceil(older.length / stride))));
  for (let at = 0; at + BLOCK_BYTES <= older.length; at += stride) {
    const slot = slotOf(hashOf(older, at), index);
    if (index[slot] === 0) index[slot] = at + 1;
  }
  return index;
}

/** Copies that go on where the one before ends, as one. */
function joined(copies: readonly Copy[]): readonly Copy[] {
  const all: Copy[] = [];
  for (const copy of copies) {
    const last = all.at(-1);
    const isNext = last !== undefined && last.at + last.length === copy.at && last.from + last.length === copy.from;
    if (isNext) all[all.length - 1] = { ...last, length: last.length + copy.length };
    else all.push(copy);
  }
  return all;
}

/** A polynomial of the bytes of a block, modulo 2^32. */
function hashOf(bytes: Uint8Array, at: number): number {
  let hash = 0;
  for (let offset = 0; offset < BLOCK_BYTES; offset += 1)
    hash = (Math.imul(hash, FACTOR) + (bytes[at + offset] ?? 0)) | 0;
  return hash;
}

/** What the byte that leaves a block counts by then: the factor to the power of the block's length. */
const LEAD = Array.from({ length: BLOCK_BYTES }).reduce<number>((power) => Math.imul(power, FACTOR), 1);

function rolled(hash: number, leaving: number, entering: number): number {
  return (Math.imul(hash, FACTOR) + entering - Math.imul(leaving, LEAD)) | 0;
}

/** The upper bits are the mixed ones; the length is a power of two. */
function slotOf(hash: number, index: Int32Array): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 0) >>> (Math.clz32(index.length) + 1);
}
