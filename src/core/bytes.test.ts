import fc from "fast-check";
import { expect, test } from "vitest";

import { concatBytes, equalBytes, fromHex, toHex } from "./bytes.ts";

test("bytes are read back from their hex", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
      expect(fromHex(toHex(bytes))).toEqual(bytes);
    }),
  );
});

test.for(["0", "0G", "AB", "0x00", " 00", "00\n", "é0"])("%j is no hex", (text) => {
  expect(fromHex(text)).toBeNull();
});

test("byte strings are equal in every byte and in length", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0);
      expect(equalBytes(a, a.slice())).toBe(true);
      expect(concatBytes([a, b, a])).toEqual(new Uint8Array([...a, ...b, ...a]));
    }),
  );
});
