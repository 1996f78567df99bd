import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Candidate, selectUpdate, type UpdateDevice } from "./select-update.ts";
import type { VersionCode } from "../ids/ids.ts";

const device: UpdateDevice = { mosisVersion: "1.5.0", track: "stable", bucket: 5000 };

function candidate(code: number, change: Partial<Candidate> = {}): Candidate {
  return {
    version: `1.${code}.0`,
    version_code: code as VersionCode,
    track: "stable",
    status: "available",
    rollout_bp: 10_000,
    min_mosis_version: "1.0.0",
    ...change,
  };
}

const select = (versions: readonly Candidate[], installed: number | null, on: Partial<UpdateDevice> = {}) =>
  selectUpdate(versions, installed === null ? null : candidate(installed), { ...device, ...on });

test("takes the highest version, whatever the order they are listed in", () => {
  const decision = select([candidate(2), candidate(9), candidate(4)], 1);
  expect(decision).toMatchObject({ kind: "update", version: { version_code: 9 }, passedOver: [] });
});

test("has nothing to do on the newest version, or a newer one than the store's", () => {
  expect(select([candidate(1), candidate(2)], 2)).toMatchObject({ kind: "none", reason: "up-to-date" });
  expect(select([candidate(1)], 2)).toMatchObject({ kind: "none", reason: "up-to-date" });
});

test("has nothing to install where the store lists nothing", () => {
  expect(select([], null)).toMatchObject({ kind: "none", reason: "nothing-offered" });
});

describe("passes over", () => {
  const cases: readonly (readonly [string, Partial<Candidate>, string])[] = [
    ["a yanked version", { status: "yanked", reason: "crashes at start" }, "yanked"],
    ["a suspended version", { status: "suspended" }, "suspended"],
    ["a version of a track not followed", { track: "beta" }, "track"],
    ["a version for a newer Mosis", { min_mosis_version: "1.5.1" }, "mosis-too-old"],
    ["a version rolled out to others", { rollout_bp: 5000 }, "rollout"],
    ["a version held back", { rollout_bp: 0 }, "rollout"],
  ];

  test.for(cases)("%s, and says why", ([, change, reason]) => {
    const decision = select([candidate(2), candidate(3, change)], 1);
    expect(decision).toMatchObject({
      kind: "update",
      version: { version_code: 2 },
      passedOver: [{ version_code: 3, reason }],
    });
    const alone = select([candidate(1), candidate(3, change)], 1);
    expect(alone).toMatchObject({ kind: "none", reason });
  });

  test("in words for people", () => {
    const why = (change: Partial<Candidate>): string => {
      const decision = select([candidate(3, change)], 1);
      return decision.kind === "none" ? decision.why : "";
    };
    expect(cases.map(([, change]) => why(change))).toMatchInlineSnapshot(`
      [
        "Version 1.3.0 was withdrawn: "crashes at start"",
        "Version 1.3.0 is suspended by the store.",
        "Version 1.3.0 is on the track beta; this device follows stable.",
        "Version 1.3.0 needs Mosis 1.5.1; this device has 1.5.0.",
        "Version 1.3.0 is rolled out to 50 % of devices, and this one is not among them yet.",
        "Version 1.3.0 is held back for now.",
      ]
    `);
  });
});

test("gives a version to exactly the share of buckets it is rolled out to", () => {
  const gets = (bucket: number, rollout: number): boolean =>
    select([candidate(2, { rollout_bp: rollout })], 1, { bucket }).kind === "update";
  expect(gets(0, 1)).toBe(true);
  expect(gets(1, 1)).toBe(false);
  expect(gets(9999, 10_000)).toBe(true);
  expect(gets(0, 0)).toBe(false);
});

test("gives devices that like new things the calmer tracks too", () => {
  const versions = [candidate(2), candidate(3, { track: "beta" }), candidate(4, { track: "edge" })];
  const chosen = (["stable", "beta", "edge"] as const).map((track) => {
    const decision = select(versions, 1, { track });
    return decision.kind === "update" ? decision.version.version_code : null;
  });
  expect(chosen).toEqual([2, 3, 4]);
});

test("compares Mosis versions as SemVer does", () => {
  const needs = (min: string) => select([candidate(2, { min_mosis_version: min })], 1, { mosisVersion: "1.10.0" }).kind;
  expect(needs("1.9.0")).toBe("update");
  expect(needs("1.10.0-beta.1")).toBe("update");
  expect(needs("1.11.0")).toBe("none");
});

test("never lowers a version nor gives one that this device may not have", () => {
  const arbitrary = fc.record({
    version_code: fc.integer({ min: 1, max: 6 }),
    track: fc.constantFrom("stable" as const, "beta" as const, "edge" as const),
    status: fc.constantFrom("available" as const, "yanked" as const, "suspended" as const),
    rollout_bp: fc.constantFrom(0, 4000, 10_000),
    min_mosis_version: fc.constantFrom("1.0.0", "2.0.0"),
  });
  const versions = fc.uniqueArray(arbitrary, { selector: ({ version_code: each }) => each });
  fc.assert(
    fc.property(versions, fc.option(fc.integer({ min: 1, max: 6 })), (listed, installed) => {
      const candidates = listed.map(({ version_code: code, ...rest }) => candidate(code, rest));
      const decision = select(candidates, installed);
      const newer = candidates.filter(({ version_code: code }) => code > (installed ?? 0));
      if (decision.kind === "none") {
        expect(decision.passedOver).toHaveLength(newer.length);
        return;
      }
      const { version } = decision;
      expect(version).toMatchObject({
        track: "stable",
        status: "available",
        rollout_bp: 10_000,
        min_mosis_version: "1.0.0",
      });
      expect(newer).toContain(version);
    }),
  );
});
