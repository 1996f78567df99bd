import type {
  AppBody,
  Categories,
  Collections,
  Decision,
  DeveloperBody,
  EventBody,
  Exception,
  ListingBody,
  Moderation,
  RegistryConfig,
  Reserved,
  RotationBody,
  Tombstone,
  VersionBody,
} from "./documents.ts";
import { parseRegistryDocument, type RegistryDocument } from "./parse-document.ts";
import { parseRegistryPath, type RegistryPlace } from "./paths.ts";
import type { Sha256Function } from "../crypto.ts";
import { echo, type Finding, finding, sortFindings } from "../findings/finding.ts";
import type { AppId, DeveloperId } from "../ids/ids.ts";
import type { SignedDocument } from "../json/signed-document.ts";

export interface DeveloperRecord {
  readonly developer: DeveloperBody;
  /** By seq. */
  readonly rotations: readonly SignedDocument<RotationBody>[];
}

export interface AppRecord {
  readonly app: AppBody;
  /** By locale. */
  readonly listings: ReadonlyMap<string, ListingBody>;
  /** By version code, rising. */
  readonly versions: readonly VersionBody[];
  /** By n. */
  readonly events: readonly EventBody[];
  /** By n. */
  readonly moderation: readonly Moderation[];
  /** By version code, then n. */
  readonly decisions: readonly Decision[];
}

/** A registry at one commit. */
export interface Registry {
  readonly config: RegistryConfig;
  readonly categories: Categories;
  /** None where the registry has no `collections.json`. */
  readonly collections: Collections;
  readonly reserved: Reserved;
  readonly developers: ReadonlyMap<DeveloperId, DeveloperRecord>;
  readonly apps: ReadonlyMap<AppId, AppRecord>;
  /** On apps that never came in or are not there any more, as rejections of new ones; by app, then as in {@link AppRecord}. */
  readonly otherDecisions: readonly Decision[];
  readonly tombstones: ReadonlyMap<AppId, Tombstone>;
  readonly exceptions: ReadonlyMap<AppId, readonly Exception[]>;
  /** Bytes of `trust/<N>.root.json` and `trust/<N>.targets.json`, by N. */
  readonly trust: {
    readonly roots: ReadonlyMap<number, Uint8Array>;
    readonly targets: ReadonlyMap<number, Uint8Array>;
  };
}

/** Every decision that was ever made on an app. */
export function allDecisions({ apps, otherDecisions }: Pick<Registry, "apps" | "otherDecisions">): readonly Decision[] {
  return [...[...apps.values()].flatMap(({ decisions }) => decisions), ...otherDecisions];
}

/** Files of a registry by path relative to `registry/`. */
export type RegistryFiles = ReadonlyMap<string, Uint8Array>;

/** `registry` is null when one of the three configuration files that it needs cannot be read. */
export interface ReadRegistry {
  readonly registry: Registry | null;
  /** Sorted. A document with an error is left out of `registry`. */
  readonly findings: readonly Finding[];
}

/** Reads the files of a registry, or of the part of one that a question needs. Pure; order of `files` does not matter. */
export function readRegistry(files: RegistryFiles, sha256: Sha256Function): ReadRegistry {
  const findings: Finding[] = [];
  const documents: RegistryDocument[] = [];
  for (const [path, bytes] of files) {
    const place = parseRegistryPath(path, sha256);
    if (place === null) {
      findings.push(
        finding("registry/unknown-path", { file: path, message: `${echo(path)} is no path of a registry.` }),
      );
      continue;
    }
    const parsed = parseRegistryDocument(place, path, bytes);
    if (parsed.ok) documents.push(parsed.document);
    else findings.push(...parsed.findings);
  }
  const registry = assemble(documents, files, findings);
  return { registry, findings: sortFindings(findings) };
}

function assemble(documents: readonly RegistryDocument[], files: RegistryFiles, findings: Finding[]): Registry | null {
  const single = <Body>(kind: "registry" | "categories" | "reserved"): Body | null => {
    const found = documents.find(({ place }) => place.kind === kind);
    if (found !== undefined) return found.body as Body;
    if (!files.has(`${kind}.json`)) {
      findings.push(finding("registry/missing", { file: `${kind}.json`, message: `There is no ${kind}.json.` }));
    }
    return null;
  };
  const config = single<RegistryConfig>("registry");
  const categories = single<Categories>("categories");
  const reserved = single<Reserved>("reserved");
  if (config === null || categories === null || reserved === null) return null;
  const own = documents.filter((document) => isFor(config.name, document, findings));
  const developers = developerRecords(own);
  const apps = appRecords(own);
  findings.push(...own.flatMap((document) => danglingReference(document, developers, apps) ?? []));
  return {
    config,
    categories,
    collections: collectionsOf(documents),
    reserved,
    developers,
    apps,
    otherDecisions: decisionsOf(ofKind(own, "decision").filter(({ place }) => !apps.has(place.app))),
    tombstones: new Map(
      ofKind(documents, "tombstone").map(({ place, body }) => [place.app, body as unknown as Tombstone]),
    ),
    exceptions: exceptionsByApp(documents),
    trust: { roots: trustFiles(documents, files, "root"), targets: trustFiles(documents, files, "targets") },
  };
}

