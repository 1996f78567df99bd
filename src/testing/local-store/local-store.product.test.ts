import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Updater } from "tuf-js";
import { afterAll, beforeAll, expect, test } from "vitest";

import { operator } from "./cast.ts";
import { APPS } from "./fill-story.ts";
import { type LocalStore, type LocalStoreOptions, openLocalStore } from "./local-store.ts";
import { mosis } from "./mosis-cli.ts";
import { functionsAreThere } from "./start-functions.ts";
import { type ServedAt, startStore } from "./start-kit.ts";
import type { AppDocument, StoreFile } from "../../core/index/app-document.ts";
import { readPackage } from "../../core/package/read-package.ts";
import type { DeveloperBody } from "../../core/registry/documents.ts";
import { ownerKeys } from "../../core/registry/owner-keys.ts";
import { publicKeyOf, type KeyObject } from "../../core/signing/public-key.ts";
import { checkSignatureFile, packageSigners } from "../../core/signing/verify-package.ts";
import { toHex } from "../../core/bytes.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { listRemoteRefs } from "../../node/git/repository.ts";
import { shiftedEnv } from "../actions/shifted-env.ts";

// A store that `npm start` fills as people do it and publishes by its workflows, looked at by programs that know nothing of that.

const ports = nodePackagePorts;
let root: string;
let folder: string;
let store: LocalStore;

const open = (change: Partial<LocalStoreOptions> = {}): Promise<LocalStore> =>
  openLocalStore({ root: folder, reset: false, storePort: 0, forgePort: 0, withSite: true, ...change });

/** `npm start` on the same folder, looked at while it runs and stopped by a signal. */
async function whileStarted(
  signal: NodeJS.Signals,
  look: (at: ServedAt, output: string) => Promise<void>,
  ...args: readonly string[]
): Promise<void> {
  const anyPorts = ["--port", "0", "--forge-port", "0", "--functions-port", "0"];
  const { child, output, served, ended } = startStore(folder, ...anyPorts, ...args);
  try {
    const addresses = await served;
    await look(addresses, output());
    child.kill(signal);
    expect(await ended).toBe(0);
    await expect(fetch(addresses.store)).rejects.toThrow();
  } finally {
    child.kill("SIGKILL");
  }
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mosis-local-store-"));
  folder = join(root, "store");
});
afterAll(async () => {
  await store.close();
  await rm(root, { recursive: true, force: true, maxRetries: 5 });
});

const portOf = (url: string): number => Number(new URL(url).port);
const timestampOf = async ({ storeUrl }: Pick<LocalStore, "storeUrl">): Promise<number> => {
  const file = (await (await fetch(`${storeUrl}/tuf/timestamp.json`)).json()) as { signed: { version: number } };
  return file.signed.version;
};

/** A file of the store over HTTP, as long and with the hash that a document says. */
async function load({ path, length, sha256 }: StoreFile): Promise<Uint8Array> {
  const bytes = new Uint8Array(await (await fetch(`${store.storeUrl}/${path}`)).arrayBuffer());
  expect([bytes.length, toHex(ports.sha256(bytes))]).toEqual([length, sha256]);
  return bytes;
}

/** tuf-js as it comes from npm, given nothing but the first root. */
async function tufClient(): Promise<Updater> {
  const trusted = await mkdtemp(join(root, "tuf-"));
  const pinned = await fetch(`${store.storeUrl}/tuf/1.root.json`);
  await writeFile(join(trusted, "root.json"), new Uint8Array(await pinned.arrayBuffer()));
  return new Updater({
    metadataDir: trusted,
    metadataBaseUrl: `${store.storeUrl}/tuf`,
    targetDir: trusted,
    targetBaseUrl: `${store.storeUrl}/targets`,
    config: { fetchRetry: 0 },
  });
}

async function target<T>(updater: Updater, path: string): Promise<T> {
  const found = await updater.getTargetInfo(path);
  if (found === undefined) throw new Error(`tuf-js finds no ${path}`);
  return JSON.parse(await readFile(await updater.downloadTarget(found), "utf8")) as T;
}

// What it leaves is what the tests below look at.
test("npm start fills a store by its workflows, serves it, and stops at Ctrl+C", async () => {
  await whileStarted("SIGINT", async (at, output) => {
    for (const path of ["/", "/docs/", "/apps/com.mosis.notes/", "/tuf/timestamp.json"]) {
      expect([path, (await fetch(at.store + path)).status, output]).toEqual([path, 200, output]);
    }
    expect((await fetch(`${at.store}/nothing`)).status).toBe(404);
    expect((await fetch(at.registry)).status).toBe(200);
    expect([at.portal !== "", output]).toEqual([functionsAreThere(), output]);
    if (functionsAreThere()) {
      const call = { home: join(folder, "homes", "ada"), env: { MOSIS_PORTAL: at.portal } };
      const stats = await mosis(["stats", "com.mosis.notes"], call);
      expect(stats).toMatchObject({
        overview: { sessions: expect.any(Number) },
        frame_time: { p95: expect.any(Number) },
      });
    }
    const { port } = new URL(at.store);
    const second = startStore(join(root, "second"), "--port", port, "--forge-port", "0", "--functions-port", "0");
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `Port ${port} of 127.0.0.1 is in use, perhaps by another \`npm start\`. Choose another one: npm start -- --port ${Number(port) + 10}\n`,
    );
  });
  store = await open();
});

