import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { findCopies } from "./find-copies.ts";
import { concatBytes } from "../bytes.ts";
import { noise } from "../../testing/builders.ts";

const first = noise(1, 5000);
const second = noise(2, 5000);
const third = noise(3, 40);

describe("the copies between two files", () => {
  test("are the whole file where nothing changed", () => {
    expect(findCopies(first, first)).toEqual([{ at: 0, from: 0, length: 5000 }]);
  });

  test("leave out what was inserted", () => {
    expect(findCopies(first, concatBytes([first.subarray(0, 1000), third, first.subarray(1000)]))).toEqual([
      { at: 0, from: 0, length: 1000 },
      { at: 1040, from: 1000, length: 4000 },
    ]);
  });

  test("find parts that changed places, whatever was put between them", () => {
    const newer = concatBytes([second.subarray(7), third, first.subarray(0, 4001), third, second.subarray(0, 7)]);
    expect(findCopies(concatBytes([first, second]), newer)).toEqual([
      { at: 0, from: 5007, length: 4993 },
      { at: 5033, from: 0, length: 4001 },
    ]);
  });

  test("are none of bytes that are too few to be worth it", () => {
    const newer = concatBytes([second, first.subarray(100, 131), second]);
    expect(findCopies(first, newer)).toEqual([]);
    expect(findCopies(first, new Uint8Array())).toEqual([]);
    expect(findCopies(new Uint8Array(), first)).toEqual([]);
  });

  test("say what is true, in order and without overlap", () => {
    const parts = fc.array(fc.tuple(fc.nat(3), fc.nat(200), fc.integer({ min: 1, max: 200 })), { maxLength: 12 });
    const sources = [first.subarray(0, 400), second.subarray(0, 400), new Uint8Array(400), third];
    const build = (chosen: readonly (readonly [number, number, number])[]): Uint8Array =>
      concatBytes(chosen.map(([source, from, length]) => (sources[source] ?? third).subarray(from, from + length)));
    fc.assert(
      fc.property(parts, parts, (before, after) => {
        const [older, newer] = [build(before), build(after)];
        let end = 0;
        for (const { at, from, length } of findCopies(older, newer)) {
          expect(at).toBeGreaterThanOrEqual(end);
          expect(Buffer.compare(older.subarray(from, from + length), newer.subarray(at, at + length))).toBe(0);
          expect(length).toBeGreaterThan(0);
          expect(from + length).toBeLessThanOrEqual(older.length);
          end = at + length;
        }
        expect(end).toBeLessThanOrEqual(newer.length);
      }),
    );
  });

  test("take time in proportion to large files that are almost all alike", () => {
    const large = new Uint8Array(4 << 20);
    const other = large.map((_, index) => (index % 100_003 === 0 ? 1 : 0));
    const started = performance.now();
    findCopies(large, other);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
