import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { type AppChoice, AppKit, anApp } from "./app-kit.ts";
import { DeveloperKit } from "./developer-kit.ts";
import { allAt } from "./index-kit.ts";
import { TrustKit } from "./trust-kit.ts";
import { toHex } from "../core/bytes.ts";
import { makeDelta } from "../core/delta/make-delta.ts";
import type { AppId, Sha256 } from "../core/ids/ids.ts";
import { type AppDocument, appTargetPath, deltaKey } from "../core/index/app-document.ts";
import { buildIndex, type StoreIndex } from "../core/index/build-index.ts";
import { deltaPairs } from "../core/index/delta-pairs.ts";
import { publishedVersions } from "../core/index/published-versions.ts";
import type { JsonObject } from "../core/json/value.ts";
import type { PackageFile } from "../core/package/package-document.ts";
import { readZip } from "../core/package/zip/zip-reader.ts";
import type { Categories, RegistryConfig, Reserved } from "../core/registry/documents.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../core/registry/model.ts";
import type { BlobReference, PackageFacts } from "../core/registry/package-facts.ts";
import { REGISTRY_FOLDER } from "../core/registry/paths.ts";
import { addSignatures } from "../core/signing/signatures.ts";
import { targetFile } from "../core/trust/metadata-paths.ts";
import type { TargetEntry } from "../core/trust/writer.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { nodePackagePorts } from "../node/package-ports.ts";

export interface StoreChoice {
  /** Name of its registry. */
  readonly name?: string;
  readonly bitLength?: number;
  /** Whether it publishes deltas. */
  readonly deltas?: boolean;
}

/** An empty store with fresh keys: `aStore().withApp(anApp()).publish()`. */
export function aStore(choice: StoreChoice = {}): StoreKit {
  return new StoreKit(choice);
}

/**
 * A small published store, made from registry documents by the code that makes real ones: signed packages, `readRegistry`,
 * `buildIndex`, `signIndex`. It does not ask whether review would have let a document in, so whoever has the keys in a test can
 * publish what a thief of those keys could.
 */
export class StoreKit {
  readonly name: string;
  /** Owns every app that has no developer of its own. */
  readonly developer: DeveloperKit;
  /** Its keys, its clock, and the published tree. */
  readonly trust: TrustKit;
  readonly apps = new Map<string, AppKit>();
  /** What it publishes in the place of a delta, for a store that is at fault itself. */
  forgeDelta: ((made: Uint8Array) => Uint8Array) | null = null;
  readonly #hasDeltas: boolean;

  constructor({ name = "test", bitLength = 4, deltas = false }: StoreChoice) {
    this.name = name;
    this.#hasDeltas = deltas;
    this.developer = new DeveloperKit("ada", name);
    this.trust = new TrustKit({ bitLength });
  }

  /** Adds an app, or puts it in the place of another one of its id. */
  withApp(app: AppKit | AppChoice): this {
    const kit = app instanceof AppKit ? app : anApp(app);
    kit.developer ??= this.developer;
    this.apps.set(kit.id, kit);
    return this;
  }

  /** The app of an id. */
  app(id = "com.example.notes"): AppKit {
    const app = this.apps.get(id);
    if (app === undefined) throw new TypeError(`the store has no ${id}`);
    return app;
  }

  /** Computes and signs the tree; again after every change. */
  publish(): this {
    const deltas = this.#deltas();
    const index = this.index(deltas);
    const blobs = new Map<Sha256, Uint8Array>([...deltas.values()].map(({ blob, bytes }) => [blob.sha256, bytes]));
    for (const { archive, facts, icons } of this.#packages()) {
      blobs.set(facts.package.sha256, archive);
      for (const [sha256, bytes] of icons) blobs.set(sha256, bytes);
    }
    for (const [path, file] of index.files) {
      const bytes = file.kind === "bytes" ? file.bytes : blobs.get(file.blob.sha256);
      if (bytes === undefined) throw new TypeError(`no bytes for ${path}`);
      this.trust.files.set(path, bytes);
    }
    this.trust.targets.clear();
    for (const [path, target] of index.targets) this.trust.targets.set(path, target);
    this.trust.publish();
    return this;
  }

  /** The published tree by path. */
  get files(): ReadonlyMap<string, Uint8Array> {
    return this.trust.files;
  }

  /** The first root, as a device is given it to pin. */
  get firstRoot(): Uint8Array {
    const [root = new Uint8Array()] = this.trust.roots;
    return root;
  }

  /** The published document of an app. */
  documentOf(app = "com.example.notes"): AppDocument {
    const sha256 = this.#target(app).sha256;
    return JSON.parse(new TextDecoder().decode(this.trust.file(targetFile(appTargetPath(app as AppId), sha256))));
  }

