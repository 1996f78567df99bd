import { describe, expect, test } from "vitest";

import { bucketFloor, bucketMiddle, bucketOf, LAST_BUCKET, percentileOf } from "./buckets.ts";
import { addDays, daysBetween, isDay, isoWeekOf, newFlags } from "./days.ts";
import { deviceId } from "./device-id.ts";
import { ulid, ulidPattern } from "./ulid.ts";
import { nodeCrypto } from "../../node/crypto.ts";

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

  test("flag the first start in each period", () => {
    expect(newFlags(null, "2026-11-26")).toEqual(["d", "w", "m", "first"]);
    expect(newFlags("2026-11-26", "2026-11-26")).toEqual([]);
    expect(newFlags("2026-11-25", "2026-11-26")).toEqual(["d"]);
    expect(newFlags("2026-11-22", "2026-11-26")).toEqual(["d", "w"]);
    expect(newFlags("2026-11-30", "2026-12-01")).toEqual(["d", "m"]);
    expect(newFlags("2025-11-26", "2026-11-26")).toEqual(["d", "w", "m"]);
  });
});

describe("a device id", () => {
  const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
  const id = (app: string, day: string): string => deviceId(secret, app, day, nodeCrypto.sha256);

  test("is the HMAC that any library computes", () => {
    // printf 'mosis-telemetry-v1\ncom.example.notes\n2026-11-26' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f
    expect(id("com.example.notes", "2026-11-26")).toBe(
      "4ed378f37302962bff522e82269bef86d361c7a9ed751fb059e0fd1d4d4f3a97",
    );
  });

  test("is another one in another app and on another day", () => {
    const ids = [
      id("com.example.notes", "2026-11-26"),
      id("com.example.notes", "2026-11-27"),
      id("com.example.clock", "2026-11-26"),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});

test("a ULID is that of its specification, and sorts by time", () => {
  expect(ulid(1469918176385, new Uint8Array(10))).toBe("01ARYZ6S410000000000000000");
  expect(ulid(2 ** 48 - 1, new Uint8Array(10).fill(255))).toBe("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  expect(ulid(0, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 31))).toMatch(new RegExp(ulidPattern));
});
