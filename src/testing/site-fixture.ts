import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import {
  type FixtureApp,
  fixtureApps,
  fixtureCategories,
  fixtureCollections,
  fixtureDevelopers,
  fixtureExceptions,
} from "./site-fixture-apps.ts";
import {
  fixtureApproval,
  fixtureDecision,
  fixtureQueue,
  fixtureRejection,
  fixtureReviewers,
} from "./site-fixture-review.ts";
import { builtVersions, countersigned, FIXTURE_BASE } from "./site-fixture-versions.ts";
import { toHex } from "../core/bytes.ts";
import type { AppId, DeveloperId, Sha256, VersionCode } from "../core/ids/ids.ts";
import { buildIndex, type StoreIndex } from "../core/index/build-index.ts";
import type { PublishedFile } from "../core/index/index-app.ts";
import type { RegistryHistory } from "../core/index/registry-history.ts";
import { ICON_SIZES } from "../core/manifest/manifest.ts";
import type { ListingBody } from "../core/registry/documents.ts";
import type { AppRecord, DeveloperRecord, Registry } from "../core/registry/model.ts";
import type { BlobReference, PackageFacts } from "../core/registry/package-facts.ts";
import { nodeCrypto } from "../node/crypto.ts";

const SYSTEM_APPS = join(import.meta.dirname, "../system-apps");
const FIRST_RELEASE = Date.UTC(2026, 2, 3);
const DAY_MS = 86_400_000;
/** As much of the signed one as a page reads. */
const TIMESTAMP = { signatures: [], signed: { expires: "2126-01-01T00:00:00Z" } } as const;

/** The last one is nobody's: it shows what was forgotten to be translated. */
const FIXTURE_LANGUAGES = ["en", "es", "de", "ar", "en-XA"];

/** What documents of developers say of them, by id. */
type DeveloperFaces = Readonly<Record<string, Pick<DeveloperRecord["developer"], "name" | "domains">>>;

export interface SiteFixture {
  readonly apps?: readonly FixtureApp[];
  readonly developers?: DeveloperFaces;
  /** Of the pages; all there are where left out. */
  readonly languages?: readonly string[];
}

/** Bytes by SHA-256. */
type Blobs = Map<Sha256, Uint8Array>;

/**
 * Writes the published index of a made-up store into a folder, as the real index writes it: plain apps, one with a long history,
 * one that is suspended, and one whose every text is an attack. Nothing is really signed, and there are no packages; no page reads either.
 */
export async function writeSiteFixture(folder: string, url: string, choice?: SiteFixture): Promise<void> {
  const { index, blobs } = await siteFixture(url, choice);
  for (const [path, file] of index.files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytesOf(file, blobs));
  }
  await mkdir(join(folder, "tuf"), { recursive: true });
  await writeFile(join(folder, "tuf/timestamp.json"), JSON.stringify(TIMESTAMP));
}

/** The published index of that store, and the files that it names. */
export async function siteFixture(
  url: string,
  { apps = fixtureApps, developers = fixtureDevelopers, languages = FIXTURE_LANGUAGES }: SiteFixture = {},
): Promise<{ readonly index: StoreIndex; readonly blobs: ReadonlyMap<Sha256, Uint8Array> }> {
  const blobs: Blobs = new Map();
  const facts = new Map<Sha256, PackageFacts>();
  const records = new Map<AppId, AppRecord>();
  const history = historyOf(apps);
  for (const app of apps) {
    const record = await appRecord(app, blobs, facts);
    records.set(app.id as AppId, { ...record, decisions: decisionsOn(app, history) });
  }
  const index = buildIndex(
    {
      registry: registryOf({ apps: records, faces: developers }, url, languages),
      facts,
      images: new Set(blobs.keys()),
      history,
      queue: fixtureQueue,
    },
    { sha256: nodeCrypto.sha256, countersign: countersigned },
  );
  return { index, blobs };
}

/** A few days between the versions of an app, and apps that do not move in step. */
function historyOf(apps: readonly FixtureApp[]): RegistryHistory {
  const positions = new Map(apps.map(({ id }, position) => [id, position]));
  const timeOf = (id: string, code: number): string =>
    new Date(FIRST_RELEASE + (code * 9 + (positions.get(id) ?? 0) * 17) * DAY_MS).toISOString().replace(/\.\d+Z$/, "Z");
  const newest = apps.map(({ id, versions }) => timeOf(id, versions.length)).reduce((a, b) => (a > b ? a : b), "");
  return {
    publication: (id, code) => ({ commit: sha256Of(utf8(`merge ${id} ${code}`)).slice(0, 40), at: timeOf(id, code) }),
    newest,
    head: { commit: sha256Of(utf8("head")).slice(0, 40), at: newest },
  };
}

