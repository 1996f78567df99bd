import { describe, expect, test } from "vitest";

import { bucketFloor, bucketMiddle, bucketOf, LAST_BUCKET, percentileOf } from "./buckets.ts";
import { addDays, daysBetween, isDay, isoWeekOf } from "./days.ts";
import { ulid, ulidPattern } from "./ulid.ts";

describe("log buckets", () => {
  test("are 10.5 % wide and hold every value", () => {
    expect([0, 0.5, 1, 1.1, 1.2, 16.7, 33.4, 100, 1e9].map(bucketOf)).toEqual([0, 0, 0, 0, 1, 28, 35, 46, LAST_BUCKET]);
  });

  test("have a middle that is in the bucket, and within 5.2 % of its ends", () => {
    for (let bucket = 0; bucket < LAST_BUCKET; bucket += 1) {
      expect(bucketOf(bucketMiddle(bucket))).toBe(bucket);
      expect(bucketMiddle(bucket) / bucketFloor(bucket)).toBeLessThan(1.052);
    }
  });

  test("give the percentile of what was counted, in any order", () => {
    const counts = [
      [35, 4],
      [28, 95],
      [60, 1],
    ] as const;
    expect([0.5, 0.95, 0.96, 0.99, 1].map((share) => bucketOf(percentileOf(counts, share) ?? -1))).toEqual([
      28, 28, 35, 35, 60,
    ]);
    expect(percentileOf([], 0.5)).toBeNull();
    expect(percentileOf([[3, 0]], 0.5)).toBeNull();
  });
});

describe("days", () => {
  test("are those of the calendar", () => {
    expect(["2024-02-29", "2026-11-26"].every(isDay)).toBe(true);
    expect(["2026-02-29", "2026-11-31", "2026-13-01", "today", "2026-1-1"].some(isDay)).toBe(false);
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(daysBetween("2026-03-01", "2026-02-27")).toBe(-2);
  });

  test("are in the weeks of ISO 8601 at the turn of years", () => {
    expect(["2026-01-01", "2026-12-31", "2027-01-03", "2027-01-04", "2024-12-30", "2021-01-03"].map(isoWeekOf)).toEqual(
      ["2026-W01", "2026-W53", "2026-W53", "2027-W01", "2025-W01", "2020-W53"],
    );
  });
});

test("a ULID is that of its specification, and sorts by time", () => {
  expect(ulid(1469918176385, new Uint8Array(10))).toBe("01ARYZ6S410000000000000000");
  expect(ulid(2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  expect(ulid(0, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 31))).toMatch(new RegExp(ulidPattern));
});
