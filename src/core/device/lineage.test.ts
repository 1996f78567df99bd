import { describe, expect, test } from "vitest";
import { extendLineage, pinLineage } from "./lineage.ts";
import type { AppId } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../../node/key-file.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { extend, keysFor, NOTHING_STATED, offer, pin, pinned } from "../../testing/lineage-kit.ts";

const NOTES = "com.example.notes" as AppId;

const refused = (problem: string) => expect.objectContaining({ ok: false, problem });

describe("the first contact", () => {
  test("pins the first keys that may sign packages or further keys, and trusts the former", () => {
    const ada = new DeveloperKit();
    const [ci, account, event] = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
    ada.addKey(ci, ["package", "version"], [NOTES]);
    ada.addKey(account, ["account"]);
    ada.addKey(event, ["event"]);
    const lineage = pin(ada);
    expect(lineage).toMatchObject({ registry: "test", developer: "ada", rotations: [], revoked: [] });
    const ids = (...signers: readonly KeySigner[]): readonly string[] => signers.map(({ key }) => key.keyid).toSorted();
    expect(lineage.genesis.map(({ keyid }) => keyid)).toEqual(ids(ada.signer, ci, account));
    expect(keysFor(lineage, 1)).toEqual(ids(ada.signer, ci));
    expect(keysFor(lineage, 1, "com.example.other" as AppId)).toEqual([ada.signer.key.keyid]);
  });

  test("follows rotations that were there before", () => {
    const ada = new DeveloperKit();
    const first = ada.signer;
    const second = ada.rotate();
    const third = ada.rotate({ replaces: first });
    const lineage = pin(ada, 7);
    expect(keysFor(lineage, 8)).toEqual([second.key.keyid, third.key.keyid]);
    expect(keysFor(lineage, 7)).toContain(first.key.keyid);
  });

  test("refuses a rotation that nobody in charge signed", () => {
    const ada = new DeveloperKit();
    ada.rotate({ signers: [ephemeralSigner()] });
    expect(pinLineage(offer(ada), NOTHING_STATED, nodeCrypto)).toEqual(refused("rotation"));
  });

  test("refuses a key under the id of another one", () => {
    const offered = offer(new DeveloperKit());
    const [key] = offered.lineage.genesis;
    const other = ephemeralSigner();
    const genesis = [{ ...key!, keyval: other.object.keyval }];
    expect(pinLineage({ ...offered, lineage: { ...offered.lineage, genesis } }, NOTHING_STATED, nodeCrypto)).toEqual(
      refused("genesis"),
    );
  });

  test("refuses a key that is listed twice", () => {
    const offered = offer(new DeveloperKit());
    const genesis = [...offered.lineage.genesis, ...offered.lineage.genesis];
    expect(pinLineage({ ...offered, lineage: { ...offered.lineage, genesis } }, NOTHING_STATED, nodeCrypto)).toEqual(
      refused("genesis"),
    );
  });
});

describe("an update", () => {
  test("changes nothing where the lineage is the pinned one", () => {
    const ada = new DeveloperKit();
    ada.rotate();
    const before = pin(ada);
    expect(extend(before, ada)).toEqual({ ok: true, pin: before });
  });

  test("appends rotations, each signed by a key in charge before it, and none of them a second time", () => {
    const ada = new DeveloperKit();
    const before = pin(ada);
    const second = ada.rotate();
    ada.rotate();
    const after = pinned(extend(before, ada));
    expect(after.rotations.map(({ key }) => key.keyid)).toEqual([second.key.keyid, ada.signer.key.keyid]);
    expect(extend(after, ada)).toEqual({ ok: true, pin: after });
  });

  test("does not believe another developer or registry", () => {
    const before = pin(new DeveloperKit("ada"));
    expect(extend(before, new DeveloperKit("eve"))).toEqual(refused("other-owner"));
    const elsewhere = new DeveloperKit("ada", "other");
    expect(extend(before, elsewhere)).toEqual(refused("other-owner"));
  });

  test("gets no package key in beside the pinned ones", () => {
    const ada = new DeveloperKit();
    const before = pin(ada);
    ada.addKey(ephemeralSigner(), ["package"]);
    expect(extend(before, ada)).toEqual(refused("genesis"));
  });

  test("gets nothing from an account key that no rotation signed in, not even a rotation", () => {
    const ada = new DeveloperKit();
    const before = pin(ada);
    const smuggled = ephemeralSigner();
    ada.addKey(smuggled, ["account"]);
    expect(extend(before, ada)).toEqual({ ok: true, pin: before });
    ada.rotate({ signers: [smuggled] });
    expect(extend(before, ada)).toEqual(refused("rotation"));
  });

  test("may come with further keys that devices have no use for", () => {
    const ada = new DeveloperKit();
    const before = pin(ada);
    ada.addKey(ephemeralSigner(), ["event", "version"]);
    expect(extend(before, ada)).toEqual({ ok: true, pin: before });
  });

  test("refuses a lineage of the same name with other keys", () => {
    expect(extend(pin(new DeveloperKit()), new DeveloperKit())).toEqual(refused("history"));
  });

  test("refuses a first key that is gone, or may sign more than before", () => {
    const ada = new DeveloperKit();
    const ci = ephemeralSigner();
    ada.addKey(ci, ["package"], [NOTES]);
    const before = pin(ada);
    const offered = offer(ada);
    const without = offered.lineage.genesis.slice(0, 1);
    const unbound = offered.lineage.genesis.map(({ apps: _, ...key }) => key);
    const promoted = offered.lineage.genesis.map((key) => ({ ...key, use: ["package", "account"] as const }));
    for (const genesis of [without, unbound, promoted]) {
      const changed = { ...offered, lineage: { ...offered.lineage, genesis } };
      expect(extendLineage(before, changed, NOTHING_STATED, nodeCrypto)).toEqual(refused("history"));
    }
  });

  test("refuses a lineage that drops, reorders or replaces pinned rotations", () => {
    const ada = new DeveloperKit();
    const [one, two] = [ada.rotate(), ada.rotate()];
    expect([one, two]).toHaveLength(2);
    const before = pin(ada);
    const offered = offer(ada);
    const [first, second] = offered.lineage.rotations;
    const other = new DeveloperKit();
    other.rotate();
    for (const rotations of [[], [first!], [second!, first!], [...other.rotations, second!]]) {
      const changed = { ...offered, lineage: { ...offered.lineage, rotations } };
      expect(extendLineage(before, changed, NOTHING_STATED, nodeCrypto)).toEqual(refused("history"));
    }
  });
});

