import { digestOf } from "./digest.ts";
import { readDocument } from "./index-folder.ts";
import { loadPictures } from "./pictures.ts";
import { appSummary, loadRelated, loadStore, requireFolder, shareOf } from "./store.ts";
import type { AppData, DeveloperRecord, TombstoneRecord } from "../view/store-data.ts";

/** What it takes to list the pages of an app. */
export interface AppListing {
  /**
   * Changes with everything that `loadApp`, `loadVersion` and `loadRelated` give of the app, with its developer, and with what is told
   * of one that was removed.
   */
  readonly key: string;
  /** How many there are. */
  readonly versions: number;
  /** Of the newest versions, newest first. */
  readonly codes: readonly number[];
}

const listings = new Map<string, AppListing>();
let owners: ReadonlyMap<string, DeveloperRecord> | undefined;
let hasPictures: boolean | undefined;
let graves: ReadonlyMap<string, TombstoneRecord> | undefined;

/** The listing of an app, made once for all its pages in all languages. Of a large store most apps have not changed: it reads as little as it can. */
export function appListing(id: string): AppListing {
  const listing = listings.get(id) ?? makeListing(id);
  listings.set(id, listing);
  return listing;
}

function makeListing(id: string): AppListing {
  graves ??= new Map(loadStore().tombstones.map((each) => [each.app_id, each]));
  const tombstone = graves.get(id);
  if (tombstone !== undefined) return { key: digestOf(JSON.stringify(tombstone)), versions: 0, codes: [] };
  owners ??= new Map(loadStore().developers.map((each) => [each.id, each]));
  const { digest, owner, versions, version_codes: codes } = appSummary(id);
  const { name, domains } = owners.get(owner.id) ?? {};
  const related = loadRelated(id).map((each) => [each.app_id, each.name, each.icon]);
  const parts = [digest, name, domains, related, shareOf(id), picturesOf(id)];
  return { key: digestOf(JSON.stringify(parts)), versions, codes };
}

/** The smaller pictures of an app's screenshots, as far as there are any; a build makes only so many at once. */
function picturesOf(id: string): readonly unknown[] {
  const { screenshots } = loadPictures();
  hasPictures ??= Object.keys(screenshots).length > 0;
  if (!hasPictures) return [];
  const { listings: texts } = readDocument<AppData["document"]>(requireFolder(), `v1/apps/${id}.json`);
  return Object.values(texts).flatMap(({ screenshots: own }) => own.map(({ sha256 }) => screenshots[sha256]));
}
