import { expect, test } from "vitest";

import { auditTrust, type ExpectedTrust } from "./audit-trust.ts";
import { appTargetPath } from "../index/app-document.ts";
import type { AppId } from "../ids/ids.ts";
import type { JsonObject } from "../json/value.ts";
import { binName } from "../trust/bins.ts";
import { TrustKit } from "../../testing/trust-kit.ts";
import { nodeCrypto } from "../../node/crypto.ts";

const apps = ["com.example.notes", "com.example.weather", "com.example.maps"].map((id) => appTargetPath(id as AppId));

function aStore(): TrustKit {
  const kit = new TrustKit({ bitLength: 2 });
  for (const path of apps) kit.put(path, new TextEncoder().encode(path), { tracks: {} });
  kit.publish();
  return kit;
}

function expectedOf(kit: TrustKit, change: Partial<ExpectedTrust> = {}): ExpectedTrust {
  const targets = new Map([...kit.targets].map(([path, entry]) => [path, { custom: {}, ...entry }] as const));
  return { authority: kit.authority, earlierBins: [], targets, record: kit.published, ...change };
}

async function audit(kit: TrustKit, expected = expectedOf(kit)): Promise<readonly string[]> {
  const { differences } = await auditTrust(expected, kit.ports(), kit.now);
  return differences
    .map(({ kind, path, entry }) => [kind, path, ...(entry === null ? [] : [entry])].join(" "))
    .toSorted();
}

const binOf = (kit: TrustKit, path: string): string => binName(path, kit.authority.bins, nodeCrypto.sha256);
const bodyOf = (kit: TrustKit, path: string): { readonly [key: string]: JsonObject } =>
  (JSON.parse(new TextDecoder().decode(kit.file(path))) as { signed: { [key: string]: JsonObject } }).signed;

/** Signs the snapshot anew with other entries, and the timestamp that names it. */
function forgeSnapshot(kit: TrustKit, meta: JsonObject): void {
  const { version } = kit.published.snapshot;
  kit.forge(`tuf/${version}.snapshot.json`, { meta }, [kit.keys.snapshot]);
  kit.forge("tuf/timestamp.json", { meta: { "snapshot.json": { version } } }, [kit.keys.timestamp]);
}

test("a store that was signed as computed holds", async () => {
  const kit = aStore();
  expect(await auditTrust(expectedOf(kit), kit.ports(), kit.now)).toMatchObject({
    differences: [],
    bins: 4,
    timestamp: { version: 1 },
    snapshot: { version: 1 },
  });
});

test("a target in another bin than its own is found, and missed in its own", async () => {
  const kit = aStore();
  const [notes = ""] = apps;
  const own = binOf(kit, notes);
  const other = [0, 1, 2, 3].map((index) => `bin-${index}`).find((name) => name !== own) ?? "";
  const { [notes]: entry, ...rest } = bodyOf(kit, `tuf/1.${own}.json`)["targets"] as { [path: string]: JsonObject };
  const others = bodyOf(kit, `tuf/1.${other}.json`)["targets"] ?? {};
  kit.forge(`tuf/1.${own}.json`, { targets: rest }, [kit.keys.bins]);
  kit.forge(`tuf/1.${other}.json`, { targets: { ...others, [notes]: entry ?? {} } }, [kit.keys.bins]);
  expect(await audit(kit)).toEqual([`missing tuf/1.${own}.json ${notes}`, `wrong-bin tuf/1.${other}.json ${notes}`]);
});

test("a bin in the place of another one does not verify", async () => {
  const kit = aStore();
  kit.files.set("tuf/1.bin-0.json", kit.file("tuf/1.bin-1.json"));
  expect(await audit(kit)).toEqual(["mix-and-match tuf/1.bin-0.json"]);
});

test("a snapshot that names more or less than it must is found", async () => {
  const kit = aStore();
  const { "bin-0.json": _, ...meta } = bodyOf(kit, "tuf/1.snapshot.json")["meta"] as JsonObject;
  forgeSnapshot(kit, { ...meta, "bin-7.json": { version: 1 }, "evil.json": { version: 1 } });
  expect(await audit(kit, expectedOf(kit, { record: null }))).toEqual([
    "missing tuf/1.snapshot.json bin-0.json",
    "unexpected tuf/1.snapshot.json bin-7.json",
    "unexpected tuf/1.snapshot.json evil.json",
  ]);
});

test("offline targets of another version than the registry's are found", async () => {
  const kit = aStore();
  const before = kit.authority;
  kit.signTargets();
  const newer = kit.authority;
  expect(await audit(kit, expectedOf(kit, { authority: newer }))).toEqual([
    "missing tuf/2.targets.json",
    "rollback tuf/1.snapshot.json targets.json",
  ]);
  kit.publish();
  expect(await audit(kit)).toEqual([]);
  expect(await audit(kit, expectedOf(kit, { authority: before }))).toContain(
    "unexpected tuf/2.snapshot.json targets.json",
  );
});

test("bins of an earlier bit_length stay in the snapshot, if the registry had it", async () => {
  const kit = aStore();
  const { bins } = kit.authority;
  kit.signTargets(3);
  kit.publish();
  expect(await audit(kit, expectedOf(kit, { earlierBins: [bins] }))).toEqual([]);
  kit.signTargets(1);
  kit.publish();
  expect(await audit(kit, expectedOf(kit, { earlierBins: [bins] }))).toContain(
    `unexpected tuf/${kit.published.snapshot.version}.snapshot.json bin-7.json`,
  );
});

test("less than was published last is found, whoever signed it", async () => {
  const kit = aStore();
  const old = kit.published;
  const record = {
    ...old,
    timestamp: { version: 3 },
    versions: { ...old.versions, "bin-1.json": 2 },
  };
  expect(await audit(kit, expectedOf(kit, { record }))).toEqual([
    "rollback tuf/1.snapshot.json bin-1.json",
    "rollback tuf/timestamp.json",
  ]);
  const other = { ...old, snapshot: { ...old.snapshot, version: 2 } };
  expect(await audit(kit, expectedOf(kit, { record: other }))).toEqual(["mix-and-match tuf/timestamp.json"]);
});

test("what comes after a rotation is checked under the newest root", async () => {
  const kit = aStore();
  const thief = kit.keys.timestamp;
  kit.rotate({ timestamp: new TrustKit().keys.timestamp });
  expect(await audit(kit)).toEqual(["missing tuf/2.root.json", "signature-threshold tuf/timestamp.json"]);
  kit.publish();
  expect(await audit(kit)).toEqual([]);
  kit.forge("tuf/timestamp.json", {}, [thief]);
  expect(await audit(kit)).toEqual(["signature-threshold tuf/timestamp.json"]);
});

test("what has expired is found, offline files too", async () => {
  const kit = aStore();
  kit.passDays(89);
  expect(await audit(kit)).toEqual(["expired tuf/1.snapshot.json", "expired tuf/timestamp.json"]);
  kit.passDays(300);
  expect(await audit(kit)).toEqual([
    ...[0, 1, 2, 3].map((index) => `expired tuf/1.bin-${index}.json`),
    "expired tuf/1.root.json",
    "expired tuf/1.snapshot.json",
    "expired tuf/1.targets.json",
    "expired tuf/timestamp.json",
  ]);
});

test("a store that does not answer is no difference", async () => {
  const kit = aStore();
  const ports = { ...kit.ports(), fetch: () => Promise.reject(new Error("no connection")) };
  await expect(auditTrust(expectedOf(kit), ports, kit.now)).rejects.toMatchObject({ code: "unreachable" });
});
