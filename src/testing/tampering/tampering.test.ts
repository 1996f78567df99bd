import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { byteCases } from "./cases-bytes.ts";
import { endlessRoots, ROOT, rootCases } from "./cases-roots.ts";
import { signatureCases } from "./cases-signatures.ts";
import { propagationCases, transportCases } from "./cases-transport.ts";
import { freezeCases, mixCases, rollbackCases } from "./cases-versions.ts";
import { APP, aScene, forged, type Scene, serving, type TamperingCase } from "./scene.ts";
import { toHex } from "../../core/bytes.ts";
import type { AppId } from "../../core/ids/ids.ts";
import { limits } from "../../core/limits.ts";
import { installApp } from "../../device/install.ts";
import { uninstallApp } from "../../device/uninstall.ts";
import { updateApps } from "../../device/update.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const families: Readonly<Record<string, readonly TamperingCase[]>> = {
  signatures: signatureCases,
  roots: rootCases,
  rollback: rollbackCases,
  "mix and match": mixCases,
  freeze: freezeCases,
  bytes: byteCases,
  transport: transportCases,
  propagation: propagationCases,
};

const METADATA = /^trust\/[^/]+\/metadata\//;
const PARTIAL = /^staging\/[0-9a-f]{64}\.partial$/;
let refused = 0;
let scene: Scene;

beforeAll(async () => {
  scene = await aScene((kit, proxy) => installApp(kit.device, kit.request(APP, { store: proxy.url })));
});
afterEach(() => scene.reset());
afterAll(async () => {
  await scene.close();
  console.log(`${refused} tampering cases over HTTP were refused for the right reason`);
});

for (const [family, cases] of Object.entries(families)) {
  describe(`${family}: a device that has an app refuses`, () => {
    test.for(cases)("$name", async (tampering) => {
      await expectRefusal(scene, tampering);
      refused += 1;
    });
  });
}

test("a root that has expired is remembered, as every root that is signed well, and stops all else", async () => {
  const { kit, proxy, store, trust } = scene;
  const before = await kit.fingerprint();
  const expired = forged(store.firstRoot, { version: 2, expires: "2026-10-01T00:00:00Z" }, trust.keys.offline);
  proxy.attack = serving({ [ROOT]: expired });
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed", error: { code: "expired" } }]);
  const after = await kit.fingerprint();
  const changed = Object.keys(after).filter((path) => before[path] !== after[path]);
  expect(changed).toEqual([expect.stringMatching(/metadata\/root\.json$/)]);
  // Neither taking it back nor showing the old store helps.
  proxy.attack = null;
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed", error: { code: "expired" } }]);
});

test("a chain of roots without end is walked in bounded pieces, and the device arrives once it ends", async () => {
  const { kit, proxy } = scene;
  const tooMany = [{ kind: "failed", error: { code: "too-many-roots" } }];
  const { rootRotations } = limits.trust;
  const asked = (): readonly string[] => proxy.requests.splice(0);
  const endless = endlessRoots(scene);
  proxy.attack = endless;
  asked();
  expect(await updateApps(kit.device, null)).toMatchObject(tooMany);
  expect(asked()).toHaveLength(rootRotations + 1);
  expect(await updateApps(kit.device, null)).toMatchObject(tooMany);
  expect(asked()[0]).toBe(`tuf/${rootRotations + 2}.root.json`);

  const last = `tuf/${2 * rootRotations + 10}.root.json`;
  proxy.attack = (path, original) => (path === last ? null : endless(path, original));
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
  expect(asked()).toContain(last);
});

test("a device that meets a store for the first time keeps nothing of a chain without end", async () => {
  const { kit, proxy } = scene;
  await uninstallApp(kit.device, { app: APP as AppId, data: true, forget: true });
  await rm(join(kit.root, "trust"), { recursive: true });
  const before = await kit.fingerprint();
  proxy.attack = endlessRoots(scene);
  const request = kit.request(APP, { store: proxy.url });
  await expect(installApp(kit.device, request)).rejects.toMatchObject({ code: "too-many-roots" });
  expect(await kit.fingerprint()).toEqual(before);
});

test("every case has a name of its own, and there are more than sixty", () => {
  const names = Object.values(families).flatMap((cases) => cases.map(({ name }) => name));
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(60);
});

/** The update fails for the reason named, changes nothing that a person would notice, and keeps nothing the attacker made. */
async function expectRefusal(given: Scene, { code, attack, clock, patience }: TamperingCase): Promise<void> {
  const { kit, proxy, trust } = given;
  const before = await kit.fingerprint();
  proxy.attack = attack(given);
  given.setPatience(patience);
  if (clock !== undefined) given.setClock(new Date(clock));
  const result = await updateApps(kit.device, null);
  expect(result).toMatchObject([{ kind: "failed", error: { code: expect.stringMatching(`^(?:${code})$`) } }]);

  const after = await kit.fingerprint();
  expect(essential(after)).toEqual(essential(before));
  const honest = new Set([...trust.files.values()].map((bytes) => toHex(nodeCrypto.sha256(bytes))));
  for (const [path, digest] of Object.entries(after)) {
    if (METADATA.test(path) && before[path] !== digest) expect(honest, path).toContain(digest);
  }

  proxy.attack = null;
  given.setPatience(undefined);
  given.setClock(null);
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
}

/** Without metadata, and without what a download that broke off has brought: it is checked once it is whole. */
function essential(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !METADATA.test(path) && !PARTIAL.test(path)));
}
