import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { GitKit } from "./git-kit.ts";
import type { StoreKit } from "./store-kit.ts";
import type { AppDocument } from "../core/index/app-document.ts";
import type { RegistryFiles } from "../core/registry/model.ts";
import { REGISTRY_FOLDER } from "../core/registry/paths.ts";
import { encodeAtRest, parseSignedDocument } from "../core/json/signed-document.ts";
import { fetchTarget, findTarget } from "../core/trust/find-target.ts";
import { refresh } from "../core/trust/refresh.ts";
import { addDays } from "../core/trust/time.ts";
import { loadTrust, pinnedState, type Trust } from "../core/trust/trust.ts";
import type { TrustPorts } from "../core/trust/trust-ports.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { ephemeralSigner } from "../node/key-file.ts";
import { folderTarget, type PublishTarget } from "../node/publish-target.ts";
import type { FetchRemote } from "../node/registry/fetch-remote.ts";
import { type Mirror, openMirror } from "../node/registry/publish/mirror.ts";
import { type Published, type PublishPorts, publishStore } from "../node/registry/publish/publish.ts";
import type { PublishRecord } from "../node/registry/publish/publish-record.ts";
import { trustInit } from "../node/registry/trust/trust-init.ts";
import { repositoryAt } from "../node/git/repository.ts";

/** A registry in real Git and a folder it is published into, without a forge: `const kit = await PublishKit.of(aStore())`. */
export class PublishKit {
  readonly store: StoreKit;
  readonly git = new GitKit();
  readonly root: string;
  readonly mirror: Mirror;
  readonly keys = {
    bins: ephemeralSigner(),
    snapshot: ephemeralSigner(),
    timestamp: ephemeralSigner(),
    platform: ephemeralSigner(),
  };
  /** The clock of the jobs and of devices. */
  now = new Date("2026-11-01T12:00:00Z");
  /** What was published last, as the registry remembers it. */
  record: PublishRecord | null = null;
  /** Addresses of packages that were asked for. */
  readonly requests: string[] = [];
  /** The newest commit of the registry. */
  main = "";
  readonly trust: ReadonlyMap<string, Uint8Array>;

  private constructor(store: StoreKit, root: string, mirror: Mirror) {
    this.store = store;
    this.root = root;
    this.mirror = mirror;
    const offline = [ephemeralSigner(), ephemeralSigner(), ephemeralSigner()];
    this.trust = trustInit({ offline, threshold: 2, online: this.keys, bitLength: 2, now: this.now });
  }

  static async of(store: StoreKit): Promise<PublishKit> {
    const root = await mkdtemp(join(tmpdir(), "mosis-publish-"));
    const kit = new PublishKit(store, root, await openMirror(join(root, "mirror")));
    kit.commit();
    return kit;
  }

  get target(): PublishTarget {
    return folderTarget(join(this.root, "published"));
  }

  files(): RegistryFiles {
    return new Map([...this.store.registryFiles(), ...this.trust]);
  }

  /** Commits the registry as the store kit has it now, and what a test adds (null removes), to main. */
  commit(change: Readonly<Record<string, string | null>> = {}): string {
    const texts = [...this.files()].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)] as const);
    const files = Object.fromEntries(
      [...texts, ...Object.entries(change)].map(([path, text]) => [REGISTRY_FOLDER + path, text]),
    );
    this.main = this.git.commit({ parents: this.main === "" ? [] : [this.main], files, at: "2026-10-01T10:00:00Z" });
    return this.main;
  }

  /** What the publish job does at the newest commit. */
  publish({
    commit = this.main,
    ...change
  }: Partial<PublishPorts> & { readonly commit?: string } = {}): Promise<Published> {
    return publishStore(commit, {
      repository: repositoryAt(this.git.gitdir),
      mirror: this.mirror,
      target: this.target,
      record: {
        read: () => Promise.resolve(this.record),
        write: (record) => {
          this.record = record;
          return Promise.resolve();
        },
      },
      keys: this.keys,
      buildSite: null,
      fetchRemote: this.fetchRemote,
      now: this.now,
      ...change,
    });
  }

  /** The hosts of the developers. */
  readonly fetchRemote: FetchRemote = async ({ url, sha256 }) => {
    this.requests.push(url);
    const packages = [...this.store.apps.values()].flatMap((app) => app.packages);
    return packages.find(({ facts }) => facts.package.sha256 === sha256)?.archive ?? "there is no such file";
  };

  passDays(days: number): void {
    this.now = addDays(this.now, days);
  }

  /** A device that knows the first root only. */
  device(): Trust {
    const parsed = parseSignedDocument(this.trust.get("trust/1.root.json") ?? new Uint8Array(), "root.json");
    if (!parsed.ok) throw new TypeError("the kit has no root");
    return loadTrust(pinnedState(encodeAtRest(parsed.document)), nodeCrypto).trust;
  }

  /** What a device trusts after it asked the store. */
  async refreshed(trust: Trust): Promise<Trust> {
    const result = await refresh(trust, this.#ports(), this.now);
    if (result.status === "failed") throw result.error;
    return result.trust;
  }

  /** The verified document of an app, with every file it names there and right; null when the store has no such app. */
  async appDocument(trust: Trust, app = "com.example.notes"): Promise<AppDocument | null> {
    const path = `apps/${app}.json`;
    const { target } = await findTarget(trust, path, this.#ports(), this.now);
    if (target === null) return null;
    const bytes = await fetchTarget(path, target, this.#ports());
    const document = JSON.parse(new TextDecoder().decode(bytes)) as AppDocument;
    const files = [
      ...Object.values(document.icons),
      ...document.versions.flatMap((version) => [version.package, version.signature, ...(version.deltas ?? [])]),
    ];
    for (const { path: file, length, sha256 } of files) {
      const found = await this.target.read(file);
      const isRight = found?.length === length && Buffer.from(nodeCrypto.sha256(found)).toString("hex") === sha256;
      if (!isRight) throw new Error(`${file} is not what the document of ${app} says`);
    }
    return document;
  }

  /** SHA-256 of every published file by path. */
  async published(): Promise<Readonly<Record<string, string>>> {
    const found: Record<string, string> = {};
    for (const { path } of await this.target.list()) {
      const bytes = (await this.target.read(path)) ?? new Uint8Array();
      found[path] = Buffer.from(nodeCrypto.sha256(bytes)).toString("hex");
    }
    return found;
  }

  async end(): Promise<void> {
    this.git.remove();
    await rm(this.root, { recursive: true, force: true });
  }

  #ports(): TrustPorts {
    return { crypto: nodeCrypto, fetch: (path) => this.target.read(path) };
  }
}
