import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { anApp, type AppKit } from "./app-kit.ts";
import { BASE } from "./forge/fixture.ts";
import { cast, LandKit } from "./land-kit.ts";
import { aRecovery, aRotation, type KeyChange } from "./recovery-kit.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { DeveloperRecord, Registry } from "../core/registry/model.ts";
import { readRegistry } from "../core/registry/model.ts";
import { stateRecovery } from "../core/review/state-recovery.ts";
import { addDays } from "../core/trust/time.ts";
import type { Device } from "../device/device.ts";
import { installApp } from "../device/install.ts";
import { listDevice } from "../device/list.ts";
import { nodeDevice } from "../device/node-device.ts";
import { updateApps } from "../device/update.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { registryFiles } from "../node/git/registry-history.ts";
import { ephemeralSigner } from "../node/key-file.ts";
import { folderTarget } from "../node/publish-target.ts";
import { forgeRecord } from "../node/registry/publish/forge-record.ts";
import type { Landing } from "../node/registry/land/land.ts";
import { openMirror } from "../node/registry/publish/mirror.ts";
import { publishStore } from "../node/registry/publish/publish.ts";
import { draftRotation, type Rotation, signDrafts } from "../node/registry/trust/trust-ceremony.ts";
import { trustInit } from "../node/registry/trust/trust-init.ts";

// A developer who lost every key, from the pull request to devices: the forge on real Git, the jobs, the ceremony, a folder that is
// the store.

const NOTES = "com.example.notes" as AppId;
const BEGIN = new Date("2026-11-01T12:00:00Z");
const offline = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
const online = {
  bins: ephemeralSigner(),
  snapshot: ephemeralSigner(),
  timestamp: ephemeralSigner(),
  platform: ephemeralSigner(),
};
const { ada, rosa, sam } = cast;

let root: string;
let kit: LandKit;
let app: AppKit;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mosis-lost-"));
  app = anApp();
  const trust = trustInit({ offline, threshold: 2, online, bitLength: 2, now: BEGIN });
  kit = await LandKit.with(trust, app);
  kit.now = BEGIN;
});
afterEach(async () => {
  await kit.end();
  await rm(root, { recursive: true, force: true });
});

async function registry(): Promise<Registry> {
  const files = await registryFiles(kit.repository, await kit.mainCommit());
  return readRegistry(files, nodeCrypto.sha256).registry!;
}

const record = async (): Promise<DeveloperRecord> => (await registry()).developers.get(kit.store.developer.id)!;

async function publish(): Promise<void> {
  const { repository, remote, fetchRemote, now } = kit;
  await publishStore(await kit.mainCommit(), {
    repository,
    mirror: await openMirror(join(root, "mirror")),
    target: folderTarget(join(root, "published")),
    record: forgeRecord(kit.jobs, repository, remote),
    keys: online,
    buildSite: null,
    fetchRemote,
    now,
  });
}

/** People merge what two key holders signed, one after the other. */
async function ceremony(rotation: Rotation): Promise<void> {
  const { trust } = await registry();
  const named = (kind: string, files: ReadonlyMap<number, Uint8Array>): [string, Uint8Array][] =>
    [...files].map(([version, bytes]) => [`${version}.${kind}.json`, bytes]);
  const documents = new Map([...named("root", trust.roots), ...named("targets", trust.targets)]);
  const drafts = draftRotation(documents, rotation, kit.now);
  for (const [name, bytes] of drafts) documents.set(name, bytes);
  for (const holder of offline.slice(1)) {
    for (const [name, bytes] of signDrafts(documents, holder, kit.now)) documents.set(name, bytes);
  }
  const texts = [...drafts.keys()].map((name) => [
    `registry/trust/${name}`,
    new TextDecoder().decode(documents.get(name)),
  ]);
  await kit.forge.commit({ owner: BASE.owner, name: BASE.repo, files: Object.fromEntries(texts), message: "Ceremony" });
}

async function state({ files: [rotation] }: KeyChange): Promise<void> {
  const stated = stateRecovery({ bytes: rotation!.bytes, file: rotation!.path }, await registry(), kit.now, nodeCrypto);
  if (!stated.ok) throw new Error(stated.findings[0]?.message);
  await ceremony({ recover: [stated.statement] });
}

