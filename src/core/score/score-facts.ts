import type { TextCounts } from "../package/text-counts.ts";

/** What a score is made of: what the index knows of an app, and of the version that stands for it. */
export interface ScoreFacts {
  readonly name: string;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  /** Locales of its listings. */
  readonly languages: readonly string[];
  /** Its store text in its default language, or in the first there is; null where it has none. */
  readonly listing: {
    readonly summary: string;
    readonly description: readonly string[];
    readonly screenshots: readonly { readonly alt: string }[];
  } | null;
  readonly license: string | null;
  readonly homepage: string | null;
  /** Whether the developer says from which commit the version was built. */
  readonly hasSource: boolean;
  /** Domains that were proven to be the developer's. */
  readonly domains: readonly string[];
  /** Rules that the registry put aside for the version. */
  readonly exceptions: readonly string[];
  readonly permissions: readonly string[];
  readonly permissionReasons: { readonly [permission: string]: string };
  readonly hosts: readonly string[];
  /** Rules whose findings stand in the decision that let the version in; none where there is no decision. */
  readonly reviewFindings: readonly string[];
  readonly texts: TextCounts;
  /** What is new in the version, one string a line, by locale. */
  readonly notes: { readonly [locale: string]: readonly string[] };
  /** Newest version of Mosis that the developer tested with. */
  readonly testedVersion: string | null;
  /** RFC 3339. */
  readonly publishedAt: string;
  /** `publishedAt` of the newest version in the store. */
  readonly newest: string;
  /** Bytes. */
  readonly packageLength: number;
}
