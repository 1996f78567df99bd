import type { AppDetails, AppSummary as SummaryDocument } from "../../core/index/api-documents.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";
import type { PngSize } from "../../core/package/png.ts";

// What `/v1` of a published store says (src/core/index/static-api.ts writes it).

/** Text by BCP 47 tag. */
export interface LocalText {
  readonly [locale: string]: string;
}

/** `v1/store.json`. */
export interface StoreInfo {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly languages: readonly string[];
  /** Web address of the registry on its forge, with a final slash. */
  readonly repository?: string;
  /** How many there are. */
  readonly apps: number;
}

/** An app in `v1/apps.json`, and whether it can be had. */
export interface AppSummary extends SummaryDocument {
  /** False when its version is withdrawn or suspended: then only the app's own page speaks of it. */
  readonly isOffered: boolean;
}

/** A category in `v1/categories.json`. */
export interface CategoryRecord {
  readonly id: string;
  readonly name: LocalText;
  /** Ids. */
  readonly apps: readonly string[];
}

/** A developer in `v1/developers.json`. */
export interface DeveloperRecord {
  readonly id: string;
  readonly name: string;
  /** Domains that were proven to be theirs. */
  readonly domains: readonly string[];
  /** Ids. */
  readonly apps: readonly string[];
}

/** Apps that operators put together, in `v1/collections.json`. */
export interface CollectionRecord {
  readonly id: string;
  readonly name: LocalText;
  readonly summary?: LocalText;
  /** Ids. */
  readonly apps: readonly string[];
}

/** An app in `v1/tombstones.json`: removed for good. */
export interface TombstoneRecord {
  readonly app_id: string;
  readonly reason: string;
}

/** The lists of a store, which every page may need. */
export interface StoreData {
  readonly info: StoreInfo;
  readonly apps: readonly AppSummary[];
  readonly categories: readonly CategoryRecord[];
  readonly developers: readonly DeveloperRecord[];
  readonly collections: readonly CollectionRecord[];
  readonly tombstones: readonly TombstoneRecord[];
}

/** Everything that is known of one app. */
export interface AppData {
  readonly summary: AppSummary;
  /** `v1/apps/<id>.json`. */
  readonly document: AppDetails;
  /** Newest first. */
  readonly versions: readonly IndexedVersion[];
  /** Its screenshots by path, as far as they could be read. */
  readonly pictures: ReadonlyMap<string, PictureData>;
  /** Path of the picture for who shares its address; null where there is none. */
  readonly share: string | null;
}

/** A screenshot: its size, and what was made of it. */
export interface PictureData extends PngSize {
  /** Paths of smaller ones in WebP: for plain displays, and for dense ones where there is more to see. */
  readonly smaller: readonly string[];
}
