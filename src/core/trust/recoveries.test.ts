import { describe, expect, test } from "vitest";

import { newTargets } from "./ceremony.ts";
import { parseTargets } from "./parse-metadata.ts";
import { findRecovery, isEarly, recoveriesOf, RECOVERIES_FIELD, type RecoveryStatement } from "./recoveries.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { aStatement } from "../../testing/developer-kit.ts";
import { TrustKit } from "../../testing/trust-kit.ts";
import type { DeveloperId, Sha256 } from "../ids/ids.ts";
import { encodeAtRest } from "../json/signed-document.ts";
import type { JsonValue } from "../json/value.ts";
import { limits } from "../limits.ts";

const { sha256 } = nodeCrypto;
const bob = "bob" as DeveloperId;

/** The statements that a device reads in an offline targets file with this field. */
function read(field: JsonValue): readonly unknown[] {
  const { signed } = new TrustKit({ bitLength: 1 }).authority.targets.document;
  const bytes = encodeAtRest({ signatures: [], signed: { ...signed, [RECOVERIES_FIELD]: field } });
  return recoveriesOf(parseTargets(bytes, "tuf/1.targets.json", sha256));
}

test("there are none where the offline keys state none", () => {
  const { targets } = new TrustKit().authority;
  expect(targets.document.signed).not.toHaveProperty(RECOVERIES_FIELD);
  expect(recoveriesOf(targets)).toEqual([]);
});

test("a device reads what a ceremony states, in its order", async () => {
  const kit = new TrustKit();
  const stated = [aStatement({ developer: bob }), aStatement()];
  kit.state(...stated);
  kit.publish();
  const { targets } = await kit.refreshed();
  expect(recoveriesOf(targets!)).toEqual(stated);
});

test("further fields of a statement are kept", () => {
  expect(read([{ ...aStatement(), reason: "fire" }])).toEqual([{ ...aStatement(), reason: "fire" }]);
});

describe("a file is refused", () => {
  test.for<[string, JsonValue]>([
    ["whose statements are no list", {}],
    ["with a statement that is none", ["ada/1"]],
    ["with a statement for nobody", [{ ...aStatement(), developer: "Ada!" }]],
    ["with a rotation that is no digest", [{ ...aStatement(), rotation: "ab" }]],
    ["with a rotation 0", [{ ...aStatement(), seq: 0 }]],
    ["with a developer document 0", [{ ...aStatement(), developer_seq: 0 }]],
    ["with a time that nobody can tell", [{ ...aStatement(), not_before: "soon" }]],
    ["with a time that does not exist", [{ ...aStatement(), not_before: "2026-02-30T00:00:00Z" }]],
    ["with two statements for one rotation", [aStatement(), aStatement({ rotation: "cd".repeat(32) as Sha256 })]],
  ])("%s", ([, field]) => {
    expect(() => read(field)).toThrow(expect.objectContaining({ name: "TrustError", code: "malformed" }));
  });
});

describe("a ceremony", () => {
  const draft = (recoveries: readonly RecoveryStatement[]): Uint8Array => {
    const { platform, bins } = new TrustKit().keys;
    const keys = { platformKeys: [platform.object], binKeys: [bins.object] };
    const body = newTargets({ version: 2, expires: new Date(), bitLength: 1, ...keys, recoveries }, sha256);
    return encodeAtRest({ signatures: [], signed: body });
  };
  const many = (count: number): readonly RecoveryStatement[] =>
    Array.from({ length: count }, (_, index) => aStatement({ seq: index + 1 }));

  test("refuses to state what no device could read", () => {
    expect(() => draft([aStatement({ not_before: "soon" })])).toThrow(expect.objectContaining({ code: "malformed" }));
  });

  test("has room for 6,000 statements, and refuses more than a device reads", () => {
    expect(draft(many(6000)).length).toBeLessThan(limits.trust.targetsBytes);
    expect(() => draft(many(7000))).toThrow(expect.objectContaining({ code: "too-large" }));
  });
});

test("a statement is of one rotation of one developer", () => {
  const stated = [aStatement({ developer: bob, rotation: "cd".repeat(32) as Sha256 }), aStatement()];
  expect(findRecovery(stated, aStatement())).toEqual(aStatement());
  expect(findRecovery(stated, aStatement({ rotation: "ef".repeat(32) as Sha256 }))).toBeNull();
  expect(findRecovery(stated, aStatement({ developer: bob }))).toBeNull();
  expect(findRecovery(stated, aStatement({ seq: 2 }))).toBeNull();
});

test("a recovery counts from the second that is stated", () => {
  const statement = aStatement({ not_before: "2026-11-08T12:00:00Z" });
  expect(isEarly(statement, new Date("2026-11-08T11:59:59.999Z"))).toBe(true);
  expect(isEarly(statement, new Date("2026-11-08T12:00:00Z"))).toBe(false);
});
