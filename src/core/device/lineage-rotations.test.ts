import { describe, expect, test } from "vitest";
import { type CheckedLineage, extendLineage } from "./lineage.ts";
import type { AppId, DeveloperId, KeyId, Sha256 } from "../ids/ids.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../../node/key-file.ts";
import { DeveloperKit } from "../../testing/developer-kit.ts";
import { extend, keysFor, NOTHING_STATED, offer, pin, pinned } from "../../testing/lineage-kit.ts";

const NOTES = "com.example.notes" as AppId;

const refused = (problem: string) => expect.objectContaining({ ok: false, problem });

describe("a new rotation", () => {
  const afterTheft = (
    steal: (ada: DeveloperKit) => readonly [KeySigner, ...KeySigner[]],
    use: readonly ("package" | "account")[] = ["package", "account"],
  ): CheckedLineage => {
    const ada = new DeveloperKit();
    const stolen = steal(ada);
    const before = pin(ada);
    ada.rotate({ signers: stolen, use });
    return extend(before, ada);
  };

  test("by a key that may sign packages only is refused", () => {
    const steal = (ada: DeveloperKit): readonly [KeySigner] => {
      const ci = ephemeralSigner();
      ada.addKey(ci, ["package"]);
      return [ci];
    };
    expect(afterTheft(steal)).toEqual(refused("rotation"));
  });

  test("by an account key that is bound to apps is refused", () => {
    const steal = (ada: DeveloperKit): readonly [KeySigner] => {
      const bound = ephemeralSigner();
      ada.addKey(bound, ["account"], [NOTES]);
      return [bound];
    };
    expect(afterTheft(steal)).toEqual(refused("rotation"));
  });

  test("by a key that an earlier rotation replaced is refused", () => {
    const steal = (ada: DeveloperKit): readonly [KeySigner] => {
      const old = ada.signer;
      ada.rotate({ replaces: old });
      return [old];
    };
    expect(afterTheft(steal)).toEqual(refused("rotation"));
  });

  test("by a key replaced in the same update is refused too", () => {
    const ada = new DeveloperKit();
    const old = ada.signer;
    const before = pin(ada);
    ada.rotate({ replaces: old });
    ada.rotate({ signers: [old] });
    expect(extend(before, ada)).toEqual(refused("rotation"));
  });

  test("by a key that was revoked when the pin was taken is refused", () => {
    const steal = (ada: DeveloperKit): readonly [KeySigner] => {
      const other = ephemeralSigner();
      ada.addKey(other, ["account"]);
      ada.revoke(other, "lost");
      return [other];
    };
    expect(afterTheft(steal)).toEqual(refused("rotation"));
  });

  test("by a key that was revoked since stands, because nobody can tell what came first", () => {
    const ada = new DeveloperKit();
    const before = pin(ada);
    const old = ada.signer;
    const added = ada.rotate();
    ada.revoke(old, "compromised");
    expect(keysFor(pinned(extend(before, ada)), 1)).toEqual([added.key.keyid]);
  });

  const spoiled = (change: (rotation: DeveloperKit["rotations"][number]) => object): CheckedLineage => {
    const ada = new DeveloperKit();
    const before = pin(ada);
    ada.rotate();
    const offered = offer(ada);
    const rotations = offered.lineage.rotations.map((each) => ({ ...each, ...change(each) }));
    return extendLineage(
      before,
      { ...offered, lineage: { ...offered.lineage, rotations } },
      NOTHING_STATED,
      nodeCrypto,
    );
  };

  test("that the new key did not sign, or only the new key, is refused", () => {
    expect(
      spoiled(({ signatures, signed }) => ({
        signatures: signatures.filter((each) => each.keyid !== signed.key.keyid),
      })),
    ).toEqual(refused("rotation"));
    expect(
      spoiled(({ signatures, signed }) => ({
        signatures: signatures.filter((each) => each.keyid === signed.key.keyid),
      })),
    ).toEqual(refused("rotation"));
  });

  test.for<readonly [string, object]>([
    ["whose body was altered", { replaces: "0".repeat(64) as KeyId }],
    ["of another developer", { developer: "eve" as DeveloperId }],
    ["of another registry", { registry: "other" }],
    ["out of turn", { seq: 2 }],
    ["that follows nothing we know", { previous: "0".repeat(64) as Sha256 }],
  ])("%s is refused", ([, change]) => {
    expect(spoiled(({ signed }) => ({ signed: { ...signed, ...change } }))).toEqual(refused("rotation"));
  });

  test("that adds a key which is there already is refused", () => {
    const ada = new DeveloperKit();
    const before = pin(ada);
    ada.rotate();
    const [first] = ada.rotations;
    const offered = offer(ada);
    const lineage = { ...offered.lineage, rotations: [first!, first!] };
    expect(extendLineage(before, { ...offered, lineage }, NOTHING_STATED, nodeCrypto)).toEqual(refused("rotation"));
  });
});
