/** A feed as both formats write it. All addresses are absolute. */
export interface Feed {
  /** A `tag:` URI. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The page that shows the same. */
  readonly page: string;
  /** Where it is in the store, without the ending of its format. */
  readonly path: string;
  /** The same as an address. */
  readonly self: string;
  /** RFC 3339; the time of what is newest in it. */
  readonly updated: string;
  readonly author: FeedAuthor;
  readonly icon: string;
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
}

export interface FeedAuthor {
  readonly name: string;
  readonly page: string;
}

export interface FeedEntry {
  /** A `tag:` URI: the same in every feed that has the entry. */
  readonly id: string;
  readonly title: string;
  readonly page: string;
  /** RFC 3339: when it was published. Nothing about an entry changes afterwards. */
  readonly published: string;
  readonly author: FeedAuthor;
  readonly summary: string;
  /** Plain text. */
  readonly content: string;
  /** Language of `content`, BCP 47; null where nobody said. */
  readonly lang: string | null;
  readonly categories: readonly string[];
  readonly icon: string;
  /** The package; null where no single version is meant. */
  readonly file: { readonly url: string; readonly length: number } | null;
}

/** Media types by format. */
export const feedTypes = { atom: "application/atom+xml", json: "application/feed+json" } as const;

/** Media type of a package. */
export const PACKAGE_TYPE = "application/zip";
