import { readFileSync } from "node:fs";
import { join } from "node:path";

import { digestOf } from "./digest.ts";
import { loadPictures } from "./pictures.ts";
import { appSummary, loadRelated, loadStore, requireFolder, shareOf } from "./store.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";
import type { AppData, DeveloperRecord } from "../view/store-data.ts";

/** What it takes to list the pages of an app. */
export interface AppListing {
  /**
   * Changes with everything that `loadApp`, `loadVersion` and `loadRelated` give of the app, with its developer, and with what is told
   * of one that was removed.
   */
  readonly key: string;
  /** Newest first. */
  readonly versions: readonly Pick<IndexedVersion, "version_code">[];
}

const listings = new Map<string, AppListing>();
let owners: ReadonlyMap<string, DeveloperRecord> | undefined;

/** The listing of an app. Its documents are read once, for all its pages in all languages. */
export function appListing(id: string): AppListing {
  const listing = listings.get(id) ?? readListing(id);
  listings.set(id, listing);
  return listing;
}

function readListing(id: string): AppListing {
  const tombstone = loadStore().tombstones.find((each) => each.app_id === id);
  if (tombstone !== undefined) return { key: digestOf(JSON.stringify(tombstone)), versions: [] };
  const read = (path: string): string => readFileSync(join(requireFolder(), "v1/apps", path), "utf8");
  const [document, history] = [read(`${id}.json`), read(`${id}/versions.json`)];
  const { versions } = JSON.parse(history) as Pick<AppData, "versions">;
  owners ??= new Map(loadStore().developers.map((each) => [each.id, each]));
  const { name, domains } = owners.get(appSummary(id).owner.id) ?? {};
  const parts = [name, domains, loadRelated(id), shareOf(id), picturesOf(JSON.parse(document) as AppData["document"])];
  return {
    key: digestOf(
      document,
      history,
      JSON.stringify(parts),
      ...versions.map(({ version_code: code }) => read(`${id}/versions/${code}.json`)),
    ),
    versions: versions.map(({ version_code }) => ({ version_code })),
  };
}

function picturesOf({ listings: texts }: AppData["document"]): readonly unknown[] {
  const { screenshots } = loadPictures();
  return Object.values(texts).flatMap(({ screenshots: own }) => own.map(({ sha256 }) => screenshots[sha256]));
}
