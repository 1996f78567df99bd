import { expect, test } from "vitest";
import { rolloutBucket } from "./rollout.ts";
import type { AppId } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const bucket = (secret: string, app = "com.example.notes"): number =>
  rolloutBucket(secret, app as AppId, nodeCrypto.sha256);

test("is the same for the same device and app, by a formula that a shell can compute", () => {
  // printf 'ab:com.example.notes' | sha256sum: the first 8 digits as a number, modulo 10,000.
  expect(bucket("ab")).toBe(777);
});

test("differs between apps and devices, and spreads over all buckets evenly", () => {
  expect(bucket("ab")).not.toBe(bucket("ac"));
  expect(bucket("ab")).not.toBe(bucket("ab", "com.example.other"));
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let device = 0; device < 10_000; device += 1) {
    const tenth = Math.floor(bucket(`device ${device}`) / 1000);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  // Five standard deviations of a fair share of 1,000.
  for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