describe("a revoked key", () => {
  test("that was compromised signs nothing any more", () => {
    const ada = new DeveloperKit();
    const old = ada.signer;
    const added = ada.rotate();
    ada.revoke(old, "compromised");
    expect(keysFor(pin(ada, 5), 1)).toEqual([added.key.keyid]);
  });

  test("for a reason this device does not know signs nothing any more", () => {
    const ada = new DeveloperKit();
    const old = ada.signer;
    const offered = offer(ada);
    const revoked = [{ keyid: old.key.keyid, reason: "melted" }];
    const result = pinLineage({ ...offered, lineage: { ...offered.lineage, revoked } }, NOTHING_STATED, nodeCrypto);
    expect(result).toMatchObject({ pin: { revoked: [{ last_version_code: 0 }] } });
  });

  test("that was lost still vouches for the versions there were by then, but for none after", () => {
    const ada = new DeveloperKit();
    const old = ada.signer;
    const added = ada.rotate();
    const before = pin(ada, 4);
    ada.revoke(old, "lost");
    const after = pinned(extend(before, ada, 5));
    expect(keysFor(after, 5)).toContain(old.key.keyid);
    expect(keysFor(after, 6)).toEqual([added.key.keyid]);
    // The store lists the loss again with every later version.
    const later = pinned(extend(after, ada, 9));
    expect(keysFor(later, 6)).toEqual([added.key.keyid]);
  });

  test("that was retired still vouches for the versions there were by then, but for none after", () => {
    const ada = new DeveloperKit();
    const old = ada.signer;
    const before = pin(ada, 5);
    ada.rotate({ replaces: old });
    const after = pinned(extend(before, ada, 6));
    expect(keysFor(after, 6)).toContain(old.key.keyid);
    expect(keysFor(after, 7)).not.toContain(old.key.keyid);
    const later = pinned(extend(after, ada, 9));
    expect(keysFor(later, 7)).not.toContain(old.key.keyid);
  });

  test("stays revoked when the store forgets it", () => {
    const ada = new DeveloperKit();
    const old = ada.signer;
    ada.rotate();
    ada.revoke(old, "compromised");
    const before = pin(ada);
    const offered = offer(ada);
    const forgetful = { ...offered, lineage: { ...offered.lineage, revoked: [] } };
    expect(extendLineage(before, forgetful, NOTHING_STATED, nodeCrypto)).toEqual({ ok: true, pin: before });
    const softened = {
      ...offered,
      lineage: { ...offered.lineage, revoked: [{ keyid: old.key.keyid, reason: "retired" }] },
    };
    expect(extendLineage(before, softened, NOTHING_STATED, nodeCrypto)).toEqual({ ok: true, pin: before });
  });

  test.for(["retired", "lost"] as const)("that was %s and turns out compromised signs nothing any more", (reason) => {
    const ada = new DeveloperKit();
    const old = ada.signer;
    ada.rotate();
    ada.revoke(old, reason);
    const before = pin(ada, 3);
    expect(keysFor(before, 1)).toContain(old.key.keyid);
    ada.revoke(old, "compromised");
    expect(keysFor(pinned(extend(before, ada, 3)), 1)).not.toContain(old.key.keyid);
  });
});
