import { crc32 } from "node:zlib";
import { type ForgedEntry, forgeZip, littleEndian } from "./zip-forge.ts";
import { concatBytes } from "../../core/bytes.ts";

// An archive whose entry is the archive itself, after Russ Cox, "Zip Files All The Way Down" (https://research.swtch.com/zip, 2010).
// A deflate stream is a program of two instructions, "print these bytes" and "repeat the last n bytes". Below, P is everything before
// the stream, S everything after it, L(n) the instruction that prints the n bytes after it, and R(n) the one that repeats n bytes.

/** Bytes of an instruction, but for the last one. */
const STEP = 5;

/** Makes the archive. Its only freedom is the length of `path` and of what stands before it: the repeats must fit five bytes. */
export function quineZip(before: readonly ForgedEntry[], path: string): Uint8Array<ArrayBuffer> {
  const forge = (stream: Uint8Array, crc: number, length: number): Uint8Array =>
    forgeZip({ entries: [...before, { path, packed: stream, both: { crc32: crc, length } }] });
  const shell = forge(new Uint8Array(0), 0, 0);
  const p = new DataView(shell.buffer, shell.byteOffset).getUint32(shell.length - 6, true);
  const space = program(shell.subarray(0, p), shell.subarray(p)).length;
  const withCrc = (crc: number): Uint8Array<ArrayBuffer> => {
    const around = forge(new Uint8Array(space), crc, shell.length + space);
    const [prefix, suffix] = [around.subarray(0, p), around.subarray(p + space)];
    return concatBytes([prefix, program(prefix, suffix), suffix]);
  };
  return withCrc(fixedPoint((crc) => crc32(withCrc(crc))));
}

/** A program that prints P, itself and S. Each line but the last prints what the one before it and it left unprinted. */
function program(prefix: Uint8Array, suffix: Uint8Array): Uint8Array<ArrayBuffer> {
  const [first = 0] = prefix;
  const start = print(prefix.length + STEP);
  const again = repeat(prefix.length + STEP, first);
  const four = repeat(4 * STEP, null);
  const [l0, l1, l4] = [print(0), print(STEP), print(4 * STEP)];
  const end = lastRepeat(suffix.length);
  const last = print(end.length + suffix.length);
  const lines = [
    [start, prefix, start],
    [again, l1, again],
    [l1, l1],
    [l4, again, l1, l1, l4, four],
    [l4, four, l4, four, l4, four],
    [l4, four, l0, l0, last, four],
    [l0, l0],
    [last, end, suffix, end],
  ];
  return concatBytes(lines.flat());
}

/** L(n): the head of a stored block (RFC 1951, 3.2.4). */
function print(bytes: number): Uint8Array {
  return concatBytes([Uint8Array.of(0), littleEndian([bytes, 2], [bytes ^ 0xffff, 2])]);
}

/**
 * R(n) in exactly five bytes, so that blocks stay aligned: one or two matches, perhaps after the first of the bytes itself, then
 * empty blocks.
 *
 * @param first the byte that is n bytes back, where it is known
 */
function repeat(bytes: number, first: number | null): Uint8Array {
  for (const literals of first === null ? [[]] : [[], [first]]) {
    const rest = bytes - literals.length;
    for (const matches of [[rest], ...Array.from({ length: rest - 5 }, (_, index) => [index + 3, rest - index - 3])]) {
      for (const empty of [0, 1, 2]) {
        if (matches.some((length) => length < 3 || length > 257)) continue;
        const bits = [
          ...block(0, literals, matches, bytes),
          ...Array.from({ length: empty }, () => block(0, [], [], 0)),
        ];
        if (bits.flat().length === 8 * STEP) return packed(bits.flat());
      }
    }
  }
  throw new TypeError(`no five bytes repeat ${bytes} bytes; change the length of the path`);
}

/** R(n) as the last block, of as many bytes as it takes to repeat itself and the suffix. */
function lastRepeat(suffix: number): Uint8Array {
  for (let own = 3; own < 8; own += 1) {
    const made = packed(block(1, [], [own + suffix], own + suffix));
    if (made.length === own) return made;
  }
  throw new TypeError("no last block repeats itself");
}

/** A block with fixed codes (RFC 1951, 3.2.6), as bits: literals below 144, then matches at one distance. */
function block(final: 0 | 1, literals: readonly number[], matches: readonly number[], distance: number): number[] {
  return [
    final,
    1,
    0,
    ...literals.flatMap((byte) => code(0x30 + byte, 8)),
    ...matches.flatMap((length) => [...lengthBits(length), ...distanceBits(distance)]),
    ...code(0, 7),
  ];
}

/** Symbols 257 to 284 come in fours of one number of extra bits, from 265 on. */
function lengthBits(length: number): number[] {
  const extra = length < 11 ? 0 : Math.floor(Math.log2(length - 3)) - 2;
  const symbol = length < 11 ? 254 + length : 257 + 4 * extra + ((length - 3) >> extra);
  const bits = symbol < 280 ? code(symbol - 256, 7) : code(0xc0 + symbol - 280, 8);
  return [...bits, ...number((length - 3) & ((1 << extra) - 1), extra)];
}

/** Codes 0 to 29 come in twos, from 4 on. */
function distanceBits(distance: number): number[] {
  const extra = distance < 5 ? 0 : Math.floor(Math.log2(distance - 1)) - 1;
  const symbol = distance < 5 ? distance - 1 : 2 * extra + ((distance - 1) >> extra);
  return [...code(symbol, 5), ...number((distance - 1) & ((1 << extra) - 1), extra)];
}

/** Huffman codes stand in a stream from their highest bit on, numbers from their lowest. */
function code(value: number, bits: number): number[] {
  return number(value, bits).reverse();
}

function number(value: number, bits: number): number[] {
  return Array.from({ length: bits }, (_, index) => (value >> index) & 1);
}

function packed(bits: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [index, bit] of bits.entries()) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (index & 7));
  return bytes;
}

/** The x with f(x) = x of a function that is affine over bits, as a CRC is: solves (A + 1) x = f(0) by elimination. */
function fixedPoint(f: (x: number) => number): number {
  const zero = BigInt(f(0));
  const columns = Array.from({ length: 32 }, (_, bit) => BigInt(f((1 << bit) >>> 0)) ^ zero ^ (1n << BigInt(bit)));
  const bitAt = (value: bigint, at: number): bigint => (value >> BigInt(at)) & 1n;
  // Row i: bit j is the coefficient of x's bit j, bit 32 the right side.
  let rows = Array.from({ length: 32 }, (_, row) =>
    columns.reduce((sum, column, at) => sum | (bitAt(column, row) << BigInt(at)), bitAt(zero, row) << 32n),
  );
  for (let at = 0; at < 32; at += 1) {
    const pivot = rows.findIndex((row, index) => index >= at && bitAt(row, at) === 1n);
    if (pivot === -1) throw new TypeError("no CRC is its own; change the path");
    const [by = 0n] = rows.splice(pivot, 1);
    rows = rows.toSpliced(at, 0, by).map((row, index) => (index !== at && bitAt(row, at) === 1n ? row ^ by : row));
  }
  return Number(rows.reduce((x, row, at) => x | (bitAt(row, 32) << BigInt(at)), 0n));
}