/** A signed document says which registry it is for; one for another registry is a replay. */
function isFor(registry: string, { signed, path }: RegistryDocument, findings: Finding[]): boolean {
  const named = signed?.signed["registry"];
  if (typeof named !== "string" || named === registry) return true;
  const message = `The document is for the registry ${echo(named)}, this is "${registry}".`;
  findings.push(finding("registry/other-registry", { file: path, pointer: "/signed/registry", message }));
  return false;
}

/** A registry without them, or with a file that cannot be read, is a whole one. */
function collectionsOf(documents: readonly RegistryDocument[]): Collections {
  const found = documents.find(({ place }) => place.kind === "collections");
  return found === undefined ? { collections: [] } : (found.body as unknown as Collections);
}

type PlaceOf<Kind extends RegistryPlace["kind"]> = Extract<RegistryPlace, { readonly kind: Kind }>;

function ofKind<Kind extends RegistryPlace["kind"]>(
  documents: readonly RegistryDocument[],
  kind: Kind,
): readonly (RegistryDocument & { readonly place: PlaceOf<Kind> })[] {
  return documents.filter((each): each is RegistryDocument & { place: PlaceOf<Kind> } => each.place.kind === kind);
}

function exceptionsByApp(documents: readonly RegistryDocument[]): ReadonlyMap<AppId, readonly Exception[]> {
  const found = ofKind(documents, "exception").toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const byApp = Map.groupBy(found, ({ place }) => place.app);
  return new Map([...byApp].map(([app, own]) => [app, own.map(({ body }) => body as unknown as Exception)]));
}

function developerRecords(documents: readonly RegistryDocument[]): ReadonlyMap<DeveloperId, DeveloperRecord> {
  const rotations = Map.groupBy(ofKind(documents, "rotation"), ({ place }) => place.developer);
  const records = ofKind(documents, "developer").map(({ place, body }): [DeveloperId, DeveloperRecord] => {
    const own = (rotations.get(place.developer) ?? []).toSorted((a, b) => a.place.seq - b.place.seq);
    return [
      place.developer,
      {
        developer: body as unknown as DeveloperBody,
        rotations: own.map(({ signed }) => signed as unknown as SignedDocument<RotationBody>),
      },
    ];
  });
  return new Map(records.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function appRecords(documents: readonly RegistryDocument[]): ReadonlyMap<AppId, AppRecord> {
  const listings = Map.groupBy(ofKind(documents, "listing"), ({ place }) => place.app);
  const versions = Map.groupBy(ofKind(documents, "version"), ({ place }) => place.app);
  const events = Map.groupBy(ofKind(documents, "event"), ({ place }) => place.app);
  const moderation = Map.groupBy(ofKind(documents, "moderation"), ({ place }) => place.app);
  const decisions = Map.groupBy(ofKind(documents, "decision"), ({ place }) => place.app);
  const records = new Map<AppId, AppRecord>();
  for (const { place, body } of ofKind(documents, "app").toSorted((a, b) => (a.place.app < b.place.app ? -1 : 1))) {
    const { app } = place;
    records.set(app, {
      app: body as unknown as AppBody,
      listings: new Map(
        (listings.get(app) ?? [])
          .toSorted((a, b) => (a.place.locale < b.place.locale ? -1 : 1))
          .map((each) => [each.place.locale, each.body as unknown as ListingBody]),
      ),
      versions: (versions.get(app) ?? [])
        .map((each) => each.body as unknown as VersionBody)
        .toSorted((a, b) => a.version_code - b.version_code),
      events: (events.get(app) ?? []).map((each) => each.body as unknown as EventBody).toSorted((a, b) => a.n - b.n),
      moderation: (moderation.get(app) ?? [])
        .map((each) => each.body as unknown as Moderation)
        .toSorted((a, b) => a.n - b.n),
      decisions: decisionsOf(decisions.get(app) ?? []),
    });
  }
  return records;
}

function decisionsOf(documents: readonly RegistryDocument[]): readonly Decision[] {
  const found = documents.map(({ body }) => body as unknown as Decision);
  return found.toSorted((a, b) => {
    if (a.app_id !== b.app_id) return a.app_id < b.app_id ? -1 : 1;
    return a.version_code - b.version_code || a.n - b.n;
  });
}

/** A document that nothing would ever show, because what it belongs to is not there. */
function danglingReference(
  { place, path, body }: RegistryDocument,
  developers: ReadonlyMap<string, DeveloperRecord>,
  apps: ReadonlyMap<string, AppRecord>,
): Finding | null {
  switch (place.kind) {
    case "listing":
    case "version":
    case "event":
      if (apps.has(place.app)) return null;
      return finding("registry/dangling", { file: path, message: `There is no app.json of ${place.app}.` });
    case "app": {
      const { owner } = body as unknown as AppBody;
      if (developers.has(owner)) return null;
      const message = `There is no developer ${echo(owner)}.`;
      return finding("registry/dangling", { file: path, pointer: "/signed/owner", message });
    }
    case "rotation":
      if (developers.has(place.developer)) return null;
      return finding("registry/dangling", { file: path, message: `There is no developer "${place.developer}".` });
    default:
      return null;
  }
}

function trustFiles(
  documents: readonly RegistryDocument[],
  files: RegistryFiles,
  kind: "root" | "targets",
): ReadonlyMap<number, Uint8Array> {
  const found = ofKind(documents, kind).toSorted((a, b) => a.place.version - b.place.version);
  return new Map(
    found.flatMap(({ place, path }) => (files.has(path) ? [[place.version, files.get(path) as Uint8Array]] : [])),
  );
}
