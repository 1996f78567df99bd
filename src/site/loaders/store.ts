import { indexFolder, readDocument, readPictureSize } from "./index-folder.ts";
import type { AppSummary as SummaryDocument } from "../../core/index/api-documents.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";
import type { PngSize } from "../../core/package/png.ts";
import type { AppData, AppSummary, CategoryRecord, DeveloperRecord, StoreData, StoreInfo } from "../view/store-data.ts";

const EMPTY: StoreData = {
  info: { name: "mosis", title: "Mosis Store", url: import.meta.env.SITE, languages: ["en"], apps: 0 },
  apps: [],
  categories: [],
  developers: [],
};

let store: StoreData | undefined;
let summaries: ReadonlyMap<string, AppSummary> | undefined;

/** The lists of the store that is being built; an empty store when `MOSIS_INDEX` is not set. Read once. */
export function loadStore(): StoreData {
  store ??= readStore(indexFolder());
  return store;
}

/** Everything about one app of the store. */
export function loadApp(id: string): AppData {
  const folder = indexFolder();
  summaries ??= new Map(loadStore().apps.map((each) => [each.app_id, each]));
  const summary = summaries.get(id);
  if (folder === null || summary === undefined) throw new RangeError(`no app ${id} in the store`);
  const document = readDocument<AppData["document"]>(folder, `v1/apps/${id}.json`);
  return { summary, document, versions: loadVersions(id), pictures: pictureSizes(folder, document) };
}

/** The versions of an app, newest first. */
export function loadVersions(id: string): readonly IndexedVersion[] {
  const folder = indexFolder();
  if (folder === null) return [];
  return readDocument<{ readonly versions: readonly IndexedVersion[] }>(folder, `v1/apps/${id}/versions.json`).versions;
}

function readStore(folder: string | null): StoreData {
  if (folder === null) return EMPTY;
  return {
    info: readDocument<StoreInfo>(folder, "v1/store.json"),
    apps: readDocument<{ readonly apps: readonly SummaryDocument[] }>(folder, "v1/apps.json").apps.map((app) => ({
      ...app,
      isOffered: app.status === "available",
    })),
    categories: readDocument<{ readonly categories: readonly CategoryRecord[] }>(folder, "v1/categories.json")
      .categories,
    developers: readDocument<{ readonly developers: readonly DeveloperRecord[] }>(folder, "v1/developers.json")
      .developers,
  };
}

function pictureSizes(folder: string, { listings }: AppData["document"]): ReadonlyMap<string, PngSize> {
  const sizes = new Map<string, PngSize>();
  for (const { path } of Object.values(listings).flatMap(({ screenshots }) => screenshots)) {
    const size = readPictureSize(folder, path);
    if (size !== null) sizes.set(path, size);
  }
  return sizes;
}
