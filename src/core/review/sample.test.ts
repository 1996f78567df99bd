import { expect, test } from "vitest";

import { isSampled } from "./sample.ts";
import { toHex } from "../bytes.ts";
import type { Sha256 } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const { sha256 } = nodeCrypto;
const digest = (n: number) => toHex(sha256(new TextEncoder().encode(`package ${n}`))) as Sha256;
const secret = (n: number) => sha256(new TextEncoder().encode(`secret ${n}`));
const drawn = (n: number): readonly number[] =>
  Array.from({ length: 8_000 }, (_, at) => at).filter((at) => isSampled(digest(at), secret(n), sha256));

test("draws about one in a hundred, the same ones each time, and others with another secret", () => {
  const first = drawn(1);
  // 80 are expected; five standard deviations are 45.
  expect(first.length).toBeGreaterThan(35);
  expect(first.length).toBeLessThan(125);
  expect(drawn(1)).toEqual(first);
  const both = drawn(2).filter((at) => first.includes(at));
  expect(both.length).toBeLessThan(15);
});

test("a secret that could be guessed is refused", () => {
  expect(() => isSampled(digest(1), new Uint8Array(15), sha256)).toThrow(RangeError);
});
