import { digestOf } from "./digest.ts";
import { readDocument } from "./index-folder.ts";
import { loadPictures } from "./pictures.ts";
import { loadRelated, loadStore, requireFolder, shareOf } from "./store.ts";
import type { AppData, AppSummary, DeveloperRecord } from "../view/store-data.ts";

/** What it takes to list the pages of an app. */
export interface AppListing {
  readonly id: string;
  /**
   * Changes with everything that `loadApp`, `loadVersion` and `loadRelated` give of the app, and with its developer.
   */
  readonly key: string;
  /** How many there are. */
  readonly versions: number;
  /** Of the newest versions, newest first. */
  readonly codes: readonly number[];
}

let hasPictures: boolean | undefined;
let listings: readonly AppListing[] | undefined;

/** All apps, in the order of the store; made once. Of a large store most have not changed: it reads as little as it can. */
export function appListings(): readonly AppListing[] {
  if (listings === undefined) {
    const { apps, developers } = loadStore();
    const owners = new Map(developers.map((each) => [each.id, each]));
    listings = apps.map((app) => listingOf(app, owners.get(app.owner.id)));
  }
  return listings;
}

/** The apps that were removed; their key changes with what is told of them. */
export function removedListings(): readonly Pick<AppListing, "id" | "key">[] {
  return loadStore().tombstones.map((each) => ({ id: each.app_id, key: digestOf(JSON.stringify(each)) }));
}

function listingOf(
  { app_id: id, digest, versions, version_codes: codes }: AppSummary,
  owner: DeveloperRecord | undefined,
): AppListing {
  const related = loadRelated(id).flatMap((each) => [each.app_id, each.name, each.icon]);
  const parts = [digest, owner?.name, owner?.domains, shareOf(id), picturesOf(id), ...related];
  return { id, key: digestOf(JSON.stringify(parts)), versions, codes };
}

/** The smaller pictures of an app's screenshots, as far as there are any; a build makes only so many at once. */
function picturesOf(id: string): readonly unknown[] {
  const { screenshots } = loadPictures();
  hasPictures ??= Object.keys(screenshots).length > 0;
  if (!hasPictures) return [];
  const { listings: texts } = readDocument<AppData["document"]>(requireFolder(), `v1/apps/${id}.json`);
  return Object.values(texts).flatMap(({ screenshots: own }) => own.map(({ sha256 }) => screenshots[sha256]));
}
