import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { createKey, createOnlineKeys, openOnlineKeys } from "../publish/key-folder.ts";
import { ONLINE_ROLES, trustInit, type TrustInit } from "./trust-init.ts";
import { nodeCrypto } from "../../crypto.ts";
import { ephemeralSigner, openKeyPem } from "../../key-file.ts";
import { readAuthority } from "../../../core/trust/authority.ts";
import { platformKeysOf } from "../../../core/trust/platform-keys.ts";
import { temporaryFolder } from "../../../testing/cli/temporary-folder.ts";

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe("the first trust documents", () => {
  const online = {
    bins: ephemeralSigner(),
    snapshot: ephemeralSigner(),
    timestamp: ephemeralSigner(),
    platform: ephemeralSigner(),
  };
  const offline = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
  const init = (change: Partial<TrustInit> = {}) =>
    trustInit({ offline, threshold: 2, online, bitLength: 8, now: new Date("2026-11-01T00:00:00Z"), ...change });
  const authorityOf = (files: ReadonlyMap<string, Uint8Array>) =>
    readAuthority(
      { roots: [files.get("trust/1.root.json")!], targets: files.get("trust/1.targets.json")! },
      nodeCrypto,
    );

  test("put exactly the keys in charge that were made for it, for a year", () => {
    const { root, targets, bins, roots } = authorityOf(init());
    const idsOf = (keys: readonly { readonly keyid: string }[]) => keys.map(({ keyid }) => keyid);
    expect(roots).toHaveLength(1);
    expect(idsOf(root.roles.root.keys).toSorted()).toEqual(offline.map(({ key }) => key.keyid).toSorted());
    expect([root.roles.root.threshold, root.roles.targets.threshold]).toEqual([2, 2]);
    expect(idsOf(root.roles.snapshot.keys)).toEqual([online.snapshot.key.keyid]);
    expect(idsOf(root.roles.timestamp.keys)).toEqual([online.timestamp.key.keyid]);
    expect(idsOf(bins.keys)).toEqual([online.bins.key.keyid]);
    expect(idsOf(platformKeysOf(targets, nodeCrypto.sha256))).toEqual([online.platform.key.keyid]);
    expect(bins.bitLength).toBe(8);
    expect([root.expires, targets.expires]).toEqual(["2027-11-01T00:00:00Z", "2027-11-01T00:00:00Z"]);
  });

  test("are no authority when too few of the offline keys signed", () => {
    const forged = init({ threshold: 1 });
    expect(() =>
      readAuthority(
        { roots: [init().get("trust/1.root.json")!], targets: forged.get("trust/1.targets.json")! },
        nodeCrypto,
      ),
    ).toThrow(expect.objectContaining({ code: "signature-threshold" }));
  });
});

describe("a key in a folder", () => {
  test("is readable by its owner only, and so is the folder", async () => {
    const folder = join(temporaryFolder(), "keys");
    const signer = await createKey(join(folder, "offline-1.pem"), "a passphrase");
    expect([await modeOf(folder), await modeOf(join(folder, "offline-1.pem"))]).toEqual(["700", "600"]);
    const pem = await readFile(join(folder, "offline-1.pem"), "utf8");
    expect(openKeyPem(pem, "a passphrase").key).toEqual(signer.key);
    expect(() => openKeyPem(pem, null)).toThrow(expect.objectContaining({ code: "passphrase-needed" }));
  });

  test("is never written over another one", async () => {
    const path = join(temporaryFolder(), "key.pem");
    await createKey(path, null);
    const before = await readFile(path, "utf8");
    await expect(createKey(path, null)).rejects.toMatchObject({ code: "EEXIST" });
    expect(await readFile(path, "utf8")).toBe(before);
  });
});

test("the signing job's keys are one a role, and open again", async () => {
  const folder = join(temporaryFolder(), "online");
  const keys = await createOnlineKeys(folder);
  expect((await readdir(folder)).toSorted()).toEqual(ONLINE_ROLES.map((role) => `${role}.pem`).toSorted());
  expect(new Set(ONLINE_ROLES.map((role) => keys[role].key.keyid)).size).toBe(4);
  const opened = await openOnlineKeys(folder);
  for (const role of ONLINE_ROLES) expect(opened[role].key).toEqual(keys[role].key);
  await expect(createOnlineKeys(folder)).rejects.toMatchObject({ code: "EEXIST" });
  await expect(openOnlineKeys(temporaryFolder())).rejects.toMatchObject({ code: "ENOENT" });
});
