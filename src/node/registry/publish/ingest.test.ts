import { rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { beforeEach, describe, expect, test } from "vitest";

import type { FetchRemote } from "../fetch-remote.ts";
import { ingest } from "./ingest.ts";
import { type Mirror, openMirror } from "./mirror.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { toHex } from "../../../core/bytes.ts";
import type { AppId, Sha256, VersionCode } from "../../../core/ids/ids.ts";
import { storePaths } from "../../../core/index/app-document.ts";
import type { Registry } from "../../../core/registry/model.ts";
import { anApp, type AppKit } from "../../../testing/app-kit.ts";
import { temporaryFolder } from "../../../testing/cli/temporary-folder.ts";
import { aStore } from "../../../testing/store-kit.ts";

let folder: string;
let mirror: Mirror;
let asked: string[];
beforeEach(async () => {
  folder = temporaryFolder();
  mirror = await openMirror(folder);
  asked = [];
});

/** Two versions of one app and the registry that names them. */
function twoVersions(): { readonly app: AppKit; readonly registry: Registry } {
  const app = anApp({ versions: [{}, {}] });
  return { app, registry: aStore().withApp(app).registry() };
}

/** Gives each package at its address, unless the test has something else there. */
function hosts(app: AppKit, others: Readonly<Record<string, Uint8Array | string>> = {}): FetchRemote {
  return async ({ url, sha256 }) => {
    asked.push(url);
    const found = app.packages.find(({ facts }) => facts.package.sha256 === sha256)?.archive;
    return others[url] ?? found ?? "there is no such file";
  };
}

const URL_1 = "https://packages.example/com.example.notes-1.mosis";
const URL_2 = "https://packages.example/com.example.notes-2.mosis";

describe("ingesting", () => {
  test("brings packages and icons into the mirror and tells their facts", async () => {
    const { app, registry } = twoVersions();
    const { facts, missing } = await ingest(registry, { mirror, fetchRemote: hosts(app) });
    expect(missing).toEqual([]);
    for (const built of app.packages) {
      expect(facts.get(built.facts.package.sha256)).toEqual(built.facts);
      expect(await mirror.blobs.has(built.facts.package)).toBe(true);
      for (const icon of built.icons.keys()) expect(await mirror.blobs.read(icon)).toEqual(built.icons.get(icon));
    }
  });

  test("asks for nothing that is in the mirror", async () => {
    const { app, registry } = twoVersions();
    const first = await ingest(registry, { mirror, fetchRemote: hosts(app) });
    asked = [];
    expect(await ingest(registry, { mirror: await openMirror(folder), fetchRemote: hosts(app) })).toEqual(first);
    expect(asked).toEqual([]);
  });

  test("opens a package again when what was kept of it is lost", async () => {
    const { app, registry } = twoVersions();
    const first = await ingest(registry, { mirror, fetchRemote: hosts(app) });
    asked = [];
    await rm(join(folder, "facts-2"), { recursive: true });
    expect(await ingest(registry, { mirror, fetchRemote: hosts(app) })).toEqual(first);
    expect(asked).toEqual([]);
  });

  test("opens a package again of which an earlier version of this program kept less", async () => {
    const app = anApp({
      versions: [{ manifest: { default_locale: "en" }, files: { "locales/en.json": '{"title": "Notes"}' } }],
    });
    const registry = aStore().withApp(app).registry();
    const first = await ingest(registry, { mirror, fetchRemote: hosts(app) });
    expect([...first.facts.values()].map(({ texts }) => texts)).toEqual([{ of: 1, locales: { en: 1 } }]);
    await rename(join(folder, "facts-2"), join(folder, "facts-1"));
    expect(await ingest(registry, { mirror, fetchRemote: hosts(app) })).toEqual(first);
    expect(asked).toHaveLength(1);
  });

  test("does not take what was kept of texts for true where the package has no such files", async () => {
    const { app, registry } = twoVersions();
    const first = await ingest(registry, { mirror, fetchRemote: hosts(app) });
    for (const { facts } of app.packages) await mirror.writeFacts({ ...facts, texts: { of: 1, locales: { en: 1 } } });
    expect(await ingest(registry, { mirror, fetchRemote: hosts(app) })).toEqual(first);
  });

  test("holds a file with other bytes than the document says, and goes on", async () => {
    const { app, registry } = twoVersions();
    const other = new TextEncoder().encode("other bytes");
    const { facts, missing } = await ingest(registry, { mirror, fetchRemote: hosts(app, { [URL_1]: other }) });
    const digest = toHex(nodePackagePorts.sha256(other));
    expect(missing).toMatchObject([{ url: URL_1, reason: expect.stringContaining(`11 bytes with SHA-256 ${digest}`) }]);
    expect(facts.size).toBe(1);
    expect(await mirror.blobs.read(digest as Sha256)).toBeNull();
  });

  test("holds a file that cannot be had, and goes on", async () => {
    const { app, registry } = twoVersions();
    const { facts, missing } = await ingest(registry, {
      mirror,
      fetchRemote: hosts(app, { [URL_2]: "the host is gone" }),
    });
    expect(missing).toMatchObject([{ url: URL_2, reason: "the host is gone" }]);
    expect(facts.size).toBe(1);
  });

  test("asks the store itself before anybody's host, and believes hashes only", async () => {
    const { app, registry } = twoVersions();
    const [first, second] = app.packages.map(({ archive }) => archive);
    const store = new Map([
      ["packages/com.example.notes/1/package.mosis", first!],
      ["packages/com.example.notes/2/package.mosis", new TextEncoder().encode("other bytes")],
    ]);
    const read: string[] = [];
    const published = async (path: string) => {
      read.push(path);
      return store.get(path) ?? null;
    };
    const hostsGone = hosts(app, { [URL_1]: "the host is gone" });
    const { facts, missing } = await ingest(registry, { mirror, fetchRemote: hostsGone, published });
    expect(missing).toEqual([]);
    expect([...facts.keys()].sort()).toEqual(app.packages.map((each) => each.facts.package.sha256).sort());
    expect(asked).toEqual([URL_2]);
    expect(await mirror.blobs.read(app.packages[1]!.facts.package.sha256)).toEqual(second);
    expect(read).toHaveLength(2);
  });

  test("asks last for what the run before asked for in vain", async () => {
    const { app, registry } = twoVersions();
    const inVain = (_: AppId, code: VersionCode) => code === 1;
    await ingest(registry, { mirror, fetchRemote: hosts(app), inVain });
    expect(asked).toEqual([URL_2, URL_1]);
  });

  test("asks no host that the registry does not allow any more", async () => {
    const { app, registry } = twoVersions();
    const policy = { ...registry.config.policy, package_hosts: ["elsewhere.example"] };
    const strict = { ...registry, config: { ...registry.config, policy } };
    const { missing } = await ingest(strict, { mirror, fetchRemote: hosts(app) });
    expect(missing.map(({ reason }) => reason)).toEqual(
      Array(2).fill("the address is on a host that the registry does not allow (elsewhere.example)"),
    );
    expect(asked).toEqual([]);
  });
});

describe("a package that is broken although the registry names it", () => {
  /** A registry whose only version is these bytes. */
  function naming(bytes: Uint8Array): { readonly registry: Registry; readonly fetchRemote: FetchRemote } {
    const { registry } = twoVersions();
    const [record] = registry.apps.values();
    const [first] = record!.versions;
    const sha256 = toHex(nodePackagePorts.sha256(bytes)) as Sha256;
    const version = { ...first!, package: { ...first!.package, length: bytes.length, sha256 } };
    const apps = new Map([[record!.app.app_id, { ...record!, versions: [version] }]]);
    return { registry: { ...registry, apps }, fetchRemote: async () => bytes };
  }

  test("is held with the reason", async () => {
    const { registry, fetchRemote } = naming(new TextEncoder().encode("no archive"));
    const { facts, missing } = await ingest(registry, { mirror, fetchRemote });
    expect(facts.size).toBe(0);
    expect(missing).toMatchObject([{ url: URL_1, reason: expect.stringMatching(/^(?:zip|package)\/[a-z-]+: /) }]);
  });

  test("is held when it is another one than was signed for", async () => {
    const { app } = twoVersions();
    const { registry, fetchRemote } = naming(app.packages[1]!.archive);
    const { missing } = await ingest(registry, { mirror, fetchRemote });
    expect(missing).toMatchObject([
      { url: URL_1, reason: "it is not the package that the version document describes" },
    ]);
  });
});

test("screenshots are brought in, and asked for once", async () => {
  const { app, registry } = twoVersions();
  const picture = new TextEncoder().encode("a picture");
  const sha256 = toHex(nodePackagePorts.sha256(picture)) as Sha256;
  const url = "https://packages.example/shot.png";
  const [record] = registry.apps.values();
  const [listing] = record!.listings.values();
  const screenshots = [{ url, length: picture.length, sha256, alt: "A list of notes" }];
  const listings = new Map(["de", "en"].map((locale) => [locale, { ...listing!, locale, screenshots }]));
  const apps = new Map([[record!.app.app_id, { ...record!, listings }]]);
  const shown = { ...registry, apps };
  const { images } = await ingest(shown, { mirror, fetchRemote: hosts(app, { [url]: picture }) });
  expect([...images]).toEqual([sha256]);
  expect(asked.filter((each) => each === url)).toHaveLength(1);
  const empty = async () => ({ mirror: await openMirror(temporaryFolder()), fetchRemote: hosts(app) });
  const without = await ingest(shown, await empty());
  expect(without.images.size).toBe(0);
  expect(without.missing.map((each) => each.url)).toEqual([url]);
  const moved = storePaths.screenshot(app.id, 1, { sha256, length: picture.length });
  const published = async (path: string) => (path === moved ? picture : null);
  expect([...(await ingest(shown, { ...(await empty()), published })).images]).toEqual([sha256]);
});
