import { type Inflate, InflateError } from "./inflate-port.ts";

/** Lengths and distances of RFC 1951, section 3.2.5. */
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
/** Order of the lengths of code lengths (section 3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_BITS = 15;
const END_OF_BLOCK = 256;

/** A Huffman code: how many codes of each length, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/** Inflates without any help of the host, for those that have no zlib: browsers. Several times slower than zlib. */
export const plainInflate: Inflate = (bytes, limit) => new Inflater(bytes, limit).run();

class Inflater {
  readonly #bytes: Uint8Array;
  readonly #limit: number;
  #at = 0;
  #bits = 0;
  #count = 0;
  #out = new Uint8Array(1024);
  #length = 0;

  constructor(bytes: Uint8Array, limit: number) {
    this.#bytes = bytes;
    this.#limit = limit;
  }

  run(): ReturnType<Inflate> {
    for (let isLast = false; !isLast;) {
      isLast = this.#take(1) === 1;
      const type = this.#take(2);
      if (type === 0) this.#stored();
      else if (type === 1) this.#compressed(FIXED_LITERALS, FIXED_DISTANCES);
      else if (type === 2) this.#dynamic();
      else throw corrupt("a block of no kind");
    }
    // Whole bytes that were taken in but not used are behind the stream.
    const consumed = this.#at - (this.#count >> 3);
    return { bytes: this.#out.slice(0, this.#length), consumed };
  }

  #stored(): void {
    this.#at -= this.#count >> 3;
    this.#bits = 0;
    this.#count = 0;
    const length = this.#take(16);
    if (this.#take(16) !== (length ^ 0xffff)) throw corrupt("two lengths of a block differ");
    if (this.#at + length > this.#bytes.length) throw corrupt("the stream is cut");
    this.#reserve(length);
    this.#out.set(this.#bytes.subarray(this.#at, this.#at + length), this.#length);
    this.#at += length;
    this.#length += length;
  }

  #dynamic(): void {
    const [literals, distances, lengths] = [this.#take(5) + 257, this.#take(5) + 1, this.#take(4) + 4];
    if (literals > 286 || distances > 30) throw corrupt("too many symbols");
    const ofLengths = new Uint8Array(19);
    for (let index = 0; index < lengths; index += 1) ofLengths[ORDER[index] ?? 0] = this.#take(3);
    const code = codeOf(ofLengths, true);
    const all = new Uint8Array(literals + distances);
    for (let index = 0; index < all.length;) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        all[index] = symbol;
        index += 1;
        continue;
      }
      if (symbol === 16 && index === 0) throw corrupt("nothing to repeat");
      const value = symbol === 16 ? (all[index - 1] ?? 0) : 0;
      const times = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (index + times > all.length) throw corrupt("too many lengths");
      all.fill(value, index, index + times);
      index += times;
    }
    if (all[END_OF_BLOCK] === 0) throw corrupt("a block without an end");
    this.#compressed(codeOf(all.subarray(0, literals), false), codeOf(all.subarray(literals), false));
  }

  #compressed(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.#symbol(literals);
      if (symbol === END_OF_BLOCK) return;
      if (symbol < END_OF_BLOCK) {
        this.#reserve(1);
        this.#out[this.#length] = symbol;
        this.#length += 1;
        continue;
      }
      const base = LENGTH_BASE[symbol - 257];
      if (base === undefined) throw corrupt("a length of no kind");
      const length = base + this.#take(LENGTH_BITS[symbol - 257] ?? 0);
      const code = this.#symbol(distances);
      const near = DISTANCE_BASE[code];
      if (near === undefined) throw corrupt("a distance of no kind");
      const distance = near + this.#take(code < 2 ? 0 : (code >> 1) - 1);
      if (distance > this.#length) throw corrupt("a distance before the beginning");
      this.#reserve(length);
      for (let index = 0; index < length; index += 1, this.#length += 1) {
        this.#out[this.#length] = this.#out[this.#length - distance] ?? 0;
      }
    }
  }

  /** Decodes bit by bit, as the code is canonical (section 3.2.2). */
  #symbol({ counts, symbols }: Code): number {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= MAX_BITS; length += 1) {
      code |= this.#take(1);
      const count = counts[length] ?? 0;
      if (code - count < first) return symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw corrupt("a code of no symbol");
  }

  #take(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw corrupt("the stream is cut");
      this.#bits |= byte << this.#count;
      this.#at += 1;
      this.#count += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return value;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > this.#limit) throw new InflateError("too-large", `more than ${this.#limit} bytes`);
    if (needed <= this.#out.length) return;
    const larger = new Uint8Array(Math.min(Math.max(needed, 2 * this.#out.length), this.#limit));
    larger.set(this.#out.subarray(0, this.#length));
    this.#out = larger;
  }
}

/** The code of some lengths. It must be complete, but that a code of one symbol may have one bit (section 3.2.7). */
function codeOf(lengths: Uint8Array, mustBeComplete: boolean): Code {
  const counts = new Uint16Array(MAX_BITS + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  const used = lengths.length - (counts[0] ?? 0);
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length <= MAX_BITS; length += 1) {
    left = 2 * left - (counts[length] ?? 0);
    if (left < 0) throw corrupt("too many codes");
  }
  if (left > 0 && (mustBeComplete || used > 1 || (used === 1 && counts[1] !== 1))) throw corrupt("too few codes");
  const offsets = new Uint16Array(MAX_BITS + 2);
  for (let length = 1; length <= MAX_BITS; length += 1) {
    offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0);
  }
  const symbols = new Uint16Array(used);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const at = offsets[length] ?? 0;
    symbols[at] = symbol;
    offsets[length] = at + 1;
  }
  return { counts, symbols };
}

const FIXED_LITERALS = codeOf(
  Uint8Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
  true,
);
const FIXED_DISTANCES = codeOf(new Uint8Array(32).fill(5), true);

function corrupt(what: string): InflateError {
  return new InflateError("corrupt", what);
}
