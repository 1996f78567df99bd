import { existsSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";

import { Octokit } from "octokit";

import { bot, users } from "./cast.ts";
import { requireFreePort } from "./free-port.ts";
import { type LocalLayout, localLayout } from "./layout.ts";
import { REGISTRY, seedRegistry } from "./seed-registry.ts";
import type { StoreIndex } from "../../core/index/build-index.ts";
import type { BlobStore } from "../../node/blob-store.ts";
import { githubForge } from "../../node/forge.ts";
import { fetchRef, type GitRemote, openRepository } from "../../node/git/repository.ts";
import { folderTarget } from "../../node/publish-target.ts";
import type { LocalServer } from "../../node/local-server.ts";
import { serveFolder } from "../../node/serve-folder.ts";
import { forgeRecord } from "../../node/registry/publish/forge-record.ts";
import { writeIndexFolder } from "../../node/registry/publish/index-folder.ts";
import { openOnlineKeys } from "../../node/registry/publish/key-folder.ts";
import { type Landing, landPullRequest } from "../../node/registry/land/land.ts";
import { openMirror } from "../../node/registry/publish/mirror.ts";
import { type Published, publishStore } from "../../node/registry/publish/publish.ts";
import { buildSite } from "../../site/build-site.ts";
import { type Forge, type ForgeUser, startForge } from "../forge/forge.ts";

/** A whole store on this machine: forge, registry, jobs, and the published tree behind a web server. */
export interface LocalStore {
  /** Where the published tree is served. */
  readonly storeUrl: string;
  readonly forge: Forge;
  readonly layout: LocalLayout;
  /** False when the store was filled before. */
  readonly isNew: boolean;
  /** Says that the store is filled, so that the next start goes on with it. */
  keep(): Promise<void>;
  /** The forge's API as somebody sees it. */
  octokit(user: ForgeUser): Octokit;
  /** What the merge job does. */
  land(pull: number): Promise<Landing>;
  /** What the publish job does. */
  publish(): Promise<Published>;
  close(): Promise<void>;
}

export interface LocalStoreOptions {
  readonly root: string;
  /** Throws away what is there; so does a store that was never filled. */
  readonly reset: boolean;
  /** 0 takes any free port. */
  readonly storePort: number;
  readonly forgePort: number;
  /** False publishes no pages, for tests that read none. */
  readonly withSite: boolean;
}

/**
 * Opens the store in a folder, or begins one.
 *
 * @throws Error with the codes of Node for ports, such as `EADDRINUSE`; then nothing was thrown away. For a folder that holds
 * something else, too
 */
export async function openLocalStore(options: LocalStoreOptions): Promise<LocalStore> {
  const { root, reset, storePort, forgePort } = options;
  const layout = localLayout(root);
  const isNew = reset || !existsSync(layout.filled);
  const server = await serveFolder(layout.published, { port: storePort });
  try {
    await requireFreePort(forgePort);
    if (isNew) await clear(root, layout);
    const forge = await startForge({ root: layout.forge, port: forgePort, users });
    try {
      if (isNew) await seedRegistry(forge, layout, `${server.url}/`, new Date());
      return await runningStore(options, { layout, isNew, server, forge });
    } catch (error) {
      await forge.close();
      throw error;
    }
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** Empties the folder of a store, and no other folder. */
async function clear(root: string, { forge }: LocalLayout): Promise<void> {
  if (existsSync(root) && !existsSync(forge) && (await readdir(root)).length > 0) {
    throw new Error(`${root} holds something else than a local store; choose another folder.`);
  }
  await rm(root, { recursive: true, force: true });
}

interface Running extends Pick<LocalStore, "layout" | "isNew" | "forge"> {
  readonly server: LocalServer;
}

async function runningStore(
  { withSite }: LocalStoreOptions,
  { layout, isNew, server, forge }: Running,
): Promise<LocalStore> {
  const octokit = (user: ForgeUser): Octokit =>
    new Octokit({ baseUrl: forge.apiUrl, auth: user.token, throttle: { enabled: false }, log: SILENT });
  const repository = await openRepository(layout.clone);
  const remote: GitRemote = { url: `${forge.url}/${REGISTRY.owner}/${REGISTRY.repo}.git`, token: bot.token };
  const registryForge = githubForge(octokit(bot), REGISTRY);
  return {
    storeUrl: server.url,
    forge,
    layout,
    isNew,
    keep: () => writeFile(layout.filled, ""),
    octokit,
    land: (pull) => landPullRequest(pull, { forge: registryForge, repository, remote, now: new Date() }),
    async publish() {
      const mirror = await openMirror(layout.mirror);
      return publishStore(await fetchRef(repository, remote, "refs/heads/main"), {
        repository,
        mirror,
        target: folderTarget(layout.published),
        record: forgeRecord(registryForge, repository, remote),
        keys: await openOnlineKeys(layout.onlineKeys),
        buildSite: withSite ? ({ files }) => buildPages(files, mirror.blobs, layout, server.url) : null,
        now: new Date(),
      });
    },
    async close() {
      await Promise.all([server.close(), forge.close()]);
    },
  };
}

async function buildPages(
  files: StoreIndex["files"],
  blobs: BlobStore,
  { index, site }: LocalLayout,
  url: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  await writeIndexFolder(files, blobs, index);
  return buildSite({ index, out: site, url });
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
