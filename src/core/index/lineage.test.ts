import { expect, test } from "vitest";

import { lineageOf } from "./lineage.ts";
import type { DeveloperBody, DeveloperKey } from "../registry/documents.ts";
import { developerKey } from "../registry/compose.ts";
import type { DeveloperRecord } from "../registry/model.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { aSigner } from "../../testing/builders.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";

const kit = new DeveloperKit();
const first = kit.keys[0]!;
const replaced = kit.rotate({ replaces: kit.signer });
const rotated = kit.rotate({ use: ["package"] });

const record = (keys: readonly DeveloperKey[]): DeveloperRecord => ({
  developer: { id: kit.id, keys } as unknown as DeveloperBody,
  rotations: kit.rotations,
});

test("begins with the keys that no rotation added, and goes on with the rotations", () => {
  const lineage = lineageOf(record(kit.keys));
  expect(lineage.genesis.map(({ keyid }) => keyid)).toEqual([first.keyid]);
  expect(lineage.rotations.map(({ signed }) => signed.key.keyid)).toEqual([replaced.key.keyid, rotated.key.keyid]);
  expect(lineage.revoked).toEqual([{ keyid: first.keyid, reason: "retired" }]);
});

test("begins the same after any change that a developer document may make", () => {
  const account = developerKey(aSigner("account").object, ["account"], nodeCrypto.sha256, { member: "Ada" });
  const before = lineageOf(record([account, ...kit.keys])).genesis;
  const events = developerKey(aSigner("events").object, ["event", "version"], nodeCrypto.sha256);
  const renamed = { ...account, member: "Grace", revoked: { reason: "lost", from_seq: 3 } } as const;
  expect(before).toHaveLength(2);
  expect(lineageOf(record([...kit.keys, events, renamed])).genesis).toEqual(before);
});

test("says once why a key signs nothing any more, by the worse reason", () => {
  const stolen = kit.keys.map((key) =>
    key.keyid === first.keyid ? { ...key, revoked: { reason: "compromised", from_seq: 2 } as const } : key,
  );
  expect(lineageOf(record(stolen)).revoked).toEqual([{ keyid: first.keyid, reason: "compromised" }]);
});
