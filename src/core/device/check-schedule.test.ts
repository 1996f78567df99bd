import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterCheck,
  type CheckHistory,
  checkOffset,
  type Conditions,
  decideCheck,
  neverChecked,
  nextCheck,
} from "./check-schedule.ts";
import { limits } from "../limits.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { runs } from "../../testing/runs.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const NOON = 12 * HOUR;
const good: Conditions = { online: true, metered: false, lowBattery: false };
const succeeded = { isSuccess: true, isPutOff: false };
const failed = { isSuccess: false, isPutOff: false };
const at = (text: string): Date => new Date(`2026-11-${text}Z`);
const checked = (text: string): CheckHistory => afterCheck(neverChecked, succeeded, at(text));

describe("a check is due", () => {
  test("at once on a device that never checked", () => {
    expect(decideCheck(neverChecked, NOON, good, at("01T00:00:00"))).toMatchObject({ kind: "check", download: true });
  });

  test("once a day, at the device's own moment", () => {
    expect(nextCheck(checked("01T12:00:00"), NOON, at("01T13:00:00"))).toEqual(at("02T12:00:00"));
    expect(nextCheck(checked("01T11:59:59"), NOON, at("01T11:59:59"))).toEqual(at("01T12:00:00"));
    expect(decideCheck(checked("01T12:00:00"), NOON, good, at("02T11:59:59")).kind).toBe("wait");
    expect(decideCheck(checked("01T12:00:00"), NOON, good, at("02T12:00:00")).kind).toBe("check");
  });

  test("soon after the clock was a century ahead, not in a century", () => {
    const history = afterCheck(neverChecked, succeeded, new Date("2099-01-01T00:00:00Z"));
    expect(nextCheck(history, NOON, at("01T00:00:00"))).toEqual(at("01T12:00:00"));
  });
});

test("failures are repeated later and later, but at least daily", () => {
  let history = checked("01T12:00:00");
  const waits: number[] = [];
  let now = at("02T12:00:00");
  for (let failure = 0; failure < 9; failure += 1) {
    history = afterCheck(history, failed, now);
    const next = nextCheck(history, 0, now);
    waits.push((next.getTime() - now.getTime()) / 60_000);
    now = next;
  }
  expect(waits).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
  expect(afterCheck(history, succeeded, now)).toMatchObject({ failures: 0 });
});

describe("a check waits", () => {
  const due = at("03T00:00:00");

  test("for a network, without counting it as a failure", () => {
    expect(decideCheck(neverChecked, 0, { ...good, online: false }, due)).toMatchObject({ kind: "wait" });
  });

  test("for the charger, but not for ever", () => {
    const low = { ...good, lowBattery: true };
    const history = checked("01T00:00:00");
    expect(decideCheck(history, 0, low, at("02T00:00:00"))).toMatchObject({ until: at("05T00:00:00") });
    expect(decideCheck(history, 0, low, at("05T00:00:00"))).toMatchObject({ kind: "check" });
    expect(decideCheck(neverChecked, 0, low, at("05T00:00:00"))).toMatchObject({ kind: "check" });
  });
});

test("a metered network is good for the index, and after some days for packages", () => {
  const metered = { ...good, metered: true };
  expect(decideCheck(checked("01T00:00:00"), 0, metered, at("02T00:00:00"))).toMatchObject({ download: false });
  expect(decideCheck(checked("01T00:00:00"), 0, metered, at("05T00:00:00"))).toMatchObject({ download: true });
});

test("updates that were found on a metered network wait three days at most, although each check succeeds", () => {
  const metered = { ...good, metered: true };
  let history = checked("01T00:00:00");
  const downloads: boolean[] = [];
  for (const day of ["02", "03", "04", "05"]) {
    const now = at(`${day}T00:00:00`);
    const decision = decideCheck(history, 0, metered, now);
    if (decision.kind !== "check") throw new TypeError("a check is due");
    downloads.push(decision.download);
    history = afterCheck(history, { isSuccess: true, isPutOff: !decision.download }, now);
  }
  expect(downloads).toEqual([false, false, false, true]);
  expect(history.put_off_since).toBeNull();
});

test("a wait says what for", () => {
  const due = at("03T00:00:00");
  const decide = (history: CheckHistory, change: Partial<Conditions> = {}) =>
    decideCheck(history, NOON, { ...good, ...change }, due);
  const old = checked("01T00:00:00");
  const waits = [decide(old, { online: false }), decide(old, { lowBattery: true }), decide(checked("02T23:00:00"))];
  expect(waits).toMatchObject([
    { for: "offline" },
    { for: "low-battery" },
    { for: "not-due", until: at("03T12:00:00") },
  ]);
});

describe("the moment of a device", () => {
  const offset = (secret: string): number => checkOffset(secret, nodeCrypto.sha256);

  test("stays the same", () => {
    expect(offset("00")).toBe(offset("00"));
  });

  test("is spread evenly over the day", () => {
    const hours = Array.from({ length: 24 }, () => 0);
    for (let secret = 0; secret < 2400; secret += 1) {
      const hour = Math.floor(offset(String(secret)) / HOUR);
      hours[hour] = (hours[hour] ?? 0) + 1;
    }
    expect(Math.min(...hours)).toBeGreaterThan(60);
    expect(Math.max(...hours)).toBeLessThan(140);
  });
});

test("the next check is never in the past of the last one and never more than a day ahead of the clock", () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(time, time, fc.nat({ max: DAY - 1 }), fc.nat({ max: 2000 }), (last, present, offset, failures) => {
      const text = new Date(last).toISOString();
      const now = new Date(present);
      const next = nextCheck({ ...neverChecked, attempted_at: text, succeeded_at: text, failures }, offset, now);
      expect(next.getTime()).toBeLessThanOrEqual(present + limits.device.checkEveryMs);
      expect(next.getTime()).toBeGreaterThan(Math.min(last, present));
    }),
    { numRuns: runs(200) },
  );
});
