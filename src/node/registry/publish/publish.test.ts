import { appendFile, cp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { computeIndex } from "./compute-index.ts";
import { openMirror } from "./mirror.ts";
import { nodeCrypto } from "../../crypto.ts";
import { ephemeralSigner } from "../../key-file.ts";
import type { PublishTarget } from "../../publish-target.ts";
import { toHex } from "../../../core/bytes.ts";
import { addSignatures } from "../../../core/signing/signatures.ts";
import type { PackageSignature } from "../../../core/signing/verify-package.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { allAt } from "../../../testing/index-kit.ts";
import { PublishKit } from "../../../testing/publish-kit.ts";
import { aStore } from "../../../testing/store-kit.ts";
import type { ReviewQueue } from "../../../core/review/queue.ts";
import type { StoreIndex } from "../../../core/index/build-index.ts";

const NOTES = "com.example.notes";
const WEATHER = "com.example.weather";
const TIMESTAMP = "tuf/timestamp.json";

/** Two apps, the first one with two versions. */
async function aKit(): Promise<PublishKit> {
  const store = aStore()
    .withApp(anApp({ id: NOTES, versions: [{}, {}] }))
    .withApp(anApp({ id: WEATHER, name: "Weather" }));
  const kit = await PublishKit.of(store);
  onTestFinished(() => kit.end());
  return kit;
}

const codesOf = async (kit: PublishKit, app?: string): Promise<readonly number[]> => {
  const document = await kit.appDocument(await kit.refreshed(kit.device()), app);
  return document?.versions.map(({ version_code: code }) => code) ?? [];
};

const heldIn = async (kit: PublishKit): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode((await kit.target.read("v1/held.json")) ?? new Uint8Array())).held;

/** A target that stops after some writes, as a job that is killed. */
function stoppingAfter(writes: number, target: PublishTarget): PublishTarget {
  let left = writes;
  return {
    ...target,
    put: async (path, bytes) => {
      if (left === 0) throw new Error("killed");
      left -= 1;
      await target.put(path, bytes);
    },
  };
}

describe("publishing", () => {
  test("puts out what a device can verify from the first root", async () => {
    const kit = await aKit();
    const published = await kit.publish();
    expect(published).toMatchObject({ commit: kit.main, apps: 2, timestamp: 1, snapshot: 1, held: [], missing: [] });
    expect(published.uploaded).toBe((await kit.target.list()).length);
    const trust = await kit.refreshed(kit.device());
    expect(await kit.appDocument(trust)).toMatchObject({ app_id: NOTES, versions: [{ version_code: 2 }, {}] });
    expect(await kit.appDocument(trust, WEATHER)).toMatchObject({ name: "Weather" });
    expect(await kit.appDocument(trust, "com.example.none")).toBeNull();
    expect(kit.requests).toHaveLength(3);
    expect(kit.record?.commit).toBe(kit.main);
  });

  test("again uploads a fresh timestamp and nothing else, and loads nothing", async () => {
    const kit = await aKit();
    await kit.publish();
    const before = await kit.published();
    kit.requests.length = 0;
    expect(await kit.publish()).toMatchObject({ timestamp: 2, snapshot: 1, changedBins: [], uploaded: 1, removed: 0 });
    const after = await kit.published();
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([TIMESTAMP]);
    expect(kit.requests).toEqual([]);
  });

  test("an update uploads what is new of one app", async () => {
    const kit = await aKit();
    await kit.publish();
    const before = await kit.published();
    const trust = await kit.refreshed(kit.device());
    kit.store.app().withVersion();
    kit.commit();
    expect(await kit.publish()).toMatchObject({ timestamp: 2, snapshot: 2, changedBins: [expect.any(String)] });
    const after = await kit.published();
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed.filter((path) => path.includes("weather"))).toEqual([]);
    expect(changed).toContain(`packages/${NOTES}/3/package.mosis`);
    expect(await kit.appDocument(await kit.refreshed(trust))).toMatchObject({
      versions: [{ version_code: 3 }, {}, {}],
    });
  });

  test("renews what is about to expire, so that a store with no news lives on", async () => {
    const kit = await aKit();
    await kit.publish();
    let trust = await kit.refreshed(kit.device());
    for (let week = 0; week < 20; week += 1) {
      kit.passDays(7);
      await kit.publish();
      trust = await kit.refreshed(trust);
    }
    expect(await kit.appDocument(trust)).not.toBeNull();
  });

  test("shows the time of the commit on the main line, not of the publication", async () => {
    const kit = await aKit();
    kit.passDays(30);
    await kit.publish();
    const document = await kit.appDocument(await kit.refreshed(kit.device()));
    expect(document?.versions.map(({ published_at: at }) => at)).toEqual(Array(2).fill("2026-10-01T10:00:00Z"));
  });
});