function decisionsOn({ id, versions }: FixtureApp, history: RegistryHistory): AppRecord["decisions"] {
  return versions.map(({ reviewed }, index) => {
    const code = (index + 1) as VersionCode;
    const published = new Date(history.publication(id as AppId, code).at);
    const place = id.length + index;
    return reviewed === undefined
      ? fixtureDecision(id, code, place, published)
      : fixtureApproval(id, code, place, published, reviewed);
  });
}

function registryOf(
  { apps, faces }: { readonly apps: ReadonlyMap<AppId, AppRecord>; readonly faces: DeveloperFaces },
  url: string,
  languages: readonly string[],
): Registry {
  const developers = Object.entries(faces).map(([id, face]): [DeveloperId, DeveloperRecord] => {
    const common = { _type: "mosis-developer", ...FIXTURE_BASE, id: id as DeveloperId, seq: 1 } as const;
    return [id as DeveloperId, { developer: { ...common, ...face, members: [], keys: [] }, rotations: [] }];
  });
  const deadlines = { review_days: 7, changes_days: 30, appeal_days: 14, key_recovery_days: 7 };
  const policy = { package_hosts: [], max_package_bytes: 1 << 20, reviewers: fixtureReviewers, bots: [], deadlines };
  return {
    config: { name: "fixture", title: "Mosis Store", url, languages, policy },
    categories: { categories: fixtureCategories },
    collections: { collections: fixtureCollections },
    reserved: { prefixes: [], developers: [] },
    developers: new Map(developers),
    apps,
    otherDecisions: [fixtureRejection],
    tombstones: new Map(),
    exceptions: new Map(fixtureExceptions.map((each) => [each.app_id, [each]])),
    trust: { roots: new Map(), targets: new Map() },
  };
}

async function appRecord(app: FixtureApp, blobs: Blobs, facts: Map<Sha256, PackageFacts>): Promise<AppRecord> {
  const id = app.id as AppId;
  const art = (path: string): Promise<Uint8Array> => readFile(join(SYSTEM_APPS, app.art, path));
  const icons = ICON_SIZES.map(async (size) => [size, keep(await art(`icons/icon-${size}.png`), blobs)] as const);
  const iconBlobs = Object.fromEntries(await Promise.all(icons)) as PackageFacts["icons"];
  const shots = app.alt.map(async (alt, index) => {
    const blob = keep(await art(`store/screenshot-${index + 1}.png`), blobs);
    return { ...blob, url: `https://example.com/${blob.sha256}.png`, alt };
  });
  const built = builtVersions(app, iconBlobs);
  for (const { archive, facts: each } of built) {
    keep(archive, blobs);
    facts.set(each.package.sha256, each);
  }
  const screenshots = await Promise.all(shots);
  const listing = { _type: "mosis-listing", ...FIXTURE_BASE, app_id: id, seq: 1, name: app.name, screenshots } as const;
  const listings = Object.entries(app.listings).map(([locale, { summary, description }]): [string, ListingBody] => [
    locale,
    { ...listing, locale, summary, description },
  ]);
  return {
    app: {
      _type: "mosis-app",
      ...FIXTURE_BASE,
      app_id: id,
      seq: 1,
      owner: app.owner as DeveloperId,
      categories: app.categories,
      links: app.links,
    },
    listings: new Map(listings),
    decisions: [],
    versions: built.map(({ body }) => body),
    events: app.versions.flatMap(({ yanked }, index) =>
      yanked === undefined
        ? []
        : [
            {
              _type: "mosis-event",
              ...FIXTURE_BASE,
              app_id: id,
              n: index + 1,
              previous: null,
              action: "yank",
              version_code: (index + 1) as VersionCode,
              reason: yanked,
            } as const,
          ],
    ),
    moderation: app.suspended === undefined ? [] : [{ app_id: id, n: 1, action: "suspend", reason: app.suspended }],
  };
}

function keep(bytes: Uint8Array, blobs: Blobs): BlobReference {
  const sha256 = sha256Of(bytes);
  blobs.set(sha256, bytes);
  return { sha256, length: bytes.length };
}

function bytesOf(file: PublishedFile, blobs: ReadonlyMap<Sha256, Uint8Array>): Uint8Array {
  if (file.kind === "bytes") return file.bytes;
  const bytes = blobs.get(file.blob.sha256);
  if (bytes === undefined) throw new RangeError(`no blob ${file.blob.sha256}`);
  return bytes;
}

function sha256Of(bytes: Uint8Array): Sha256 {
  return toHex(nodeCrypto.sha256(bytes)) as Sha256;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
