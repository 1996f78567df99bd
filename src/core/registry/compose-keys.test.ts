import { describe, expect, test } from "vitest";

import { composeFile, type ComposedFile, developerKey } from "./compose.ts";
import { registrationBody, type RevocationReason, revocationBody, rotationDocuments } from "./compose-keys.ts";
import type { DeveloperBody, DeveloperKey, RotationBody } from "./documents.ts";
import type { DeveloperRecord } from "./model.ts";
import { extendLineage, pinLineage } from "../device/lineage.ts";
import type { DeveloperId, KeyId, VersionCode } from "../ids/ids.ts";
import { lineageOf } from "../index/lineage.ts";
import { signDocument, type Signer } from "../signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../../node/key-file.ts";
import { MEMBER, ReviewKit } from "../../testing/review-kit.ts";
import { NOTHING_STATED } from "../../testing/lineage-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const { sha256 } = nodeCrypto;
const grace = "grace" as DeveloperId;
const [first, second, third] = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
const keyOf = (signer: KeySigner): DeveloperKey =>
  developerKey(signer.object, ["package", "version", "event", "account"], sha256);
const start = registrationBody({
  registry: "test",
  developer: grace,
  name: "Grace",
  githubId: MEMBER,
  keys: [keyOf(first)],
});
const record: DeveloperRecord = { developer: start, rotations: [] };

/** What one rotation leaves, and its files. */
function rotate(
  base: DeveloperRecord,
  added: KeySigner,
  by: KeySigner,
  replaces: KeyId | null = null,
): { readonly next: DeveloperRecord; readonly files: readonly ComposedFile[] } {
  const composed = rotationDocuments(base, { key: keyOf(added), signer: by.key.keyid, replaces }, sha256);
  if (!composed.ok) throw new TypeError(composed.problem);
  const { developer, rotation } = composed;
  if (rotation === null) throw new TypeError("there is no rotation");
  const next = { developer, rotations: [...base.rotations, signDocument<RotationBody>(rotation, [by, added])] };
  return { next, files: [rotationFile(rotation, [by, added]), file(developer, [by, added])] };
}

const file = (body: DeveloperBody, signers: readonly Signer[]): ComposedFile =>
  composeFile({ kind: "developer", developer: grace }, body, signers, sha256);
const rotationFile = (body: RotationBody, signers: readonly Signer[]): ComposedFile =>
  composeFile({ kind: "rotation", developer: grace, seq: body.seq }, body, signers, sha256);
const offered = (of: DeveloperRecord) => ({ registry: "test", lineage: lineageOf(of), newest: 1 as VersionCode });

/** Review of a pull request onto a registry that has these files. */
function reviewOf(files: readonly ComposedFile[], ...base: readonly ComposedFile[]): readonly string[] {
  const kit = new ReviewKit(aStore());
  for (const { path, bytes } of base) kit.base.set(path.slice("registry/".length), bytes);
  return kit.rules(files);
}

test("review lets a registration in", () => {
  expect(reviewOf([file(start, [first])])).toEqual(["merge"]);
});

test("review and devices follow rotations, also ones that replace the key that signs them", () => {
  const before = pinLineage(offered(record), NOTHING_STATED, nodeCrypto);
  const one = rotate(record, second, first);
  const two = rotate(one.next, third, first, first.key.keyid);
  expect(reviewOf(one.files, file(start, [first]))).toEqual(["review", "risk/key-added"]);
  expect(reviewOf(two.files, file(start, [first]), ...one.files)).toEqual(["review", "risk/key-added"]);
  expect(two.next.developer.keys[0]?.revoked).toEqual({ reason: "retired", from_seq: 3 });
  if (!before.ok) throw new TypeError(before.reason);
  const after = extendLineage(before.pin, offered(two.next), NOTHING_STATED, nodeCrypto);
  expect(after).toMatchObject({ ok: true, pin: { revoked: [{ keyid: first.key.keyid, reason: "retired" }] } });
});

test("review lets a key be revoked, and later for a worse reason", () => {
  const { next, files } = rotate(record, second, first);
  const lost = revoke(next.developer, first, "lost", second);
  expect(reviewOf([file(lost, [second])], file(start, [first]), ...files)).toEqual(["merge"]);
  const stolen = revoke(lost, first, "compromised", second);
  expect(reviewOf([file(stolen, [second])], ...files.slice(0, 1), file(lost, [second]))).toEqual(["merge"]);
  expect(stolen.keys[0]?.revoked).toEqual({ reason: "compromised", from_seq: 3 });
});

test.for([[["version", "event"]], [["event"]]] as const)(
  "review lets a key that only signs %j in without a rotation",
  ([use]) => {
    const key = developerKey(second.object, use, sha256);
    const composed = rotationDocuments(record, { key, signer: first.key.keyid, replaces: null }, sha256);
    if (!composed.ok) throw new TypeError(composed.problem);
    expect(composed.rotation).toBeNull();
    expect(reviewOf([file(composed.developer, [first, second])], file(start, [first]))).toEqual([
      "review",
      "risk/key-added",
    ]);
    expect(lineageOf({ developer: composed.developer, rotations: [] })).toEqual(lineageOf(record));
  },
);

describe("refuses", () => {
  const two = rotate(record, second, first).next;
  const retired = revoke(two.developer, first, "retired", second);
  const rotation = (of: DeveloperRecord, added: KeySigner, by: KeySigner, replaces: KeySigner | null = null) =>
    rotationDocuments(of, { key: keyOf(added), signer: by.key.keyid, replaces: replaces?.key.keyid ?? null }, sha256);
  const revocation = (of: DeveloperBody, key: KeySigner, by: KeySigner, reason: RevocationReason = "lost") =>
    revocationBody(of, { keyid: key.key.keyid, signer: by.key.keyid, reason }, sha256);

  test.for([
    ["to add a key again", () => rotation(two, second, first), "known-key"],
    ["a rotation by a stranger", () => rotation(two, third, third), "not-in-charge"],
    ["a rotation by a revoked key", () => rotation({ ...two, developer: retired }, third, first), "not-in-charge"],
    ["to replace a key nobody knows", () => rotation(two, third, first, ephemeralSigner()), "unknown-key"],
    ["to replace a revoked key", () => rotation({ ...two, developer: retired }, third, second, first), "revoked-key"],
    ["to revoke a key nobody knows", () => revocation(two.developer, third, first), "unknown-key"],
    ["to revoke a key twice", () => revocation(retired, first, second), "revoked-key"],
    ["to revoke the last account key", () => revocation(start, first, first), "last-account-key"],
    ["the word of the key itself", () => revocation(two.developer, first, first), "not-in-charge"],
    ["the word of a stranger", () => revocation(two.developer, first, third), "not-in-charge"],
  ] as const)("%s", ([, compose, problem]) => {
    expect(compose()).toMatchObject({ ok: false, problem });
  });

  test("to replace the last account key by one without that use", () => {
    const key = developerKey(second.object, ["package"], sha256);
    const change = { key, signer: first.key.keyid, replaces: first.key.keyid };
    expect(rotationDocuments(record, change, sha256)).toMatchObject({ ok: false, problem: "last-account-key" });
  });
});

function revoke(of: DeveloperBody, key: KeySigner, reason: RevocationReason, by: KeySigner): DeveloperBody {
  const composed = revocationBody(of, { keyid: key.key.keyid, reason, signer: by.key.keyid }, sha256);
  if (!composed.ok) throw new TypeError(composed.problem);
  return composed.developer;
}
