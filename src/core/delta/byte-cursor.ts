import { LARGEST_NUMBER } from "./delta-format.ts";
import { DeltaFault } from "./delta-fault.ts";

/** Reads a delta from its first byte on. Throws `DeltaFault`; nothing is allocated on the word of a number. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Bytes behind it. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** A view of the next bytes. */
  take(length: number, what: string): Uint8Array {
    if (length > this.left) {
      const message = `The delta ends in ${what}, at byte ${this.#bytes.length}.`;
      throw new DeltaFault("delta/truncated", { message, expected: `${length} bytes from byte ${this.#at} on` });
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** An integer of 0 to 2^31 - 1, seven bits a byte, the lowest first, in as few bytes as it fits. */
  number(what: string): number {
    const start = this.#at;
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const [byte = 0] = this.take(1, what);
      value += (byte & 127) * factor;
      const isLast = byte < 128;
      if (value > LARGEST_NUMBER || (isLast && byte === 0 && factor > 1) || (!isLast && factor === 128 ** 4)) {
        const message = `The number at byte ${start} (${what}) is too large or longer than it has to be.`;
        throw new DeltaFault("delta/number", {
          message,
          expected: `at most ${LARGEST_NUMBER}, in as few bytes as it fits`,
        });
      }
      if (isLast) return value;
    }
  }
}
