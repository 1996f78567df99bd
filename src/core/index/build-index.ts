import type { DeltasByPair, FactsByPackage } from "./app-document.ts";
import { httpHeaders } from "./http-headers.ts";
import { type AppIndex, indexApp, type IndexPorts, type PublishedFile } from "./index-app.ts";
import type { HeldVersion } from "./published-versions.ts";
import { staticApi } from "./static-api.ts";
import type { AppId, Sha256, VersionCode } from "../ids/ids.ts";
import type { JsonObject } from "../json/value.ts";
import type { Registry } from "../registry/model.ts";
import { schemaFiles } from "../schemas/published.ts";

export interface IndexInput {
  readonly registry: Registry;
  readonly facts: FactsByPackage;
  /** None where left out: devices then load whole packages. */
  readonly deltas?: DeltasByPair;
  /** Screenshots that are at hand, by SHA-256. */
  readonly images: ReadonlySet<Sha256>;
  /** Commit time of the merge of a version, RFC 3339. */
  publishedAt(app: AppId, code: VersionCode): string;
}

/** The published tree but for `/tuf` and the site's pages. */
export interface StoreIndex {
  /** By path from the root of the store, sorted. */
  readonly files: ReadonlyMap<string, PublishedFile>;
  /** TUF targets to sign, by target path. */
  readonly targets: ReadonlyMap<
    string,
    { readonly length: number; readonly sha256: Sha256; readonly custom: JsonObject }
  >;
  readonly apps: readonly AppIndex[];
  /** Merged versions whose bytes are missing; everything else is published. */
  readonly held: readonly HeldVersion[];
}

/** Computes the published tree. A pure function of the registry at a commit and of the blobs it names. */
export function buildIndex(input: IndexInput, ports: IndexPorts): StoreIndex {
  const { registry, facts, images, deltas = new Map() } = input;
  const apps: AppIndex[] = [];
  const held: HeldVersion[] = [];
  for (const [id, record] of registry.apps) {
    const owner = registry.developers.get(record.app.owner);
    if (owner === undefined || registry.tombstones.has(id)) continue;
    const result = indexApp({ record, owner, facts, deltas, images, publishedAt: input.publishedAt }, ports);
    held.push(...result.held);
    if (result.index !== null) apps.push(result.index);
  }
  const files = new Map<string, PublishedFile>([
    ...apps.flatMap(({ files: own }) => [...own]),
    ...asBytes(staticApi(registry, apps)),
    ...asBytes(schemaFiles()),
    ...asBytes(new Map([["_headers", new TextEncoder().encode(httpHeaders())]])),
  ]);
  return {
    files: new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    targets: new Map(apps.map(({ target: { path, ...entry } }) => [path, entry])),
    apps,
    held,
  };
}

function asBytes(files: ReadonlyMap<string, Uint8Array>): readonly (readonly [string, PublishedFile])[] {
  return [...files].map(([path, bytes]) => [path, { kind: "bytes", bytes }]);
}