test("tuf-js finds every app, and their packages bear the developer's and the platform's signature", async () => {
  const updater = await tufClient();
  await updater.refresh();
  const platform = await target<{ readonly keys: readonly KeyObject[] }>(updater, "platform-keys.json");
  const platformKeys = platform.keys.flatMap((key) => publicKeyOf(key, ports.sha256) ?? []);
  expect(platformKeys).toHaveLength(1);
  for (const app of APPS) {
    const document = await target<AppDocument>(updater, `apps/${app}.json`);
    expect(document.versions).toHaveLength(1);
    const [version] = document.versions;
    const archive = await load(version!.package);
    const { opened, findings } = readPackage(archive, ports);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(opened).toMatchObject({ contentDigest: version!.content_digest, manifest: { id: app } });
    // The one in the package is the developer's alone; the one beside it the platform has signed too.
    const { signature } = checkSignatureFile(await load(version!.signature), opened!.document);
    const developer = { keys: document.lineage.genesis } as unknown as DeveloperBody;
    const developerKeys = ownerKeys(developer, "package", document.app_id, ports.sha256);
    expect(packageSigners(signature!, developerKeys, ports)).toHaveLength(1);
    expect(packageSigners(signature!, platformKeys, ports)).toHaveLength(1);
    const own = checkSignatureFile(opened!.signature!, opened!.document).signature;
    expect(packageSigners(own!, developerKeys, ports)).toHaveLength(1);
    expect(packageSigners(own!, platformKeys, ports)).toEqual([]);
    for (const icon of Object.values(document.icons)) await load(icon);
    for (const listing of Object.values(document.listings))
      for (const picture of listing.screenshots) await load(picture);
  }
  expect(await updater.getTargetInfo("apps/com.mosis.none.json")).toBeUndefined();
});

test("the registry holds what was decided, a record of what was published, and what waits; the store shows it", async () => {
  const remote = { url: `${store.forge.url}/mosis/registry.git` };
  expect(await listRemoteRefs(remote, "refs/mosis/")).toEqual(["refs/mosis/published", "refs/mosis/queue"]);
  const page = await store.octokit(operator).rest.repos.getContent({
    owner: "mosis",
    repo: "registry",
    path: "registry/decisions/com.mosis.notes/1-1.json",
    mediaType: { format: "raw" },
  });
  expect(JSON.parse(page.data as unknown as string)).toMatchObject({ verdict: "approved", reviewers: [1001] });
  expect(await (await fetch(`${store.storeUrl}/v1/review.json`)).json()).toMatchObject({
    as_of: expect.any(String),
    queue: [],
    statistics: { all: { decisions: 3, by_people: 3, states: { in_review: { count: 3 } } } },
  });
});

test("a start soon after goes on with what is there, and publishes nothing anew", async () => {
  const before = await timestampOf(store);
  await store.close();
  await whileStarted(
    "SIGTERM",
    async (at, output) => {
      expect(output).toMatch(/^✔ catch up/);
      expect(await timestampOf({ storeUrl: at.store })).toBe(before);
      expect(at.portal).toBe("");
    },
    "--no-functions",
  );
  store = await open();
  expect(store.isNew).toBe(false);
});

test.each(["storePort", "forgePort"] as const)("a taken %s throws nothing away, whatever was asked", async (which) => {
  const before = await timestampOf(store);
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const { port } = other.address() as { readonly port: number };
  await store.close();
  await expect(open({ reset: true, [which]: port })).rejects.toMatchObject({ code: "EADDRINUSE", port });
  await new Promise((done) => other.close(done));
  store = await open();
  expect(store.isNew).toBe(false);
  expect(await timestampOf(store)).toBe(before);
});

test("a port that a store gave up can be taken at once", async () => {
  const [storePort, forgePort] = [portOf(store.storeUrl), portOf(store.forge.url)];
  await store.close();
  store = await open({ storePort, forgePort });
  expect([portOf(store.storeUrl), portOf(store.forge.url)]).toEqual([storePort, forgePort]);
});

test("a store that was left before it was filled begins anew", async () => {
  const interrupted = join(root, "interrupted");
  const first = await open({ root: interrupted });
  await writeFile(join(interrupted, "left-over"), "");
  await first.close();
  const second = await open({ root: interrupted });
  expect(second.isNew).toBe(true);
  await expect(readFile(join(interrupted, "left-over"))).rejects.toMatchObject({ code: "ENOENT" });
  await second.close();
});

test("a folder that holds something else is left alone", async () => {
  const precious = join(root, "precious");
  await mkdir(precious);
  await writeFile(join(precious, "thesis.txt"), "ten years of work");
  await expect(open({ root: precious, reset: true })).rejects.toThrow("holds something else than a local store");
  expect(await readFile(join(precious, "thesis.txt"), "utf8")).toBe("ten years of work");
});

test(
  "a store that was off until its timestamp had expired is signed anew, by the code of today",
  { tags: ["deep"] },
  async () => {
    const before = await timestampOf(store);
    await store.close();
    const later = 90 * 86_400_000;
    const clock = () => new Date(Date.now() + later);
    // Without the site, its code goes from the registry, too.
    store = await open({ withSite: false, clock, processEnv: () => shiftedEnv(later) });
    await store.resume();
    expect(await timestampOf(store)).toBeGreaterThan(before);
    const expires = async () =>
      ((await (await fetch(`${store.storeUrl}/tuf/timestamp.json`)).json()) as { signed: { expires: string } }).signed;
    expect(new Date((await expires()).expires) > clock()).toBe(true);
    const { data } = await store.octokit(operator).rest.repos.listCommits({ owner: "mosis", repo: "registry" });
    expect(data[0]?.commit.message).toBe("Bring the code up to date");
  },
);
