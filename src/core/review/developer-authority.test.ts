import { describe, expect, test } from "vitest";

import { toHex } from "../bytes.ts";
import type { AppId, Sha256 } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import {
  composeFile,
  type ComposedFile,
  developerBody,
  developerKey,
  REGISTRY_SPEC_VERSION,
} from "../registry/compose.ts";
import type { DeveloperBody, DeveloperKey, KeyUse, RotationBody } from "../registry/documents.ts";
import type { Signer } from "../signing/signatures.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../../node/key-file.ts";
import { utf8 } from "../../testing/builders.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { MEMBER, ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const { sha256 } = nodeCrypto;
const EVERYTHING: readonly KeyUse[] = ["package", "version", "event", "account"];

const store = aStore();
const ada = store.developer;
const [first] = [ada.signer];
const second = ada.rotate({ use: ["version"] });
const lost = ephemeralSigner();
ada.addKey(lost, ["event"]);
ada.revoke(lost, "lost");
const kit = new ReviewKit(store);
// The store lists developers by their apps; this one has none.
for (const { path, bytes } of ada.files()) kit.base.set(path.slice("registry/".length), bytes);

const fresh = ephemeralSigner();
const keyOf = (signer: KeySigner, use: readonly KeyUse[] = EVERYTHING): DeveloperKey =>
  developerKey(signer.object, use, sha256);

/** The next document of Ada, changed as told. */
function developer(signers: readonly Signer[], change: Partial<DeveloperBody> = {}): ComposedFile {
  const members = [{ github_id: MEMBER, role: "owner" as const }];
  const body = developerBody({ registry: "test", id: ada.id, seq: 2, name: "Ada", members, keys: ada.keys, ...change });
  return composeFile({ kind: "developer", developer: body.id }, body, signers, sha256);
}

const withKey = (...added: readonly DeveloperKey[]): Pick<DeveloperBody, "keys"> => ({ keys: [...ada.keys, ...added] });
const withFirst = (change: Partial<DeveloperKey>): Pick<DeveloperBody, "keys"> => ({
  keys: ada.keys.map((key) => (key.keyid === first.key.keyid ? { ...key, ...change } : key)),
});
const withLost = (revoked: DeveloperKey["revoked"]): Pick<DeveloperBody, "keys"> => ({
  keys: ada.keys.map(({ revoked: before, ...key }) => {
    if (before === undefined) return key;
    return revoked === undefined ? key : { ...key, revoked };
  }),
});

describe("a changed developer document", () => {
  test.for<[string, () => ComposedFile, string[]]>([
    ["lands when an account key signed it", () => developer([first], { name: "Ada Lovelace" }), ["merge"]],
    ["is refused with another key", () => developer([second]), ["fail", "owner/signature"]],
    ["is refused as the same once more", () => developer([first], { seq: 1 }), ["fail", "owner/seq"]],
    [
      "is looked at when it adds a key for versions",
      () => developer([first, fresh], withKey(keyOf(fresh, ["version"]))),
      ["review", "risk/key-added"],
    ],
    [
      "is refused when the added key did not sign",
      () => developer([first], withKey(keyOf(fresh, ["version"]))),
      ["fail", "risk/key-added", "owner/signature"],
    ],
    [
      "is refused when it adds a package key without a rotation",
      () => developer([first, fresh], withKey(keyOf(fresh, ["package"]))),
      ["fail", "risk/key-added", "owner/rotation"],
    ],
    [
      "is refused when it adds an account key without one",
      () => developer([first, fresh], withKey(keyOf(fresh, ["account"]))),
      ["fail", "risk/key-added", "owner/rotation"],
    ],
    [
      "is refused when a key has the id of another",
      () =>
        developer(
          [first, fresh],
          withKey({ ...keyOf(fresh, ["version"]), keyid: "0".repeat(64) as DeveloperKey["keyid"] }),
        ),
      ["fail", "risk/key-added", "owner/key-id", "owner/signature"],
    ],
    [
      "is refused when a key is listed twice",
      () => developer([first], { keys: [...ada.keys, ...ada.keys.slice(0, 1)] }),
      ["fail", "owner/key-id"],
    ],
    [
      "is refused when a key is gone",
      () => developer([first], { keys: ada.keys.slice(0, 1) }),
      ["fail", "owner/key-removed"],
    ],
    [
      "is refused when a key may do more",
      () => developer([first], { keys: ada.keys.map((key) => ({ ...key, use: EVERYTHING })) }),
      ["fail", "owner/key-removed"],
    ],
    [
      "is refused when a key is bound to fewer apps",
      () => developer([first], withFirst({ apps: ["a.b.c" as AppId] })),
      ["fail", "owner/key-removed", "owner/no-account-key"],
    ],
    [
      "lands when uses and keys are only written in another order",
      () => developer([first], { keys: ada.keys.map((key) => ({ ...key, use: key.use.toReversed() })).toReversed() }),
      ["merge"],
    ],
    ["lands when somebody else holds a key", () => developer([first], withFirst({ member: "Grace" })), ["merge"]],
    [
      "is refused when it revokes the last account key",
      () => developer([first], withFirst({ revoked: { reason: "retired", from_seq: 2 } })),
      ["fail", "owner/no-account-key"],
    ],
    [
      "is refused when a revoked key is back",
      () => developer([first], withLost(undefined)),
      ["fail", "owner/key-removed"],
    ],
    [
      "is refused when a revoked key was only retired",
      () => developer([first], withLost({ reason: "retired", from_seq: 2 })),
      ["fail", "owner/key-removed"],
    ],
    [
      "is refused when a key was revoked at another time",
      () => developer([first], withLost({ reason: "lost", from_seq: 7 })),
      ["fail", "owner/key-removed"],
    ],
    [
      "lands when a lost key turns out to be stolen",
      () => developer([first], withLost({ reason: "compromised", from_seq: 2 })),
      ["merge"],
    ],
  ])("%s", ([, file, expected]) => {
    expect(kit.rules([file()]).toSorted()).toEqual(expected.toSorted());
  });
});

