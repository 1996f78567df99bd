import { expect, test } from "vitest";

import type { StatedRecoveries } from "./check-rotation.ts";
import { extendLineage } from "./lineage.ts";
import type { LineagePin } from "./lineage-pin.ts";
import { parseLineagePin } from "./parse-lineage.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { extend, keysFor, NOTHING_STATED, offer, pin, pinned } from "../../testing/lineage-kit.ts";

// docs/spec/vectors/lineage holds the verdicts; here is what they leave behind.

const FROM = "2026-11-08T12:00:00Z";

function stated(developer: DeveloperKit, now = FROM): StatedRecoveries {
  return { recoveries: [developer.statement({ not_before: FROM })], now: new Date(now) };
}

/** A pin as a device reads it back from its disk. */
const kept = (before: LineagePin): LineagePin =>
  parseLineagePin({ file: "pin.json", pointer: "", value: JSON.parse(JSON.stringify(before)) });

test("a recovery before its time is refused with the time, and counts in that second", () => {
  const ada = new DeveloperKit();
  const before = kept(pin(ada));
  const added = ada.recover();
  expect(extend(before, ada, 1, stated(ada, "2026-11-08T11:59:59Z"))).toEqual({
    ok: false,
    problem: "recovery-early",
    reason: `Rotation 1 of "ada" is a recovery of lost keys that counts from ${FROM} on.`,
  });
  expect(keysFor(pinned(extend(before, ada, 1, stated(ada))), 2)).toEqual([added.key.keyid]);
});

test("a pinned recovery stands when nobody states it any more, whatever the clock says", () => {
  const ada = new DeveloperKit();
  const before = pin(ada);
  ada.recover();
  const after = kept(pinned(extend(before, ada, 1, stated(ada))));
  expect(extend(after, ada)).toEqual({ ok: true, pin: after });
});

test("lost keys stay out of charge, although the store keeps the loss back", () => {
  const ada = new DeveloperKit();
  const lost = ada.signer;
  const before = pin(ada);
  ada.recover();
  const honest = offer(ada, 5);
  const silent = { ...honest, lineage: { ...honest.lineage, revoked: [] } };
  const after = kept(pinned(extendLineage(before, silent, stated(ada), nodeCrypto)));
  expect(after.revoked).toEqual([{ keyid: lost.key.keyid, reason: "lost", last_version_code: 5 }]);
  ada.rotate({ signers: [lost] });
  expect(extend(after, ada, 6)).toMatchObject({ ok: false, problem: "rotation" });
});

test("a second recovery needs a statement of its own", () => {
  const ada = new DeveloperKit();
  const before = pin(ada);
  ada.recover();
  const first = stated(ada);
  ada.recover();
  expect(extend(before, ada, 1, first)).toMatchObject({ ok: false, problem: "rotation" });
  const both = { ...first, recoveries: [...first.recoveries, ada.statement({ not_before: FROM })] };
  expect(keysFor(pinned(extend(before, ada, 1, both)), 2)).toEqual([ada.signer.key.keyid]);
});

test("nothing is stated of an ordinary rotation, and nothing is needed", () => {
  const ada = new DeveloperKit();
  const before = pin(ada);
  ada.rotate();
  expect(extend(before, ada, 1, NOTHING_STATED)).toMatchObject({ ok: true });
});