describe("pages", () => {
  const page = (text: string) => new TextEncoder().encode(text);

  test("are made from the index and go away with what they are about", async () => {
    const kit = await aKit();
    const buildSite = async ({ apps }: StoreIndex) =>
      new Map(apps.map(({ app }) => [`apps/${app}/index.html`, page(app)]));
    await kit.publish({ buildSite });
    expect(await kit.target.read(`apps/${WEATHER}/index.html`)).toEqual(page(WEATHER));
    kit.commit({
      [`tombstones/${WEATHER}.json`]: `{"app_id": "${WEATHER}", "reason": "The developer asked for it."}`,
    });
    const published = await kit.publish({ buildSite });
    expect(published).toMatchObject({ apps: 1 });
    const paths = (await kit.target.list()).map(({ path }) => path);
    expect(paths).not.toContain(`apps/${WEATHER}/index.html`);
    expect(paths.filter((path) => /^(?:v1|feeds|badges)\//.test(path) && path.includes(WEATHER))).toEqual([]);
    expect(paths).toContain(`apps/${NOTES}/index.html`);
    // A device that has not asked for the news yet may still be loading it.
    expect(paths).toContain(`packages/${WEATHER}/1/package.mosis`);
  });

  test("stay when a publication has none", async () => {
    const kit = await aKit();
    await kit.publish({ buildSite: async () => new Map([["index.html", page("start")]]) });
    expect(await kit.publish()).toMatchObject({ removed: 0 });
    expect(await kit.target.read("index.html")).toEqual(page("start"));
  });
});

test("what waits for review is published as it is kept beside the registry, and remembered", async () => {
  const kit = await aKit();
  const review = async () =>
    JSON.parse(new TextDecoder().decode((await kit.target.read("v1/review.json")) ?? new Uint8Array())) as object;
  await kit.publish();
  expect(await review()).toMatchObject({ as_of: null, queue: [] });
  const queue: ReviewQueue = { as_of: "2026-11-01T12:00:00Z", submissions: [] };
  await kit.publish({ queue: { read: () => Promise.resolve(queue) } });
  expect(await review()).toMatchObject({ as_of: queue.as_of });
  expect(kit.record?.queue).toEqual(queue);
});

describe("versions never go down", () => {
  test("when the registry goes back to an older commit", async () => {
    const kit = await aKit();
    const older = kit.main;
    kit.store.app().withVersion();
    kit.commit();
    await kit.publish();
    const trust = await kit.refreshed(kit.device());
    expect(await kit.publish({ commit: older })).toMatchObject({ timestamp: 2, snapshot: 2 });
    expect(await kit.appDocument(await kit.refreshed(trust))).toMatchObject({ versions: [{ version_code: 2 }, {}] });
  });

  test("because a target that lost everything stops the job", async () => {
    const kit = await aKit();
    await kit.publish();
    await rm(join(kit.root, "published"), { recursive: true });
    await expect(kit.publish()).rejects.toMatchObject({ name: "TrustError", code: "missing" });
    expect(await kit.target.list()).toEqual([]);
  });

  test("because a target that was set back stops the job", async () => {
    const kit = await aKit();
    await kit.publish();
    const old = (await kit.target.read(TIMESTAMP)) ?? new Uint8Array();
    await kit.publish();
    await kit.target.put(TIMESTAMP, old);
    const before = await kit.published();
    await expect(kit.publish()).rejects.toMatchObject({ name: "TrustError", code: "rollback" });
    expect(await kit.published()).toEqual(before);
  });

  test("when the record was lost, or could not be written after the upload", async () => {
    const kit = await aKit();
    await kit.publish();
    const record = kit.record;
    await kit.publish();
    kit.record = record;
    expect(await kit.publish()).toMatchObject({ timestamp: 3 });
    kit.record = null;
    expect(await kit.publish()).toMatchObject({ timestamp: 4, snapshot: 1 });
  });
});

test("wherever an upload is stopped, devices see the old store, and after the next run the new one", async () => {
  const kit = await aKit();
  await kit.publish();
  const trust = await kit.refreshed(kit.device());
  const [published, saved] = [join(kit.root, "published"), join(kit.root, "saved")];
  await cp(published, saved, { recursive: true });
  const { record } = kit;
  kit.store.app().withVersion();
  kit.commit();
  const { uploaded } = await kit.publish();
  expect(uploaded).toBeGreaterThan(8);
  for (let writes = 0; writes < uploaded; writes += 1) {
    await rm(published, { recursive: true });
    await cp(saved, published, { recursive: true });
    kit.record = record;
    await expect(kit.publish({ target: stoppingAfter(writes, kit.target) })).rejects.toThrow("killed");
    const seen = await kit.refreshed(trust);
    expect(seen.timestamp?.version).toBe(1);
    expect(await kit.appDocument(seen)).toMatchObject({ versions: [{ version_code: 2 }, {}] });
    // The next run signs the same version numbers, at another time.
    kit.now = new Date(kit.now.getTime() + 1000);
    expect(await kit.publish()).toMatchObject({ timestamp: 2, snapshot: 2 });
    expect(await kit.appDocument(await kit.refreshed(seen))).toMatchObject({ versions: [{ version_code: 3 }, {}, {}] });
  }
});

describe("a version whose bytes are not to be had", () => {
  test("is held, and everything else goes out", async () => {
    const kit = await aKit();
    const gone = kit.store.app().packages[1]?.facts.package.sha256;
    const fetchRemote: typeof kit.fetchRemote = async (file) =>
      file.sha256 === gone ? "the host is gone" : kit.fetchRemote(file);
    expect(await kit.publish({ fetchRemote })).toMatchObject({
      apps: 2,
      held: [{ app_id: NOTES, version_code: 2, reason: "bytes-missing", detail: "the host is gone" }],
      missing: [{ url: `https://packages.example/${NOTES}-2.mosis`, reason: "the host is gone" }],
    });
    expect([await codesOf(kit), await codesOf(kit, WEATHER)]).toEqual([[1], [1]]);
    const listed = await heldIn(kit);
    expect(listed).toMatchObject([{ app_id: NOTES, version: "1.1.0", state: "held", next: "developer" }]);
    kit.passDays(3);
    const [hold] = (await kit.publish({ fetchRemote })).held;
    expect(hold).toMatchObject({ since: "2026-11-01T12:00:00Z", last: "2026-11-04T12:00:00Z" });
    expect(await heldIn(kit)).toEqual(listed);
    expect(await kit.publish()).toMatchObject({ held: [], missing: [] });
    expect(await codesOf(kit)).toEqual([2, 1]);
    expect([await heldIn(kit), kit.record?.held]).toEqual([[], []]);
  });

  test("waits no more when its developer takes it back", async () => {
    const kit = await aKit();
    const fetchRemote: typeof kit.fetchRemote = async () => "the host is gone";
    expect((await kit.publish({ fetchRemote })).held).toHaveLength(3);
    kit.store.app().event("yank", 2, { reason: "It is lost." });
    kit.commit();
    expect((await kit.publish({ fetchRemote })).held).toHaveLength(2);
  });

  test("is one that the store does not serve: what is out stays out without mirror and address", async () => {
    const kit = await aKit();
    await kit.publish();
    const before = await kit.published();
    const mirror = await openMirror(join(kit.root, "another"));
    kit.requests.length = 0;
    const fetchRemote: typeof kit.fetchRemote = async () => "the host is gone";
    expect(await kit.publish({ mirror, fetchRemote })).toMatchObject({ held: [], missing: [], uploaded: 1 });
    const after = await kit.published();
    expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([TIMESTAMP]);
    expect(kit.requests).toEqual([]);
  });

  test("takes its app out while it is the only one", async () => {
    const kit = await aKit();
    const fetchRemote: typeof kit.fetchRemote = async (file) =>
      file.url.includes(WEATHER) ? "the host is gone" : kit.fetchRemote(file);
    expect(await kit.publish({ fetchRemote })).toMatchObject({ apps: 1, held: [{ app_id: WEATHER }] });
    expect(await codesOf(kit, WEATHER)).toEqual([]);
  });
});

describe("a registry that is not whole", () => {
  test("is published without its broken documents", async () => {
    const kit = await aKit();
    kit.commit({ "developers/eve.json": "{}" });
    const published = await kit.publish();
    expect(published.apps).toBe(2);
    expect(published.findings).not.toEqual([]);
  });

  test.each(["registry.json", "categories.json", "reserved.json"])("is not published without %s", async (path) => {
    const kit = await aKit();
    kit.commit({ [path]: null });
    await expect(kit.publish()).rejects.toMatchObject({ name: "PublishError", code: "registry-broken" });
    expect(await kit.target.list()).toEqual([]);
  });

  test.each(["trust/1.root.json", "trust/1.targets.json"])("is not published without %s", async (path) => {
    const kit = await aKit();
    kit.commit({ [path]: null });
    await expect(kit.publish()).rejects.toMatchObject({ name: "PublishError", code: "no-trust" });
  });
});

test.each(["bins", "snapshot", "timestamp", "platform"] as const)(
  "a key for %s that the offline keys did not name signs nothing",
  async (role) => {
    const kit = await aKit();
    const publishing = kit.publish({ keys: { ...kit.keys, [role]: ephemeralSigner() } });
    await expect(publishing).rejects.toMatchObject({ name: "TrustError", code: "signature-threshold" });
    expect(await kit.target.list()).toEqual([]);
  },
);

describe("the index", () => {
  /** SHA-256 of every file of the index by path, with a mirror of its own. */
  async function indexOf(kit: PublishKit, order: (paths: readonly string[]) => readonly string[]): Promise<string> {
    const files = kit.files();
    const ordered = new Map(order([...files.keys()]).map((path) => [path, files.get(path) ?? new Uint8Array()]));
    const mirror = await openMirror(join(kit.root, `mirror-${Math.random()}`));
    const countersign = (document: PackageSignature["document"]) => addSignatures(document, [kit.keys.platform]);
    const ports = { mirror, countersign, fetchRemote: kit.fetchRemote };
    const { index } = await computeIndex(ordered, allAt("2026-10-01T10:00:00Z"), ports);
    const digests = [...index.files].map(([path, file]) => [
      path,
      file.kind === "bytes" ? toHex(nodeCrypto.sha256(file.bytes)) : file.blob,
    ]);
    return JSON.stringify([digests, [...index.targets]]);
  }

  test("is byte for byte the same for the same registry, in whatever order its files come", async () => {
    const kit = await aKit();
    kit.store.app().event("yank", 1, { reason: "It loses notes." }).moderate("hold", "A question.");
    const first = await indexOf(kit, (paths) => paths);
    expect(JSON.parse(first)[0].length).toBeGreaterThan(20);
    expect(await indexOf(kit, (paths) => paths)).toBe(first);
    expect(await indexOf(kit, (paths) => paths.toReversed())).toBe(first);
    for (let seed = 1; seed <= 10; seed += 1) {
      const shuffled = (paths: readonly string[]) =>
        paths.toSorted((a, b) =>
          toHex(nodeCrypto.sha256(Buffer.from(`${seed}${a}`))) < toHex(nodeCrypto.sha256(Buffer.from(`${seed}${b}`)))
            ? -1
            : 1,
        );
      expect(await indexOf(kit, shuffled)).toBe(first);
    }
  });
});

test("a mirror that is lost or rots costs a download, nothing else", async () => {
  const kit = await aKit();
  await kit.publish();
  const before = await kit.published();
  const blobs = join(kit.root, "mirror", "blobs");
  const files = (await readdir(blobs, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const [first, second, ...others] = files.map((entry) => join(entry.parentPath, entry.name));
  await rm(first!);
  await appendFile(second!, "rot");
  for (const path of others.slice(0, 2)) await rm(path);
  await rm(join(kit.root, "published", "packages"), { recursive: true });
  expect(await kit.publish()).toMatchObject({ held: [], missing: [] });
  const after = await kit.published();
  expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([TIMESTAMP]);
});

test("what a mirror says of a package is not signed unless the registry bears it out", async () => {
  const kit = await aKit();
  await kit.publish();
  const facts = join(kit.root, "mirror", "facts-2");
  const evil = await PublishKit.of(aStore().withApp(anApp({ id: NOTES, versions: [{ permissions: ["camera"] }] })));
  onTestFinished(() => evil.end());
  await evil.publish();
  const forged = await evil.mirror.readFacts(evil.store.app().packages[0]!.facts.package.sha256);
  for (const { facts: known } of kit.store.app().packages) {
    const { sha256 } = known.package;
    const lie = { ...known, signature: forged?.signature };
    await writeFile(join(facts, sha256.slice(0, 2), `${sha256}.json`), JSON.stringify(lie));
  }
  const before = await kit.published();
  await kit.publish();
  const after = await kit.published();
  expect(Object.keys(after).filter((path) => after[path] !== before[path])).toEqual([TIMESTAMP]);
});
