import type { DeltasByPair, FactsByPackage } from "./app-document.ts";
import { storeBadgeFiles } from "./badge-files.ts";
import { storeFeedFiles } from "./feed-files.ts";
import { httpHeaders } from "./http-headers.ts";
import { type AppIndex, indexApp, type IndexPorts, type PublishedFile } from "./index-app.ts";
import type { HeldVersion } from "./published-versions.ts";
import { HELD_FILE, heldFile } from "./held-file.ts";
import { OPENAPI_FILE, openApiFile } from "./openapi/open-api.ts";
import type { RegistryHistory } from "./registry-history.ts";
import { monthFiles, REVIEW_FILE, reviewFile } from "./review-files.ts";
import { staticApi } from "./static-api.ts";
import { STATUS_FILE, statusFile } from "./status-file.ts";
import type { AppId, Sha256 } from "../ids/ids.ts";
import type { JsonObject } from "../json/value.ts";
import type { Hold } from "../registry/hold.ts";
import type { Registry } from "../registry/model.ts";
import { isRecent } from "../score/recent.ts";
import type { ReviewQueue } from "../review/queue.ts";
import { schemaFiles } from "../schemas/published.ts";
import { buildSearch } from "../search/build-search.ts";

export interface IndexInput {
  readonly registry: Registry;
  readonly facts: FactsByPackage;
  /** None where left out: devices then load whole packages. */
  readonly deltas?: DeltasByPair;
  /** Screenshots that are at hand, by SHA-256. */
  readonly images: ReadonlySet<Sha256>;
  readonly history: RegistryHistory;
  /** What the held versions come to, beside what the run before knew of them. Where left out, the tree does not list them. */
  holds?(held: readonly HeldVersion[]): readonly Hold[];
  /** What waits for review; null where none was ever kept. Where left out, the tree has no `v1/review.json`. */
  readonly queue?: ReviewQueue | null;
  /**
   * An app as an earlier index had it, if nothing it was made from has changed since: who gives it vouches for that. Null for one
   * that is to be made anew, as all are where this is left out.
   */
  known?(app: AppId): AppIndex | null;
}

/** The published tree but for `/tuf` and the site's pages. */
export interface StoreIndex {
  /** By path from the root of the store, sorted. Put together when it is first asked for: a large store has a million. */
  readonly files: ReadonlyMap<string, PublishedFile>;
  /** TUF targets to sign, by target path. */
  readonly targets: ReadonlyMap<
    string,
    { readonly length: number; readonly sha256: Sha256; readonly custom: JsonObject }
  >;
  /** By id, rising. */
  readonly apps: readonly AppIndex[];
  /** Landed versions that cannot be published; everything else is. */
  readonly held: readonly HeldVersion[];
  /** The same as they are remembered; none where the input does not say. */
  readonly holds: readonly Hold[];
}

/** Computes the published tree. A pure function of the registry at a commit and of the blobs it names. */
export function buildIndex(input: IndexInput, ports: IndexPorts): StoreIndex {
  const { registry, facts, images, history, queue, deltas = new Map(), known = () => null } = input;
  const apps: AppIndex[] = [];
  const held: HeldVersion[] = [];
  for (const [id, record] of registry.apps) {
    const owner = registry.developers.get(record.app.owner);
    if (owner === undefined || registry.tombstones.has(id)) continue;
    const before = known(id);
    if (before !== null && before.isRecent === isRecent(before.updatedAt, history.newest)) {
      apps.push(before);
      continue;
    }
    const result = indexApp(
      {
        config: registry.config,
        record,
        owner,
        exceptions: registry.exceptions.get(id) ?? [],
        facts,
        deltas,
        images,
        history,
      },
      ports,
    );
    held.push(...result.held);
    if (result.index !== null) apps.push(result.index);
  }
  const holds = input.holds?.(held) ?? null;
  const shared = (): readonly (readonly [string, PublishedFile])[] =>
    [
      ...staticApi(registry, apps),
      ...storeFeedFiles(
        registry,
        apps.map(({ feed }) => feed),
      ),
      ...storeBadgeFiles(registry.config),
      ...buildSearch(
        apps.flatMap(({ search }) => search ?? []),
        registry.categories,
      ),
      [OPENAPI_FILE, openApiFile(registry.config)] as const,
      ...(holds === null ? [] : [[HELD_FILE, heldFile(registry, holds)] as const]),
      ...monthFiles(registry),
      ...(queue === undefined ? [] : [[REVIEW_FILE, reviewFile(registry, queue)] as const]),
      [STATUS_FILE, statusFile(registry, apps, { head: history.head, held: (holds ?? held).length })] as const,
      ...schemaFiles(),
      ["_headers", new TextEncoder().encode(httpHeaders())] as const,
    ].map(([path, bytes]) => [path, { kind: "bytes", bytes }] as const);
  let files: ReadonlyMap<string, PublishedFile> | null = null;
  return {
    get files() {
      files ??= sorted([...apps.flatMap((each) => [...each.files]), ...shared()]);
      return files;
    },
    targets: new Map(apps.map(({ target: { path, ...entry } }) => [path, entry])),
    apps,
    held,
    holds: holds ?? [],
  };
}

function sorted(files: (readonly [string, PublishedFile])[]): ReadonlyMap<string, PublishedFile> {
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}
