import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { type AppChoice, AppKit, anApp } from "./app-kit.ts";
import { DeveloperKit } from "./developer-kit.ts";
import { TrustKit } from "./trust-kit.ts";
import type { Sha256 } from "../core/ids/ids.ts";
import { buildIndex, type StoreIndex } from "../core/index/build-index.ts";
import type { Categories, RegistryConfig, Reserved } from "../core/registry/documents.ts";
import { readRegistry, type Registry, type RegistryFiles } from "../core/registry/model.ts";
import type { PackageFacts } from "../core/registry/package-facts.ts";
import { REGISTRY_FOLDER } from "../core/registry/paths.ts";
import { addSignatures } from "../core/signing/signatures.ts";
import { nodeCrypto } from "../node/crypto.ts";

export interface StoreChoice {
  /** Name of its registry. */
  readonly name?: string;
  readonly bitLength?: number;
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

  constructor({ name = "test", bitLength = 4 }: StoreChoice) {
    this.name = name;
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
    const index = this.index();
    const blobs = new Map<Sha256, Uint8Array>();
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

  /** Writes the published tree into a folder. */
  async writeTo(folder: string): Promise<void> {
    for (const [path, bytes] of this.files) {
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
  index(): StoreIndex {
    const registry = this.registry();
    const facts = new Map<Sha256, PackageFacts>(
      this.#packages().map((each) => [each.facts.package.sha256, each.facts]),
    );
    return buildIndex(
      { registry, facts, images: new Set(), publishedAt: () => "2026-10-01T12:00:00Z" },
      {
        sha256: nodeCrypto.sha256,
        countersign: (document) => addSignatures(document, [this.trust.keys.platform]),
      },
    );
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
        package_hosts: ["packages.example"],
        max_package_bytes: 10_000_000,
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