  /**
   * What a thief of the online keys can do: changes the published document of an app and signs an index of it.
   *
   * @param custom what the index says of the app; the same as before by default
   */
  forgeDocument(
    change: (document: AppDocument) => unknown,
    {
      app = "com.example.notes",
      custom = this.#target(app).custom,
    }: { app?: string; custom?: JsonObject | undefined } = {},
  ): void {
    const document = this.documentOf(app);
    change(document);
    this.trust.put(appTargetPath(app as AppId), new TextEncoder().encode(JSON.stringify(document)), custom);
    this.trust.publish();
  }

  #target(app: string): TargetEntry {
    const target = this.trust.targets.get(appTargetPath(app as AppId));
    if (target === undefined) throw new TypeError(`${app} is not published`);
    return target;
  }

  /** Writes the published tree, or some files of it, into a folder. */
  async writeTo(folder: string, files = this.files): Promise<void> {
    for (const [path, bytes] of files) {
      const file = join(folder, ...path.split("/"));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
  }

  /** Its registry's files by path relative to `registry/`. */
  registryFiles(): RegistryFiles {
    const developers = new Set([
      this.developer,
      ...[...this.apps.values()].flatMap(({ developer }) => developer ?? []),
    ]);
    const documents = [
      ...[...developers].flatMap((developer) => developer.files()),
      ...[...this.apps.values()].flatMap((app) => app.files()),
    ];
    return new Map([
      ["registry.json", json(this.#config())],
      ["categories.json", json(CATEGORIES)],
      ["reserved.json", json(RESERVED)],
      ...documents.map(({ path, bytes }) => [path.slice(REGISTRY_FOLDER.length), bytes] as const),
    ]);
  }

  registry(): Registry {
    const { registry, findings } = readRegistry(this.registryFiles(), nodeCrypto.sha256);
    if (registry !== null && findings.length === 0) return registry;
    throw new TypeError(`no registry: ${findings.map(({ file, message }) => `${file}: ${message}`).join(" ")}`);
  }

  /** The published tree before it is signed. */
  index(deltas = this.#deltas()): StoreIndex {
    const found = new Map([...deltas].map(([key, { blob }]) => [key, blob]));
    return buildIndex(
      {
        registry: this.registry(),
        facts: this.#facts(),
        deltas: found,
        images: new Set(),
        history: allAt("2026-10-01T12:00:00Z"),
      },
      {
        sha256: nodeCrypto.sha256,
        countersign: (document) => addSignatures(document, [this.trust.keys.platform]),
      },
    );
  }

  /** By `deltaKey`, as a mirror makes them. */
  #deltas(): ReadonlyMap<string, { readonly blob: BlobReference; readonly bytes: Uint8Array }> {
    const deltas = new Map<string, { readonly blob: BlobReference; readonly bytes: Uint8Array }>();
    if (!this.#hasDeltas) return deltas;
    const { apps, developers } = this.registry();
    for (const record of apps.values()) {
      const owner = developers.get(record.app.owner);
      if (owner === undefined) throw new TypeError(`${record.app.app_id} has no owner`);
      const { published } = publishedVersions(record, owner, this.#facts(), nodeCrypto.sha256);
      for (const { from, to } of deltaPairs(published)) {
        const [older, newer] = [from, to].map(({ facts }) => this.#filesOf(facts.package.sha256));
        const target = { files: newer ?? [], packedLength: to.facts.package.length };
        const made = makeDelta(older ?? [], target, nodePackagePorts);
        if (made === null) continue;
        const bytes = this.forgeDelta?.(made) ?? made;
        const blob = { sha256: toHex(nodeCrypto.sha256(bytes)) as Sha256, length: bytes.length };
        deltas.set(deltaKey(from.facts.package.sha256, to.facts.package.sha256), { blob, bytes });
      }
    }
    return deltas;
  }

  #filesOf(sha256: Sha256): readonly PackageFile[] {
    const built = this.#packages().find(({ facts }) => facts.package.sha256 === sha256);
    const zip = readZip(built?.archive ?? new Uint8Array(), nodePackagePorts);
    return zip.ok ? zip.entries : [];
  }

  #facts(): ReadonlyMap<Sha256, PackageFacts> {
    return new Map(this.#packages().map(({ facts }) => [facts.package.sha256, facts]));
  }

  #packages(): AppKit["packages"] {
    return [...this.apps.values()].flatMap(({ packages }) => packages);
  }

  #config(): RegistryConfig {
    return {
      name: this.name,
      title: "Test store",
      url: "https://store.example/",
      languages: ["en"],
      policy: {
        package_hosts: ["packages.example", "cdn.example"],
        max_package_bytes: 10_000_000,
        submissions_per_day: 20,
        reviewers: [],
        bots: [],
        deadlines: { review_days: 7, changes_days: 14, appeal_days: 30, key_recovery_days: 7 },
      },
    };
  }
}

const CATEGORIES: Categories = { categories: [{ id: "tools", name: { en: "Tools" } }] };
const RESERVED: Reserved = { prefixes: [], developers: [] };

function json(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
