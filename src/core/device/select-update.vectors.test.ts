import fc from "fast-check";
import { expect, test } from "vitest";
import { rolloutBucket } from "./rollout.ts";
import { type Candidate, selectUpdate, type UpdateDevice } from "./select-update.ts";
import decisions from "../../../docs/spec/vectors/select-update/decisions.json" with { type: "json" };
import buckets from "../../../docs/spec/vectors/select-update/rollout-buckets.json" with { type: "json" };
import type { AppId, VersionCode } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { runs } from "../../testing/runs.ts";

// The vectors are what other implementations are held to; the properties hold for ours beyond them.

test.for(decisions)("$name: $why", ({ input, expected }) => {
  const { versions, installed, device } = input;
  const decision = selectUpdate(
    versions as readonly Candidate[],
    installed as Pick<Candidate, "version" | "version_code"> | null,
    device as UpdateDevice,
  );
  const passed_over = decision.passedOver.map(({ version_code, reason }) => ({ version_code, reason }));
  expect(
    decision.kind === "update"
      ? { kind: "update", version_code: decision.version.version_code, passed_over }
      : { kind: "none", reason: decision.reason, passed_over },
  ).toEqual(expected);
});

test.for(buckets)("the bucket of $name", ({ input, expected }) => {
  expect(rolloutBucket(input.secret, input.app_id as AppId, nodeCrypto.sha256)).toBe(expected);
});

const code = fc.integer({ min: 1, max: 8 }).map((each) => each as VersionCode);
const track = fc.constantFrom("stable" as const, "beta" as const, "edge" as const);
const rollout = fc.oneof(fc.constantFrom(0, 1, 9999, 10_000), fc.integer({ min: 0, max: 10_000 }));
const candidate = fc.record({
  version: fc.constantFrom("0.0.1", "1.0.0", "9.9.9"),
  version_code: code,
  track,
  status: fc.constantFrom("available" as const, "available" as const, "yanked" as const, "suspended" as const),
  rollout_bp: rollout,
  min_mosis_version: fc.constantFrom("1.0.0", "2.0.0", "3.0.0-beta"),
});
const offered = fc.uniqueArray(candidate, { selector: ({ version_code }) => version_code, maxLength: 8 });
const installedHere = fc.option(code.map((each) => ({ version: "1.0.0", version_code: each })));
const deviceHere = fc.record({
  mosisVersion: fc.constantFrom("1.0.0", "2.5.0", "3.0.0"),
  track,
  bucket: fc.integer({ min: 0, max: 9999 }),
  rolledBack: fc.uniqueArray(code, { maxLength: 3 }),
});
const chosen = (...args: Parameters<typeof selectUpdate>): number => {
  const decision = selectUpdate(...args);
  return decision.kind === "update" ? decision.version.version_code : 0;
};

test("no update ever lowers a version, nor brings back one that was rolled back", () => {
  fc.assert(
    fc.property(offered, installedHere, deviceHere, (versions, installed, device) => {
      const decision = selectUpdate(versions, installed, device);
      if (decision.kind === "none") return;
      expect(decision.version.version_code).toBeGreaterThan(installed?.version_code ?? 0);
      expect(device.rolledBack).not.toContain(decision.version.version_code);
    }),
    { numRuns: runs(1000) },
  );
});

test("raising a rollout takes a version from no device", () => {
  const raise = fc.nat({ max: 10_000 });
  fc.assert(
    fc.property(offered, installedHere, deviceHere, code, raise, (versions, installed, device, raised, by) => {
      const before = chosen(versions, installed, device);
      const more = versions.map((each) =>
        each.version_code === raised ? { ...each, rollout_bp: Math.min(10_000, each.rollout_bp + by) } : each,
      );
      const after = chosen(more, installed, device);
      expect(after).toBeGreaterThanOrEqual(before);
      if (before === raised) expect(after).toBe(raised);
    }),
    { numRuns: runs(1000) },
  );
});

test("every newer version is either chosen, below the chosen one, or explained", () => {
  fc.assert(
    fc.property(offered, installedHere, deviceHere, (versions, installed, device) => {
      const decision = selectUpdate(versions, installed, device);
      const floor = decision.kind === "update" ? decision.version.version_code : (installed?.version_code ?? 0);
      const above = versions.map(({ version_code }) => version_code).filter((each) => each > floor);
      expect(decision.passedOver.map(({ version_code }) => version_code)).toEqual(above.toSorted((a, b) => b - a));
    }),
    { numRuns: runs(300) },
  );
});
