import { describe, expect, test } from "vitest";

import { keyIdOf, keyObject, publicKeyOf } from "./public-key.ts";
import { addSignatures, signDocument, signersOf } from "./signatures.ts";
import { encodeAtRest, parseAtRest, type SignedBody } from "../json/signed-document.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { aSigner } from "../../testing/builders.ts";

const [ada, bob, eve] = [aSigner("ada"), aSigner("bob"), aSigner("eve")];
const body: SignedBody = { _type: "mosis-test", spec_version: "1.0.0", text: "é" };

describe("a key", () => {
  test("has TUF's id: the digest of its canonical key object", () => {
    const object = keyObject(new Uint8Array(32));
    const text = `{"keytype":"ed25519","keyval":{"public":"${"0".repeat(64)}"},"scheme":"ed25519"}`;
    const digest = Buffer.from(nodeCrypto.sha256(new TextEncoder().encode(text))).toString("hex");
    expect(keyIdOf(object, nodeCrypto.sha256)).toBe(digest);
    expect(keyIdOf({ ...object, extra: 1 } as typeof object, nodeCrypto.sha256)).toBe(digest);
  });

  test.for([
    ["of another type", { keytype: "rsa" }],
    ["of another scheme", { scheme: "ed25519ph" }],
    ["too short", { keyval: { public: "00".repeat(31) } }],
    ["in capitals", { keyval: { public: "AA".repeat(32) } }],
    ["that is no hex", { keyval: { public: "zz".repeat(32) } }],
  ])("%s is none", ([, change]) => {
    const object = { ...ada.object, ...(change as object) } as typeof ada.object;
    expect(publicKeyOf(object, nodeCrypto.sha256)).toBeNull();
  });
});

describe("a document", () => {
  const document = signDocument(body, [eve, ada]);

  test("is read back with its signatures sorted", () => {
    const keyids = document.signatures.map(({ keyid }) => keyid);
    expect(keyids).toEqual(keyids.toSorted());
    expect(parseAtRest(encodeAtRest(document), "a").ok).toBe(true);
  });

  test("is signed by those of the keys asked about that did, whatever else it bears", () => {
    expect(signersOf(document, [ada.key, bob.key], nodeCrypto)).toEqual([ada.key.keyid]);
    expect(signersOf(document, [], nodeCrypto)).toEqual([]);
  });

  test("is signed by nobody once its body changed", () => {
    expect(signersOf({ ...document, signed: { ...body, text: "e" } }, [ada.key, eve.key], nodeCrypto)).toEqual([]);
  });

  test("is not signed by a key that only lends its id", () => {
    const [first] = signDocument(body, [eve]).signatures;
    const forged = { signatures: [{ keyid: ada.key.keyid, sig: first?.sig ?? "" }], signed: body };
    expect(signersOf(forged, [ada.key], nodeCrypto)).toEqual([]);
  });

  test("keeps one signature a key, the newest, though it signs twice", () => {
    const stale = { signatures: [{ keyid: ada.key.keyid, sig: "0".repeat(128) }], signed: body };
    const again = addSignatures(stale, [ada, bob, ada]);
    expect(again.signatures.map(({ keyid }) => keyid)).toEqual([ada.key.keyid, bob.key.keyid].toSorted());
    expect(signersOf(again, [ada.key, bob.key], nodeCrypto)).toHaveLength(2);
  });

  test("keeps the signatures of others", () => {
    expect(addSignatures(document, [bob]).signatures).toHaveLength(3);
  });
});
