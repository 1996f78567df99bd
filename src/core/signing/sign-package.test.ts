import { expect, test } from "vitest";

import { signDocument } from "./signatures.ts";
import { signPackage } from "./sign-package.ts";
import { encodeAtRest, parseAtRest } from "../json/signed-document.ts";
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

test("signs a package that has no signature", () => {
  const signed = sign(null, ada);
  expect(signed).toMatchObject({ ok: true, changed: true, replaced: [] });
  expect(keyids(signed)).toEqual([ada.key.keyid]);
});

test("changes nothing when the same key signs again", () => {
  expect(sign(signatureOf(sign(null, ada)), ada)).toMatchObject({ ok: true, changed: false });
});

test("keeps the signature of another key, known or not", () => {
  const byBoth = [ada.key.keyid, ben.key.keyid].toSorted();
  expect(keyids(sign(signatureOf(sign(null, ben)), ada))).toEqual(byBoth);
  expect(keyids(sign(signatureOf(sign(null, ben)), ada, [ben.key]))).toEqual(byBoth);
});

test("drops a signature that a known key proves wrong", () => {
  const forged = encodeAtRest({ signatures: [{ keyid: ben.key.keyid, sig: "ab".repeat(64) }], signed: document });
  expect(keyids(sign(forged, ada, [ben.key]))).toEqual([ada.key.keyid]);
});

test("mends a wrong signature of its own key", () => {
  const forged = encodeAtRest({ signatures: [{ keyid: ada.key.keyid, sig: "ab".repeat(64) }], signed: document });
  const signed = sign(forged, ada);
  expect(signed).toMatchObject({ ok: true, changed: true });
  expect(signatureOf(signed)).toEqual(signatureOf(sign(null, ada)));
});

test.each([
  ["of other files", { files: [{ path: "manifest.json", length: 3, sha256: "0".repeat(64) }] }, "signature/files"],
  ["of another version", { version_code: 2 }, "signature/identity"],
])("refuses a package with the signature %s", (_, change, rule) => {
  const other = encodeAtRest(signDocument({ ...document, ...change } as PackageDocument, [ada]));
  expect(sign(other, ada)).toMatchObject({ ok: false, findings: [{ rule }] });
});

test("replaces a signature.sig that is no document and says what was wrong", () => {
  const signed = sign(new TextEncoder().encode("{}"), ada);
  expect(signed).toMatchObject({ ok: true, changed: true, replaced: [{ rule: "signed/envelope" }] });
});

function sign(signature: Uint8Array | null, signer: typeof ada, known = [signer.key]) {
  return signPackage({ document, signature }, signer, known, nodeCrypto);
}

function signatureOf(signed: ReturnType<typeof signPackage>): Uint8Array {
  if (!signed.ok) throw new Error("not signed");
  return signed.signature;
}

function keyids(signed: ReturnType<typeof signPackage>): readonly string[] {
  const parsed = parseAtRest(signatureOf(signed), "signature.sig");
  if (!parsed.ok) throw new Error("not at rest");
  return parsed.document.signatures.map(({ keyid }) => keyid);
}
