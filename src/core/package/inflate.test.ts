import { constants, deflateRawSync } from "node:zlib";

import fc from "fast-check";
import { expect, test } from "vitest";

import { plainInflate } from "./inflate.ts";
import { InflateError } from "./inflate-port.ts";
import { nodeInflate } from "../../node/inflate.ts";
import { runs } from "../../testing/runs.ts";

const data = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc
    .array(fc.constantFrom("local ", "notes", " = ", "\n", "aaaa"), { maxLength: 900 })
    .map((words) => Buffer.from(words.join(""))),
);

const PLENTY = 10 << 20;

/** What an inflate does with a stream, as far as the contract of the port goes. */
function outcome(inflate: typeof plainInflate, stream: Uint8Array, limit: number): unknown {
  try {
    const { bytes, consumed } = inflate(stream, limit);
    return { bytes: Buffer.from(bytes).toString("hex"), consumed };
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    return error.code;
  }
}

test("gives what zlib deflated, to the byte, whatever follows it", () => {
  const level = fc.constantFrom(0, 1, 6, 9);
  const strategy = fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY);
  fc.assert(
    fc.property(data, level, strategy, fc.uint8Array({ maxLength: 9 }), (bytes, at, how, after) => {
      const stream = deflateRawSync(bytes, { level: at, strategy: how });
      const found = plainInflate(Buffer.concat([stream, after]), bytes.length);
      expect(Buffer.from(found.bytes)).toEqual(Buffer.from(bytes));
      expect(found.consumed).toBe(stream.length);
    }),
    { numRuns: runs(200) },
  );
});

test("says of damaged streams what zlib says", () => {
  fc.assert(
    fc.property(data, fc.nat(), fc.nat(255), (bytes, at, value) => {
      const stream = Uint8Array.from(deflateRawSync(bytes));
      stream[at % stream.length] = value;
      expect(outcome(plainInflate, stream, PLENTY)).toEqual(outcome(nodeInflate, stream, PLENTY));
    }),
    { numRuns: runs(500) },
  );
});

test("refuses what zlib refuses under any limit", () => {
  fc.assert(
    fc.property(data, fc.nat(4000), (bytes, limit) => {
      const stream = deflateRawSync(bytes);
      expect(outcome(plainInflate, stream, limit)).toEqual(outcome(nodeInflate, stream, limit));
    }),
    { numRuns: runs(200) },
  );
});

test("holds no more than the limit of a bomb", () => {
  const bomb = deflateRawSync(new Uint8Array(50 << 20));
  expect(() => plainInflate(bomb, 1000)).toThrow(InflateError);
  expect(outcome(plainInflate, bomb, 50 << 20)).toMatchObject({ consumed: bomb.length });
});
