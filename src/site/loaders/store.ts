import { indexFolder, readDocument, readPictureSize } from "./index-folder.ts";
import { loadPictures } from "./pictures.ts";
import { picturePath } from "../pictures/pictures.ts";
import type {
  AppDetails,
  AppSummary as SummaryDocument,
  ReviewDocument,
  ReviewMonth,
  StatusDocument,
  VersionDocument,
} from "../../core/index/api-documents.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";
import type { PngSize } from "../../core/package/png.ts";
import { type AppLists, appLists } from "../view/app-lists.ts";
import { visibleName } from "../view/harmless-text.ts";
import type { VersionData } from "../view/version-page.ts";
import { relatedApps } from "../view/related-apps.ts";
import { previousVersion } from "../view/versions.ts";
import type {
  AppData,
  AppSummary,
  CategoryRecord,
  CollectionRecord,
  DeveloperRecord,
  PictureData,
  StoreData,
  StoreInfo,
  TombstoneRecord,
} from "../view/store-data.ts";

const EMPTY: StoreData = {
  info: { name: "mosis", title: "Mosis Store", url: import.meta.env.SITE, languages: ["en"], apps: 0 },
  apps: [],
  categories: [],
  developers: [],
  collections: [],
  tombstones: [],
};

const NO_DECISIONS = { decisions: 0, by_machine: 0, by_people: 0, total: null, states: {} } as const;
const NO_REVIEW: ReviewDocument = {
  as_of: null,
  queue: [],
  statistics: { all: NO_DECISIONS, recent: NO_DECISIONS },
  months: [],
  decisions: [],
};

let store: StoreData | undefined;
let lists: AppLists | undefined;
let related: ReturnType<typeof relatedApps> | undefined;
/** By what is in a picture: a page has it in each of its languages. */
const pictureSizes = new Map<string, PngSize | null>();
let summaries: ReadonlyMap<string, AppSummary> | undefined;

/** The lists of the store that is being built; an empty store when `MOSIS_INDEX` is not set. Read once. */
export function loadStore(): StoreData {
  store ??= readStore(indexFolder());
  return store;
}

/** The lists of {@link loadStore}. */
export function loadLists(): AppLists {
  lists ??= appLists(loadStore());
  return lists;
}

/** Everything about one app of the store. */
export function loadApp(id: string): AppData {
  const document = loadDetails(id);
  return {
    summary: appSummary(id),
    document,
    versions: document.versions ?? loadVersions(id),
    pictures: picturesOf(requireFolder(), document),
    share: shareOf(id),
  };
}

/** The document of an app, with names that one can see. */
export function loadDetails(id: string): AppDetails {
  const read = readDocument<AppDetails>(requireFolder(), `v1/apps/${id}.json`);
  const owner = { ...read.owner, name: visibleName(read.owner.name, read.owner.id) };
  return { ...read, name: visibleName(read.name, id), owner };
}

/** Apps like one. */
export function loadRelated(id: string): readonly AppSummary[] {
  related ??= relatedApps(loadStore().apps);
  return related(id);
}

/** The app in the list of all. */
export function appSummary(id: string): AppSummary {
  summaries ??= new Map(loadStore().apps.map((each) => [each.app_id, each]));
  const summary = summaries.get(id);
  if (summary === undefined) throw new RangeError(`no app ${id} in the store`);
  return summary;
}

/** What waits for review, and what was decided; nothing where no store is published. */
export function loadReview(): ReviewDocument {
  const folder = indexFolder();
  return folder === null ? NO_REVIEW : readDocument(folder, "v1/review.json");
}

/** @param path as the document of review names it */
export function loadReviewMonth(path: string): ReviewMonth {
  return readDocument(requireFolder(), path);
}

/** What the store is made from; null where none is published. */
export function loadStatus(): StatusDocument | null {
  const folder = indexFolder();
  return folder === null ? null : readDocument(folder, "v1/status.json");
}

/** Everything about one version of an app, and about the one before it. */
export function loadVersion(id: string, code: number): VersionData {
  const versions = loadVersions(id);
  const indexed = versions.find(({ version_code: each }) => each === code);
  if (indexed === undefined) throw new RangeError(`no version ${code} of ${id} in the store`);
  const before = previousVersion(versions, indexed);
  return {
    appName: appSummary(id).name,
    indexed,
    document: loadVersionDocument(id, code),
    before: before === undefined ? null : loadVersionDocument(id, before.version_code),
  };
}

function loadVersionDocument(id: string, code: number): VersionDocument {
  return readDocument(requireFolder(), `v1/apps/${id}/versions/${code}.json`);
}

/** The versions of an app, newest first. */
export function loadVersions(id: string): readonly IndexedVersion[] {
  return readDocument<{ readonly versions: readonly IndexedVersion[] }>(requireFolder(), `v1/apps/${id}/versions.json`)
    .versions;
}

/** The folder of the index. */
export function requireFolder(): string {
  const folder = indexFolder();
  if (folder === null) throw new RangeError("a store that is not there has no apps");
  return folder;
}

function readStore(folder: string | null): StoreData {
  if (folder === null) return EMPTY;
  return {
    info: readDocument<StoreInfo>(folder, "v1/store.json"),
    // Into the objects that were read: there are many of them.
    apps: readDocument<{ readonly apps: readonly SummaryDocument[] }>(folder, "v1/apps.json").apps.map((app) =>
      Object.assign(app, { name: visibleName(app.name, app.app_id), isOffered: app.status === "available" }),
    ),
    categories: readDocument<{ readonly categories: readonly CategoryRecord[] }>(folder, "v1/categories.json")
      .categories,
    developers: readDocument<{ readonly developers: readonly DeveloperRecord[] }>(
      folder,
      "v1/developers.json",
    ).developers.map((each) => ({ ...each, name: visibleName(each.name, each.id) })),
    collections: readDocument<{ readonly collections: readonly CollectionRecord[] }>(folder, "v1/collections.json")
      .collections,
    tombstones: readDocument<{ readonly tombstones: readonly TombstoneRecord[] }>(folder, "v1/tombstones.json")
      .tombstones,
  };
}

function picturesOf(folder: string, { listings }: AppData["document"]): AppData["pictures"] {
  const found = new Map<string, PictureData>();
  for (const { path, sha256 } of Object.values(listings).flatMap(({ screenshots }) => screenshots)) {
    const size = pictureSizes.get(sha256) ?? readPictureSize(folder, path);
    pictureSizes.set(sha256, size);
    const smaller = (loadPictures().screenshots[sha256] ?? []).map(picturePath);
    if (size !== null) found.set(path, { ...size, smaller });
  }
  return found;
}

/** The picture for who shares an app; null where there is none. */
export function shareOf(app: string): string | null {
  const name = loadPictures().apps[app];
  return name === undefined ? null : `/${picturePath(name)}`;
}
