import { beforeEach, describe, expect, test } from "vitest";

import type { Sha256 } from "../ids/ids.ts";
import { composeFile, type ComposedFile } from "../registry/compose.ts";
import type { DeveloperBody, DeveloperKey } from "../registry/documents.ts";
import type { DeveloperRecord } from "../registry/model.ts";
import type { RecoveryStatement } from "../trust/recoveries.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../../node/key-file.ts";
import type { DeveloperKit } from "../../testing/developer-kit.ts";
import { aRecovery, aRotation, type RecoveryChoice, statementOf } from "../../testing/recovery-kit.ts";
import { ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";
import { signAtRest, TrustKit } from "../../testing/trust-kit.ts";

const FROM = "2026-11-08T12:00:00Z";
const EARLY = new Date("2026-11-08T11:59:59Z");

let ada: DeveloperKit;
let ci: KeySigner;
let record: DeveloperRecord;
let trust: TrustKit;
let kit: ReviewKit;
beforeEach(() => {
  const store = aStore();
  ada = store.developer;
  ci = ephemeralSigner();
  ada.addKey(ci, ["package"]);
  kit = new ReviewKit(store);
  kit.now = new Date(FROM);
  put(ada.files());
  record = store.registry().developers.get(ada.id)!;
  trust = new TrustKit();
  putTrust();
});

function put(files: readonly ComposedFile[]): void {
  for (const { path, bytes } of files) kit.base.set(path.slice("registry/".length), bytes);
}

function putTrust(targets = trust.authority.targets.bytes): void {
  trust.roots.forEach((root, index) => kit.base.set(`trust/${index + 1}.root.json`, root));
  kit.base.set(`trust/${trust.authority.targets.version}.targets.json`, targets);
}

function state(...statements: readonly RecoveryStatement[]): void {
  trust.state(...statements);
  putTrust();
}

/** Ada's recovery, changed as told, and stated, unless told otherwise. */
function recovery(choice: RecoveryChoice = {}, change: Partial<RecoveryStatement> = {}): readonly ComposedFile[] {
  const made = aRecovery(record, choice);
  state(statementOf(made, { not_before: FROM, ...change }));
  return made.files;
}

const withKeys =
  (change: (key: DeveloperKey) => DeveloperKey) =>
  (body: DeveloperBody): DeveloperBody => ({ ...body, keys: body.keys.map(change) });
const revokedAs = (keyid: string, reason: "retired" | "lost" | "compromised") =>
  withKeys((key) => (key.keyid === keyid ? { ...key, revoked: { reason, from_seq: 2 } } : key));

describe("a recovery", () => {
  test("waits for two reviewers from the time on that the offline keys state", () => {
    const report = kit.review(recovery());
    expect(report).toMatchObject({ kind: "rotate", verdict: "review", approvals: 2 });
    expect(report.findings.map(({ rule }) => rule).toSorted()).toEqual(["risk/key-added", "risk/recovery"]);
  });

  test("is refused before, and told from when it counts", () => {
    kit.now = EARLY;
    const report = kit.review(recovery());
    expect(report).toMatchObject({ verdict: "fail", approvals: 0 });
    const early = report.findings.find(({ rule }) => rule === "owner/recovery-early");
    expect(early?.message).toBe(`The recovery ada/1 counts from ${FROM} on.`);
    expect(report.findings.map(({ rule }) => rule)).not.toContain("owner/signature");
  });

  test("is refused without a statement, and told what it takes", () => {
    const { files } = aRecovery(record);
    const { verdict, findings } = kit.review(files);
    expect(verdict).toBe("fail");
    const unsigned = findings.filter(({ rule }) => rule === "owner/signature");
    expect(unsigned.map(({ file }) => file)).toEqual(files.map(({ path }) => path).toSorted());
    expect(unsigned.some(({ fix }) => fix.includes("statement of the offline keys"))).toBe(true);
  });

  test.for<[string, Partial<RecoveryStatement>]>([
    ["of another rotation", { rotation: "00".repeat(32) as Sha256 }],
    ["for another developer", { developer: "eve" as RecoveryStatement["developer"] }],
    ["for another number", { seq: 2 }],
  ])("is refused with a statement %s", ([, change]) => {
    expect(kit.rules(recovery({}, change))).toEqual(expect.arrayContaining(["fail", "owner/signature"]));
  });

  test("is refused when the new key did not sign it", () => {
    const files = recovery({ signers: () => [ci] });
    expect(kit.rules(files).toSorted()).toEqual(["fail", "owner/signature", "risk/key-added", "risk/recovery"]);
  });

  test.for<[string, () => RecoveryChoice]>([
    ["leaves an account key in charge", () => ({ developer: withKeys(({ revoked: _, ...key }) => key) })],
    ["only retires the lost key", () => ({ developer: revokedAs(ada.signer.key.keyid, "retired") })],
    ["retires a key beside it", () => ({ developer: revokedAs(ci.key.keyid, "retired") })],
    ["changes a name", () => ({ developer: (body) => ({ ...body, name: "Eve" }) })],
    ["lets somebody in", () => ({ developer: (body) => ({ ...body, members: [{ github_id: 666, role: "owner" }] }) })],
    ["gives a key to somebody", () => ({ developer: withKeys((key) => ({ ...key, member: "Eve" })) })],
  ])("is refused when it %s", ([, choice]) => {
    const rules = kit.rules(recovery(choice()));
    expect(rules).toContain("fail");
    expect(rules).toContain("owner/recovery");
  });

  test("may name more keys as lost, and lost keys as compromised", () => {
    const own = ada.signer.key.keyid;
    const developer = (body: DeveloperBody) => revokedAs(ci.key.keyid, "lost")(revokedAs(own, "compromised")(body));
    expect(kit.rules(recovery({ developer, rotation: { replaces: ci.key.keyid } }))).toContain("review");
  });

  test("adds one key and no more", () => {
    const other = ephemeralSigner();
    const developer = (body: DeveloperBody): DeveloperBody => ({
      ...body,
      keys: [...body.keys, { ...body.keys.at(-1)!, keyid: other.key.keyid, ...other.object, use: ["event"] }],
    });
    const rules = kit.rules(recovery({ developer, signers: (key) => [key, other] }));
    expect(rules.toSorted()).toEqual(["fail", "owner/recovery", "risk/key-added", "risk/recovery"]);
  });

  test("is an ordinary rotation when an account key signed it after all", () => {
    kit.now = EARLY;
    const report = kit.review(recovery({ signers: (key) => [key, ada.signer] }));
    expect(report).toMatchObject({ verdict: "review", approvals: 1, findings: [{ rule: "risk/key-added" }] });
  });
});

test("a statement does not stand for the developer document beside an ordinary rotation", () => {
  const made = aRecovery(record, { signers: (key) => [key, ada.signer] });
  state(statementOf(made, { not_before: FROM }));
  const unsigned = composeFile({ kind: "developer", developer: ada.id }, made.developer, [made.key], nodeCrypto.sha256);
  expect(kit.rules([made.files[0]!, unsigned]).toSorted()).toEqual(["fail", "owner/signature", "risk/key-added"]);
});

describe("statements count", () => {
  test("not before the offline keys signed them", () => {
    const made = aRecovery(record);
    trust.state(statementOf(made));
    const { signed } = trust.authority.targets.document;
    putTrust(signAtRest(signed, trust.keys.offline.slice(0, 1)));
    expect(kit.rules(made.files)).toEqual(expect.arrayContaining(["fail", "owner/signature"]));
    putTrust();
    expect(kit.rules(made.files)).toContain("review");
  });

  test("of the newest targets only", () => {
    const files = recovery();
    trust.recoveries = [];
    trust.signTargets();
    putTrust();
    expect(kit.rules(files)).toEqual(expect.arrayContaining(["fail", "owner/signature"]));
  });

  test("in a registry with trust documents only", () => {
    const files = recovery();
    for (const path of kit.base.keys()) if (path.startsWith("trust/")) kit.base.delete(path);
    expect(kit.rules(files)).toEqual(expect.arrayContaining(["fail", "owner/signature"]));
  });
});

describe("an owner who still has an account key", () => {
  /** Any new document of Ada's, signed with the key that is said to be lost. */
  function object(): DeveloperRecord {
    const developer = { ...record.developer, seq: record.developer.seq + 1, name: "Ada, here I am" };
    const place = { kind: "developer", developer: ada.id } as const;
    const file = composeFile(place, developer, [ada.signer], nodeCrypto.sha256);
    expect(kit.rules([file])).toEqual(["merge"]);
    put([file]);
    return { ...record, developer };
  }

  test("stops a recovery with any new document, whatever its sender signs again", () => {
    const made = aRecovery(record);
    state(statementOf(made, { not_before: FROM }));
    expect(kit.rules(made.files)).toContain("review");
    const after = object();
    expect(kit.rules(made.files)).toEqual(expect.arrayContaining(["fail", "owner/seq", "owner/recovery"]));
    // The rotation is the stated one still; its sender has the new key and signs another document beside it.
    const keys = made.developer.keys.map((key) =>
      key.revoked ? { ...key, revoked: { ...key.revoked, from_seq: 3 } } : key,
    );
    const developer = { ...after.developer, seq: 3, keys };
    const again = composeFile({ kind: "developer", developer: ada.id }, developer, [made.key], nodeCrypto.sha256);
    const rules = kit.rules([made.files[0]!, again]);
    expect(rules.toSorted()).toEqual(["fail", "owner/recovery", "risk/key-added", "risk/recovery"]);
  });

  test("and with a rotation", () => {
    const made = aRecovery(record);
    state(statementOf(made, { not_before: FROM }));
    put(aRotation(record, ada.signer).files);
    expect(kit.rules(made.files)).toContain("fail");
  });
});