/** A device of its own clock, which runs behind by as many days. */
function device(name: string, daysBehind = () => 0): Device {
  return nodeDevice(join(root, name), { consent: async () => true, now: () => addDays(kit.now, -daysBehind()) });
}

const install = (on: Device) =>
  installApp(on, { app: NOTES, store: join(root, "published"), root: null, track: "stable" });
const installed = async (on: Device) => (await listDevice(on)).apps.map(({ version }) => version);
const rulesOf = (landing: Landing) => ("report" in landing ? landing.report.findings.map(({ rule }) => rule) : []);

async function approve(number: number, who: (typeof cast)[keyof typeof cast]): Promise<Landing> {
  await kit.comment(number, `/approve ${await kit.headOf(number)}`, who);
  return kit.land(number);
}

test("a developer who lost every key is back on installed devices after a week, a ceremony and two reviewers", async () => {
  await publish();
  let behind = 0;
  const [phone, slow] = [device("phone"), device("slow", () => behind)];
  await install(phone);
  await install(slow);

  const lost = aRecovery(await record());
  const number = await kit.open(lost.files);
  const unstated = await kit.land(number);
  expect(unstated.outcome).toBe("refused");
  expect(rulesOf(unstated)).toContain("owner/signature");

  kit.now = addDays(kit.now, 1);
  await state(lost);
  await publish();
  expect(await updateApps(phone, null)).toMatchObject([{ kind: "none" }]);
  kit.now = addDays(kit.now, 6);
  const early = await approve(number, rosa);
  expect(early.outcome).toBe("refused");
  expect(rulesOf(early)).toContain("owner/recovery-early");
  expect(rulesOf(early)).not.toContain("owner/signature");

  kit.now = addDays(kit.now, 1);
  expect(await kit.land(number)).toMatchObject({ outcome: "waiting", approvedBy: [rosa.id], report: { approvals: 2 } });
  expect(await approve(number, rosa)).toMatchObject({ outcome: "waiting", approvedBy: [rosa.id] });
  expect(await approve(number, ada)).toMatchObject({ outcome: "waiting", approvedBy: [rosa.id] });
  expect(await approve(number, sam)).toMatchObject({ outcome: "landed", approvedBy: [rosa.id, sam.id] });
  expect((await record()).developer.keys.map(({ revoked }) => revoked?.reason)).toEqual(["lost", undefined]);

  // The lost key signs nothing more; the new one does.
  const submitted = await kit.openUpdate(app);
  expect(rulesOf(await kit.land(submitted))).toContain("owner/signature");
  kit.store.developer.signer = lost.key;
  app.withVersion();
  const third = app.files().filter(({ path }) => path.endsWith("/versions/3.json"));
  expect(await kit.land(await kit.open(third))).toMatchObject({ outcome: "landed" });
  await publish();

  behind = 1;
  expect(await updateApps(slow, null)).toMatchObject([{ kind: "failed", error: { code: "recovery-early" } }]);
  expect(await installed(slow)).toEqual(["1.0.0"]);
  expect(await updateApps(phone, null)).toMatchObject([{ kind: "update", plan: { to: { version: "1.2.0" } } }]);
  behind = 0;
  expect(await updateApps(slow, null)).toMatchObject([{ kind: "update" }]);
  await ceremony({ bitLength: 3 });
  kit.now = addDays(kit.now, 300);
  await publish();
  const fresh = device("fresh");
  await install(fresh);
  expect([await installed(phone), await installed(slow), await installed(fresh)]).toEqual([
    ["1.2.0"],
    ["1.2.0"],
    ["1.2.0"],
  ]);
});

test("an owner who has an account key after all stops a recovery with it, and the statement is withdrawn", async () => {
  const pretended = aRecovery(await record());
  const number = await kit.open(pretended.files);
  await state(pretended);
  const own = await kit.open(aRotation(await record(), kit.store.developer.signer).files);
  expect(await approve(own, rosa)).toMatchObject({ outcome: "landed", approvedBy: [rosa.id] });
  kit.now = addDays(kit.now, 30);
  await kit.comment(number, `/approve ${await kit.headOf(number)}`, rosa);
  expect(await approve(number, sam)).toMatchObject({ outcome: "refused" });
  await ceremony({ withdraw: ["ada/1"] });
  expect(await kit.land(number)).toMatchObject({ outcome: "refused" });
  expect((await record()).developer.keys.every(({ revoked }) => revoked === undefined)).toBe(true);
});
