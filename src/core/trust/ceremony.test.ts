import { expect, test } from "vitest";

import { readAuthority } from "./authority.ts";
import { newRoot, newTargets, type RootChoice, type TargetsChoice } from "./ceremony.ts";
import { parseTargets } from "./parse-metadata.ts";
import { encodePlatformKeys, PLATFORM_KEYS_TARGET, platformKeysFile, platformKeysOf } from "./platform-keys.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner, type KeySigner } from "../../node/key-file.ts";
import { signAtRest } from "../../testing/trust-kit.ts";
import { toHex } from "../bytes.ts";
import { encodeAtRest, encodePretty } from "../json/signed-document.ts";
import { signDocument } from "../signing/signatures.ts";

const { sha256 } = nodeCrypto;
const [a, b, c, online, platform] = [0, 0, 0, 0, 0].map(ephemeralSigner) as [
  KeySigner,
  KeySigner,
  KeySigner,
  KeySigner,
  KeySigner,
];
const offline = { keys: [a.object, b.object, c.object], threshold: 2 };
const rootChoice: RootChoice = {
  version: 1,
  expires: new Date("2027-11-01T00:00:00.999Z"),
  roles: {
    root: offline,
    targets: offline,
    snapshot: { keys: [online.object], threshold: 1 },
    timestamp: { keys: [online.object], threshold: 1 },
  },
};
const targetsChoice: TargetsChoice = {
  version: 1,
  expires: new Date("2027-11-01T00:00:00Z"),
  platformKeys: [platform.object, a.object],
  binKeys: [online.object],
  bitLength: 8,
  recoveries: [],
};

test("a ceremony's documents are an authority once two of three keys signed them", () => {
  const root = signAtRest(newRoot(rootChoice, sha256), [a, c]);
  const targets = signAtRest(newTargets(targetsChoice, sha256), [c, b]);
  const authority = readAuthority({ roots: [root], targets }, nodeCrypto);
  expect(authority.root).toMatchObject({ file: "tuf/1.root.json", version: 1, expires: "2027-11-01T00:00:00Z" });
  expect(authority.root.roles.targets.keys).toHaveLength(3);
  expect(authority.bins).toMatchObject({ bitLength: 8, namePrefix: "bin", threshold: 1 });
});

test("documents laid out for people are the same authority", () => {
  const root = signDocument(newRoot(rootChoice, sha256), [a, b]);
  const targets = signDocument(newTargets(targetsChoice, sha256), [a, b]);
  const pretty = readAuthority({ roots: [encodePretty(root)], targets: encodePretty(targets) }, nodeCrypto);
  expect(pretty.root.bytes).toEqual(encodeAtRest(root));
  expect(pretty.targets.bytes).toEqual(encodeAtRest(targets));
});

test.each([
  ["too few keys for the root", [a], [a, b], "signature-threshold"],
  ["too few keys for the targets", [a, b], [b], "signature-threshold"],
  ["a stranger's key", [a, b], [b, ephemeralSigner()], "signature-threshold"],
])("%s make no authority", (_name, rootSigners, targetsSigners, code) => {
  const root = signAtRest(newRoot(rootChoice, sha256), rootSigners);
  const targets = signAtRest(newTargets(targetsChoice, sha256), targetsSigners);
  expect(() => readAuthority({ roots: [root], targets }, nodeCrypto)).toThrow(expect.objectContaining({ code }));
});

test("a choice that no client could use is refused at the ceremony", () => {
  const unreachable = { ...rootChoice, roles: { ...rootChoice.roles, root: { ...offline, threshold: 4 } } };
  expect(() => newRoot(unreachable, sha256)).toThrow(expect.objectContaining({ code: "malformed" }));
  for (const change of [{ bitLength: 0 }, { bitLength: 15 }, { binKeys: [] }, { platformKeys: [] }, { version: 0 }]) {
    expect(() => newTargets({ ...targetsChoice, ...change }, sha256)).toThrow(
      expect.objectContaining({ code: "malformed" }),
    );
  }
});

test("targets that delegate nothing make no authority", () => {
  const { delegations: _, ...body } = newTargets(targetsChoice, sha256);
  const files = {
    roots: [signAtRest(newRoot(rootChoice, sha256), [a, b])],
    targets: signAtRest(body, [a, b]),
  };
  expect(() => readAuthority(files, nodeCrypto)).toThrow(expect.objectContaining({ code: "malformed" }));
  expect(() => readAuthority({ ...files, roots: [] }, nodeCrypto)).toThrow(
    expect.objectContaining({ code: "missing" }),
  );
});

test("a gap in the roots is no chain", () => {
  const first = signAtRest(newRoot(rootChoice, sha256), [a, b]);
  const third = signAtRest(newRoot({ ...rootChoice, version: 3 }, sha256), [a, b]);
  const targets = signAtRest(newTargets(targetsChoice, sha256), [a, b]);
  expect(() => readAuthority({ roots: [third, first], targets }, nodeCrypto)).toThrow(
    expect.objectContaining({ code: "mix-and-match", file: "tuf/3.root.json" }),
  );
});

test("platform-keys.json is what the targets announce, whatever order the keys were given in", () => {
  const bytes = signAtRest(newTargets(targetsChoice, sha256), [a, b]);
  const targets = parseTargets(bytes, "tuf/1.targets.json", sha256);
  const file = platformKeysFile(targets);
  expect(targets.targets.get(PLATFORM_KEYS_TARGET)).toMatchObject({
    length: file.length,
    sha256: toHex(sha256(file)),
  });
  const keyids = platformKeysOf(targets, sha256).map(({ keyid }) => keyid);
  expect(keyids).toEqual([platform.key.keyid, a.key.keyid].toSorted());
  const reversed = newTargets({ ...targetsChoice, platformKeys: [a.object, platform.object] }, sha256);
  expect(signAtRest(reversed, [a, b])).toEqual(bytes);
});

test("platform keys that differ from the listed file are refused", () => {
  const body = newTargets(targetsChoice, sha256);
  const other = encodePlatformKeys([b.object]);
  const listed = { length: other.length, hashes: { sha256: toHex(sha256(other)) } };
  const custom = { platform_keys: [platform.object] };
  const targets = signAtRest({ ...body, targets: { [PLATFORM_KEYS_TARGET]: { ...listed, custom } } }, [a, b]);
  const roots = [signAtRest(newRoot(rootChoice, sha256), [a, b])];
  expect(() => readAuthority({ roots, targets }, nodeCrypto)).toThrow(
    expect.objectContaining({ code: "hash-mismatch" }),
  );
});
