import { expect, test } from "vitest";

import { assessDocument, assessTrust, type TrustKeys } from "./assess-trust.ts";
import { addSignatures, signDocument, type Signer } from "./signatures.ts";
import { encodeAtRest } from "../json/signed-document.ts";
import type { PackageDocument } from "../package/package-document.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";

const document = {
  _type: "mosis-package",
  spec_version: "1.0.0",
  app_id: "com.example.sample",
  version: "1.0.0",
  version_code: 1,
  files: [{ path: "manifest.json", length: 2, sha256: "0".repeat(64) }],
} as unknown as PackageDocument;
const ada = ephemeralSigner();
const ben = ephemeralSigner();
const platform = ephemeralSigner();
const byAda = signedBy([ada]);

test("an unsigned package is unsigned, which is an error", () => {
  expect(assess(null, {})).toMatchObject({ level: "unsigned", findings: [{ rule: "signature/missing" }] });
});

test("a signature of a key nobody knows is not checked, but its content is", () => {
  expect(assess(byAda, {})).toEqual({
    level: "unknown-key",
    signers: [{ keyid: ada.key.keyid, status: "unknown-key" }],
    findings: [],
  });
});

test("a signature of one's own key counts for more", () => {
  const { level, signers } = assess(signedBy([ada, ben]), { own: [ada.key] });
  expect(level).toBe("own-key");
  expect(signers.map(({ status }) => status).toSorted()).toEqual(["unknown-key", "valid"]);
});

test("the key one names must have signed", () => {
  expect(assess(byAda, { named: ada.key }).level).toBe("named-key");
  expect(assess(byAda, { named: ben.key, own: [ada.key] })).toMatchObject({
    level: null,
    findings: [{ rule: "signature/unknown-key", message: `Key ${ben.key.keyid} is none of those that signed.` }],
  });
});

test("a wrong signature of a known key is an error whatever else is signed", () => {
  const sig = addSignatures({ signatures: [{ keyid: ben.key.keyid, sig: "ab".repeat(64) }], signed: document }, [ada]);
  expect(assess(encodeAtRest(sig), { own: [ada.key, ben.key] })).toMatchObject({
    level: null,
    findings: [{ rule: "signature/invalid" }],
  });
});

test("a document without any signature is refused", () => {
  const bare = encodeAtRest({ signatures: [], signed: document });
  expect(assess(bare, {})).toMatchObject({ level: null, findings: [{ rule: "signature/missing" }] });
});

test("a signature of other files is refused before anybody's key is asked for", () => {
  const signed = signedBy([ada], { files: [{ path: "manifest.json", length: 3, sha256: "0".repeat(64) }] });
  expect(assess(signed, { own: [ada.key] })).toMatchObject({
    level: null,
    findings: [{ rule: "signature/files", file: "manifest.json" }],
  });
});

test("the platform's signature beside the package countersigns it", () => {
  const served = { bytes: signedBy([ada, platform]), file: "served.sig", platformKey: platform.key };
  expect(assess(byAda, { own: [ada.key], served })).toMatchObject({ level: "countersigned", findings: [] });
  expect(assess(byAda, { served })).toMatchObject({ level: "countersigned", signers: [{ status: "unknown-key" }] });
});

test.each([
  ["lacks the platform's signature", signedBy([ada]), "signature/unknown-key"],
  ["is no signed document", new TextEncoder().encode("{}"), "signed/envelope"],
  ["is of another version", signedBy([platform], { version_code: 2 }), "signature/identity"],
])("a served file that %s countersigns nothing", (_, bytes, rule) => {
  const served = { bytes, file: "served.sig", platformKey: platform.key };
  expect(assess(byAda, { served })).toMatchObject({ level: null, findings: [{ rule, file: "served.sig" }] });
});

test("a served file with a forged platform signature countersigns nothing", () => {
  const bytes = encodeAtRest({ signatures: [{ keyid: platform.key.keyid, sig: "ab".repeat(64) }], signed: document });
  const served = { bytes, file: "served.sig", platformKey: platform.key };
  expect(assess(byAda, { served })).toMatchObject({ level: null, findings: [{ rule: "signature/invalid" }] });
});

test("a document that is no package needs but the key one names", () => {
  const body = { _type: "timestamp", spec_version: "1.0.31" };
  const of = (signers: readonly Signer[], own: TrustKeys["own"] = []) =>
    assessDocument(encodeAtRest(signDocument(body, signers)), "t.json", { own, named: ada.key }, nodeCrypto);
  expect(of([ada, ben])).toMatchObject({ type: "timestamp", findings: [] });
  expect(of([ben], [ben.key])).toMatchObject({
    signers: [{ status: "valid" }],
    findings: [{ rule: "signature/unknown-key", file: "t.json" }],
  });
  expect(of([])).toMatchObject({ findings: [{ rule: "signature/unknown-key" }] });
  expect(of([ada, { ...ben, sign: () => "ab".repeat(64) }], [ben.key])).toMatchObject({
    findings: [{ rule: "signature/invalid", message: expect.stringContaining(ben.key.keyid) }],
  });
});

function signedBy(
  signers: readonly Signer[],
  changes: Partial<Record<keyof PackageDocument, unknown>> = {},
): Uint8Array {
  return encodeAtRest(signDocument({ ...document, ...changes } as PackageDocument, signers));
}

function assess(signature: Uint8Array | null, keys: Partial<TrustKeys>) {
  return assessTrust({ document, signature }, { own: [], named: null, served: null, ...keys }, nodeCrypto);
}