/** Ada's next rotation, which adds the fresh key, beside a developer document that lists it. */
function rotate(
  change: Partial<RotationBody> = {},
  signers: readonly Signer[] = [first, fresh],
  keys: Partial<DeveloperBody> = withKey(keyOf(fresh)),
): readonly ComposedFile[] {
  const last = ada.rotations.at(-1)?.signed;
  const body: RotationBody = {
    _type: "mosis-rotation",
    spec_version: REGISTRY_SPEC_VERSION,
    registry: "test",
    developer: ada.id,
    seq: 2,
    previous: last === undefined ? null : (toHex(sha256(canonicalize(last))) as Sha256),
    key: keyOf(fresh),
    ...change,
  };
  return [
    composeFile({ kind: "rotation", developer: ada.id, seq: body.seq }, body, signers, sha256),
    developer([first, fresh], keys),
  ];
}

const retired: DeveloperKey["revoked"] = { reason: "retired", from_seq: 2 };
const retiredFirst = { keys: [...withFirst({ revoked: retired }).keys, keyOf(fresh)] };

describe("a rotation", () => {
  test.for<[string, () => readonly ComposedFile[], string[]]>([
    ["waits for a person", () => rotate(), ["review", "risk/key-added"]],
    [
      "may replace a key that the developer document revokes",
      () => rotate({ replaces: first.key.keyid }, [first, fresh], retiredFirst),
      ["review", "risk/key-added"],
    ],
    [
      "is refused when the key it replaces stays in charge",
      () => rotate({ replaces: first.key.keyid }),
      ["fail", "risk/key-added", "owner/rotation"],
    ],
    [
      "is refused when it replaces a key nobody knows",
      () => rotate({ replaces: "0".repeat(64) as DeveloperKey["keyid"] }),
      ["fail", "risk/key-added", "owner/rotation"],
    ],
    [
      "is refused when no account key signed it",
      () => rotate({}, [second, fresh]),
      ["fail", "risk/key-added", "owner/signature"],
    ],
    [
      "is refused when the new key did not sign it",
      () => rotate({}, [first]),
      ["fail", "risk/key-added", "owner/signature"],
    ],
    ["is refused when it skips a number", () => rotate({ seq: 3 }), ["fail", "risk/key-added", "owner/seq"]],
    ["is refused when it follows none", () => rotate({ previous: null }), ["fail", "risk/key-added", "registry/chain"]],
    [
      "is refused when it brings an old key again",
      () => rotate({ key: keyOf(second, ["version"]) }, [first, second]),
      ["fail", "risk/key-added", "owner/rotation"],
    ],
    [
      "is refused when the developer document lists the key otherwise",
      () => rotate({}, [first, fresh], withKey(keyOf(fresh, ["package"]))),
      ["fail", "risk/key-added", "owner/rotation"],
    ],
    [
      "is refused when the key is revoked from the start",
      () =>
        rotate(
          { key: { ...keyOf(fresh), revoked: retired } },
          [first, fresh],
          withKey({ ...keyOf(fresh), revoked: retired }),
        ),
      ["fail", "risk/key-added", "owner/rotation"],
    ],
    [
      "is refused for another registry",
      () => rotate({ registry: "elsewhere" }),
      ["fail", "risk/key-added", "registry/other-registry"],
    ],
  ])("%s", ([, files, expected]) => {
    expect(kit.rules(files()).toSorted()).toEqual(expected.toSorted());
  });
});

describe("a registration", () => {
  const bob = new DeveloperKit("bob", "test");
  const register = (signers: readonly Signer[] = [bob.signer], change: Partial<DeveloperBody> = {}): ComposedFile =>
    developer(signers, { id: bob.id, seq: 1, keys: bob.keys, ...change });

  test.for<[string, () => ComposedFile, string[]]>([
    ["lands when every key signed it", () => register(), ["merge"]],
    ["is refused when a key did not sign it", () => register([]), ["fail", "owner/signature"]],
    [
      "is refused when only one of two keys did",
      () => register([bob.signer], { keys: [...bob.keys, keyOf(fresh)] }),
      ["fail", "owner/signature"],
    ],
    ["is refused with a number above 1", () => register([bob.signer], { seq: 2 }), ["fail", "owner/seq"]],
    [
      "is refused without an account key",
      () => register([bob.signer], { keys: [keyOf(bob.signer, ["package"])] }),
      ["fail", "owner/no-account-key"],
    ],
    [
      "is refused from somebody who is no member",
      () => register([bob.signer], { members: [{ github_id: 5, role: "owner" }] }),
      ["fail", "owner/author"],
    ],
    [
      "is refused with a reserved id",
      () => register([bob.signer], { id: "support" as DeveloperBody["id"] }),
      ["fail", "submission/reserved"],
    ],
    [
      "waits for a person with the id of the owner of reserved apps",
      () => register([bob.signer], { id: "mosis" as DeveloperBody["id"] }),
      ["review", "risk/reserved-owner"],
    ],
  ])("%s", ([, file, expected]) => {
    kit.base.set(
      "reserved.json",
      utf8(
        JSON.stringify({
          prefixes: [{ prefix: "com.mosis", owners: ["mosis"], why: "Ours." }],
          developers: ["support"],
        }),
      ),
    );
    expect(kit.rules([file()]).toSorted()).toEqual(expected.toSorted());
  });
});
