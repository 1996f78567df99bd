import fc from "fast-check";
import { expect, test } from "vitest";
import { neededVersions } from "./needed-versions.ts";
import { type Candidate, selectUpdate } from "../device/select-update.ts";
import type { VersionCode } from "../ids/ids.ts";
import { TRACKS } from "../registry/tracks.ts";
import { runs } from "../../testing/runs.ts";

const mosis = fc.constantFrom("1.0.0", "1.1.0", "2.0.0-beta.1", "2.0.0");
const track = fc.constantFrom(...TRACKS);

/** Newest first. */
const versions = fc
  .array(
    fc.record({
      track,
      status: fc.constantFrom<Candidate["status"][]>("available", "available", "yanked", "suspended"),
      rollout_bp: fc.constantFrom(0, 500, 10_000, 10_000),
      min_mosis_version: mosis,
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.map((each, index): Candidate => {
      const code = list.length - index;
      return { version: `1.${code}.0`, version_code: code as VersionCode, ...each };
    }),
  );

test("every device is given the same version whether all are listed or only those that are needed", () => {
  const device = fc.record({ mosisVersion: mosis, track, bucket: fc.constantFrom(0, 499, 500, 9_999) });
  fc.assert(
    fc.property(versions, device, (all, on) => {
      const chosen = (from: readonly Candidate[]) => {
        const decision = selectUpdate(from, null, on);
        return decision.kind === "update" ? decision.version.version_code : null;
      };
      expect(chosen(neededVersions(all))).toBe(chosen(all));
    }),
    { numRuns: runs(500) },
  );
});

const listed = (code: number, change: Partial<Candidate> = {}): Candidate => ({
  version: `1.${code}.0`,
  version_code: code as VersionCode,
  track: "stable",
  status: "available",
  rollout_bp: 10_000,
  min_mosis_version: "1.0.0",
  ...change,
});

test.for<[string, readonly Candidate[], readonly number[]]>([
  ["nothing below a version for everybody", [listed(3), listed(2), listed(1)], [3]],
  ["what a withdrawn version does not replace", [listed(3, { status: "yanked" }), listed(2), listed(1)], [2]],
  ["what devices get that a rollout does not reach", [listed(3, { rollout_bp: 500 }), listed(2), listed(1)], [3, 2]],
  ["what an older Mosis can run", [listed(3, { min_mosis_version: "2.0.0" }), listed(2), listed(1)], [3, 2]],
  [
    "the newest of each steadier track",
    [listed(4, { track: "edge" }), listed(3, { track: "beta" }), listed(2)],
    [4, 3, 2],
  ],
  ["no beta below a stable version", [listed(2), listed(1, { track: "beta" })], [2]],
])("needed is %s", ([, all, codes]) => {
  expect(neededVersions(all).map(({ version_code: code }) => code)).toEqual(codes);
});
