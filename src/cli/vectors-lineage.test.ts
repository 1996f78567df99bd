import { describe, expect, test } from "vitest";

import { LineageStore, type ListedVersion } from "../testing/lineage-store.ts";
import type { OfferedLineage } from "../core/device/lineage.ts";
import { isEarly, type RecoveryStatement } from "../core/trust/recoveries.ts";
import { addDays, formatTime } from "../core/trust/time.ts";
import { lineageSigners, type LineageVector } from "../testing/vectors/vectors-lineage-kit.ts";
import { readVectors } from "../testing/vectors/vectors.ts";

// The vectors of lineages through `mosis device`: each offer is published, installed or updated to, and in the end packages that one
// key signed say which keys the device believes.

/** Version codes of the vectors times this leave room for older versions, so that a device has something to update from. */
const SCALE = 10;

/**
 * What a store publishes for the n-th offer: a version for the device, which every key signed, so that only the lineage counts, and
 * the newest, which the device hears of and does not get.
 */
function versionsOf({ newest }: OfferedLineage, n: number): readonly ListedVersion[] {
  const signers = lineageSigners;
  return [
    { versionCode: n + 1, signers },
    { versionCode: newest * SCALE, signers, track: "edge" },
  ];
}

/** The statements of a vector for a device whose time is the real one: a day away, on the same side of it. */
function statedNow({ recoveries = [], now = "" }: LineageVector["input"]): readonly RecoveryStatement[] {
  return recoveries.map((each) => {
    const days = isEarly(each, new Date(now)) ? 1 : -1;
    return { ...each, not_before: formatTime(addDays(new Date(), days)) };
  });
}

describe("mosis device follows lineages", () => {
  test.for(readVectors("lineage/lineage.json"))("$name", async ({ input, expected }) => {
    const { app, offers, version } = input;
    const store = new LineageStore(app);
    store.state(statedNow(input));
    const phone = store.device();
    for (const [n, offer] of offers.entries()) {
      await store.publish(offer, versionsOf(offer, n));
      const answer = await (n === 0 ? store.install(phone) : store.update(phone));
      if ("problem" in expected && expected.offer === n) {
        const refused = expected.problem === "recovery-early" ? "app-recovery-early" : "app-lineage";
        expect(answer).toEqual({ refused, problem: expected.problem });
        expect(await store.installed(phone)).toBe(n === 0 ? null : n);
        return;
      }
      expect(answer).toEqual({ installed: n + 1 });
    }

    const named = JSON.stringify(offers);
    const believed: string[] = [];
    for (const signer of lineageSigners) {
      // Every key of the vector, and a stranger.
      if (!named.includes(signer.key.keyid) && signer !== lineageSigners.at(-1)) continue;
      await store.publish(offers.at(-1)!, [{ versionCode: version * SCALE, signers: [signer] }]);
      const answer = await store.update(store.device(phone));
      if ("installed" in answer) believed.push(signer.key.keyid);
      else expect(answer).toEqual({ refused: "app-signature", problem: undefined });
    }
    expect({ package_keys: believed.sort() }).toEqual(expected);
  });
});
