import {
  APP,
  each,
  first,
  key,
  type LineageVector,
  type Name,
  offer,
  rotation,
  second,
  thief,
  third,
  without,
} from "./vectors-lineage-kit.ts";
import type { DeveloperId, Sha256 } from "../../core/ids/ids.ts";
import type { Lineage } from "../../core/index/app-document.ts";
import { rotationDigest } from "../../core/registry/rotation-digest.ts";
import type { RecoveryStatement } from "../../core/trust/recoveries.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const FROM = "2026-11-08T12:00:00Z";
const BEFORE = "2026-11-08T11:59:59Z";

/** Histories of a developer who lost every account key, honest and forged. */
export function recoveryVectors(): readonly LineageVector[] {
  const start = offer([key(first)]);
  const recovery = rotation([], second, [], { replaces: first.key.keyid });
  const lost: Lineage["revoked"] = [{ keyid: first.key.keyid, reason: "lost" }];
  const recovered = offer([key(first)], [recovery], lost, 5);
  const onward = rotation([recovery], third, [second]);
  const byFinder = rotation([recovery], thief, [first]);
  const team = [key(first), key(third)];
  const keys = (...names: Name[]): LineageVector["expected"] => ({
    package_keys: names.map((name) => name.key.keyid).sort(),
  });
  const problem = (code: string, at = 1): LineageVector["expected"] => ({ problem: code, offer: at });
  const stated = (change: Partial<RecoveryStatement> = {}, now = FROM): Stated => ({
    recoveries: [statement(recovery.signed, change)],
    now,
  });
  return [
    each(
      "a recovery",
      "Signed by the new key only, but the offline keys state it, and its time has come.",
      [start, recovered],
      keys(second),
      6,
      stated(),
    ),
    each(
      "a recovery, an old version",
      "What a lost key signed before stands.",
      [start, recovered],
      keys(first, second),
      5,
      stated(),
    ),
    each(
      "a recovery of a compromised key",
      "What only such a key signed is worth nothing, at any version.",
      [start, offer([key(first)], [recovery], [{ keyid: first.key.keyid, reason: "compromised" }], 5)],
      keys(second),
      5,
      stated(),
    ),
    each("a recovery on first contact", "Checked as later.", [recovered], keys(second), 6, stated()),
    each(
      "a recovery before its time",
      "Its owner may still object.",
      [start, recovered],
      problem("recovery-early"),
      6,
      stated({}, BEFORE),
    ),
    each(
      "a recovery on first contact before its time",
      "A new device waits, too.",
      [recovered],
      problem("recovery-early", 0),
      6,
      stated({}, BEFORE),
    ),
    each(
      "a recovery long after its time",
      "A statement does not expire: a device may have been away for years.",
      [start, recovered],
      keys(second),
      6,
      stated({}, "2036-01-01T00:00:00Z"),
    ),
    each(
      "nothing new after a recovery",
      "The same lineage again.",
      [start, recovered, recovered],
      keys(second),
      6,
      stated(),
    ),
    each(
      "a recovery that nobody stated",
      "As by a thief of the online keys.",
      [start, recovered],
      problem("rotation"),
      6,
      { recoveries: [], now: FROM },
    ),
    each(
      "a statement for another rotation",
      "A thief's key in its place.",
      [start, offer([key(first)], [rotation([], thief, [])])],
      problem("rotation"),
      6,
      stated(),
    ),
    each(
      "a statement for another developer",
      "The digest is right, but not who it is for.",
      [start, recovered],
      problem("rotation"),
      6,
      stated({ developer: "eve" as DeveloperId }),
    ),
    each(
      "a statement for another number",
      "The digest is right, but not the place.",
      [start, recovered],
      problem("rotation"),
      6,
      stated({ seq: 2 }),
    ),
    each(
      "a statement with another digest",
      "The ids are right, but not the rotation.",
      [start, recovered],
      problem("rotation"),
      6,
      stated({ rotation: "00".repeat(32) as Sha256 }),
    ),
    each(
      "a recovery that the new key did not sign",
      "The offline keys stand for the lost key only.",
      [start, offer([key(first)], [without(recovery, second)], lost, 5)],
      problem("rotation"),
      6,
      stated(),
    ),
    each(
      "a recovery that was altered",
      "It is no longer the one that is stated.",
      [start, offer([key(first)], [{ ...recovery, signed: { ...recovery.signed, replaces: third.key.keyid } }])],
      problem("rotation"),
      6,
      stated(),
    ),
    each(
      "a stated rotation that the old key signed after all",
      "An ordinary rotation waits for nothing.",
      [start, offer([key(first)], [rotation([], second, [first], { replaces: first.key.keyid })], [], 5)],
      keys(second),
      6,
      stated({}, BEFORE),
    ),
    each(
      "a recovery, then a rotation",
      "The new key is in charge.",
      [start, recovered, offer([key(first)], [recovery, onward], lost, 7)],
      keys(second, third),
      8,
      stated(),
    ),
    each(
      "a recovery and a rotation at once",
      "In order.",
      [start, offer([key(first)], [recovery, onward], lost, 7)],
      keys(second, third),
      8,
      stated(),
    ),
    each(
      "a recovery after a rotation",
      "Any rotation may be one.",
      [
        offer([key(first)], [rotation([], third, [first])]),
        offer(
          [key(first)],
          [rotation([], third, [first]), rotation([rotation([], third, [first])], second, [])],
          [],
          5,
        ),
      ],
      keys(second),
      6,
      { recoveries: [statement(rotation([rotation([], third, [first])], second, []).signed)], now: FROM },
    ),
    each(
      "a rotation by whoever found the lost key",
      "Every older account key is out of charge, even if the store's online keys keep the loss back.",
      [start, offer([key(first)], [recovery, byFinder], [], 5)],
      problem("rotation"),
      6,
      stated(),
    ),
    each(
      "a rotation by whoever found another lost key",
      "Not only the one that is replaced.",
      [offer(team), offer(team, [recovery, rotation([recovery], thief, [third])], [], 5)],
      problem("rotation"),
      6,
      stated(),
    ),
    each(
      "a recovery and a package-only key",
      "A key that was never in charge signs on, unless it is named as lost.",
      [offer([key(first), key(third, ["package"])]), offer([key(first), key(third, ["package"])], [recovery], lost, 5)],
      keys(second, third),
      6,
      stated(),
    ),
    each(
      "a recovery and a lost key for one app",
      "A key that is bound to apps was never in charge.",
      [offer([key(first), key(third, ["package", "account"], [APP])], [recovery], lost, 5)],
      keys(second, third),
      6,
      stated(),
    ),
  ];
}

type Stated = Pick<LineageVector["input"], "recoveries" | "now">;

function statement(
  body: Parameters<typeof rotationDigest>[0],
  change: Partial<RecoveryStatement> = {},
): RecoveryStatement {
  const rotationSha256 = rotationDigest(body, nodeCrypto.sha256);
  const { developer, seq } = body;
  return { developer, seq, rotation: rotationSha256, developer_seq: 1, not_before: FROM, ...change };
}
