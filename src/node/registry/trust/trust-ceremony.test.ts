import { expect, test } from "vitest";

import { draftRotation, signDrafts, type TrustDocuments, trustStatus } from "./trust-ceremony.ts";
import { trustInit } from "./trust-init.ts";
import { nodeCrypto } from "../../crypto.ts";
import { ephemeralSigner } from "../../key-file.ts";
import { classifySubmission } from "../../../core/registry/submission.ts";
import { readAuthority } from "../../../core/trust/authority.ts";

const NOW = new Date("2026-11-01T00:00:00Z");
const LATER = new Date("2027-09-15T00:00:00Z");
const offline = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
const online = {
  bins: ephemeralSigner(),
  snapshot: ephemeralSigner(),
  timestamp: ephemeralSigner(),
  platform: ephemeralSigner(),
};

function begun(): Map<string, Uint8Array> {
  const files = trustInit({ offline, threshold: 2, online, bitLength: 3, now: NOW });
  return new Map([...files].map(([path, bytes]) => [path.replace("trust/", ""), bytes]));
}

function authorityOf(documents: TrustDocuments) {
  const of = (kind: string) =>
    [...documents].filter(([name]) => name.endsWith(`.${kind}.json`)).map(([, bytes]) => bytes);
  return readAuthority({ roots: of("root"), targets: of("targets").at(-1)! }, nodeCrypto);
}

test("says when documents expire and that nobody has to sign", () => {
  const found = trustStatus(begun(), LATER);
  expect(found).toMatchObject([
    { file: "1.root.json", daysLeft: 47, isSigned: true },
    { file: "1.targets.json", daysLeft: 47, isSigned: true },
  ]);
});

test("a ceremony goes from key holder to key holder, and counts only when old and new keys have signed", () => {
  const documents = begun();
  const fresh = ephemeralSigner();
  const timestamp = ephemeralSigner();
  const platform = ephemeralSigner();
  const kept = [offline[0]!, offline[1]!];
  const rotation = {
    offline: [...kept, fresh].map(({ object }) => object),
    timestamp: timestamp.object,
    platform: [online.platform.object, platform.object],
    bitLength: 5,
  };
  for (const [name, bytes] of draftRotation(documents, rotation, LATER)) documents.set(name, bytes);

  expect(() => authorityOf(documents)).toThrow(expect.objectContaining({ code: "signature-threshold" }));
  const steps = [fresh, kept[0]!, offline[2]!, kept[1]!].map((signer) => {
    for (const [name, bytes] of signDrafts(documents, signer, LATER)) documents.set(name, bytes);
    return trustStatus(documents, LATER).map(({ needs }) => needs.map(({ signed }) => signed.length));
  });
  // The last one has nothing left to sign. Signatures of the old root, of the new root, and of the targets: a key that leaves counts for the old root only.
  expect(steps).toEqual([
    [[0, 1], [1]],
    [[1, 2], [2]],
    [[2, 2], [2]],
    [[2, 2], [2]],
  ]);
  const authority = authorityOf(documents);
  expect(authority).toMatchObject({ root: { version: 2 }, bins: { bitLength: 5 } });
  expect(authority.root.roles.timestamp.keys.map(({ keyid }) => keyid)).toEqual([timestamp.key.keyid]);
  expect(new TextDecoder().decode(authority.platformKeys)).toContain(platform.object.keyval.public);
});

test("a stranger's key signs nothing, and a key that signed signs nothing again", () => {
  const documents = begun();
  for (const [name, bytes] of draftRotation(documents, {}, LATER)) documents.set(name, bytes);
  expect(signDrafts(documents, ephemeralSigner(), LATER).size).toBe(0);
  for (const [name, bytes] of signDrafts(documents, offline[0]!, LATER)) documents.set(name, bytes);
  expect(signDrafts(documents, offline[0]!, LATER).size).toBe(0);
  expect(() => draftRotation(documents, {}, LATER)).toThrow(expect.objectContaining({ code: "signature-threshold" }));
});

test.each(["1.root.json", "2.root.json", "1.targets.json", "2.targets.json"])("%s is never a submission", (name) => {
  const before = begun().get(name) ?? null;
  const after = new TextEncoder().encode("{}");
  const classified = classifySubmission([{ path: `registry/trust/${name}`, before, after }], nodeCrypto.sha256);
  expect(classified).toMatchObject({ ok: false, findings: [{ rule: "submission/kind" }] });
});
