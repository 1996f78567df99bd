import { describe, expect, test } from "vitest";

import { type HeldNow, type Hold, isCertain, isOver, nextHolds } from "./hold.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 10, 1);

const missing: HeldNow = {
  app_id: "com.example.notes" as AppId,
  version_code: 2 as VersionCode,
  reason: "bytes-missing",
  detail: "the server gives no such file",
  tried: true,
};

/** The hold after runs that missed the version these days after the first. */
function missedAt(...days: readonly number[]): Hold {
  let holds: readonly Hold[] = [];
  for (const day of [0, ...days]) holds = nextHolds(holds, [missing], {}, new Date(START + day * DAY_MS));
  return holds[0]!;
}

describe("a hold", () => {
  test("begins with the first run that misses a version, and has its deadline from then on", () => {
    expect(missedAt()).toMatchObject({ since: "2026-11-01T00:00:00Z", until: "2026-11-15T00:00:00Z" });
    expect(missedAt(1, 13)).toMatchObject({ since: "2026-11-01T00:00:00Z", last: "2026-11-14T00:00:00Z" });
    expect(nextHolds([], [missing], { held_days: 3 }, new Date(START))[0]?.until).toBe("2026-11-04T00:00:00Z");
  });

  test("ends with the run that does not miss it, and begins anew after that", () => {
    const before = [missedAt(10)];
    expect(nextHolds(before, [], {}, new Date(START))).toEqual([]);
    const other = { ...missing, version_code: 3 as VersionCode };
    expect(nextHolds(before, [other], {}, new Date(START + 11 * DAY_MS))).toMatchObject([
      { version_code: 3, since: "2026-11-12T00:00:00Z" },
    ]);
  });

  test("of an app whose document is too large has no deadline, and is another one", () => {
    const large = { ...missing, reason: "document-too-large" } as const;
    const [hold] = nextHolds([missedAt(10)], [large], {}, new Date(START + 11 * DAY_MS));
    expect(hold).toMatchObject({ since: "2026-11-12T00:00:00Z", until: null });
    expect(isOver(hold!)).toBe(false);
  });

  test("is told when the version was missed again an hour later, so that a moment's failure is not", () => {
    expect([missedAt(), missedAt(0.5 / 24), missedAt(1 / 24)].map(isCertain)).toEqual([false, false, true]);
  });

  test("is over only when a run has tried in vain after the deadline", () => {
    expect([missedAt(13.9), missedAt(14)].map(isOver)).toEqual([false, true]);
    const untried = nextHolds([missedAt(13)], [{ ...missing, tried: false }], {}, new Date(START + 20 * DAY_MS));
    expect(untried).toEqual([missedAt(13)]);
  });
});
