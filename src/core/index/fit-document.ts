import type { AppDocument, IndexedListing, IndexedVersion, UnlistedVersions } from "./app-document.ts";
import { neededVersions } from "./needed-versions.ts";
import { canonicalize } from "../json/canonical.ts";
import type { JsonValue } from "../json/value.ts";
import { limits } from "../limits.ts";

/** How much of an app its document holds; what each is, `limits.appDocument` says. */
interface Budget {
  readonly versions: number;
  readonly detailed: number;
  readonly detailBytes: number;
  readonly locales: number;
  readonly listingBytes: number;
  readonly withdrawn: number;
}

/** From generous to the least that an app can be installed and updated by. */
const BUDGETS: readonly Budget[] = [
  limits.appDocument,
  { versions: 50, detailed: 5, detailBytes: 1 << 14, locales: 100, listingBytes: 1 << 17, withdrawn: 1000 },
  { versions: 10, detailed: 1, detailBytes: 0, locales: 20, listingBytes: 0, withdrawn: 100 },
];

/**
 * The document that devices get of an app, canonical, with as much of it as they read: spec published-tree-and-tuf, 4.4 to 4.6. What
 * is left out depends on nothing but the document. Null when what cannot be left out is too large already.
 */
export function fitDocument(document: AppDocument, defaultLocale: string): Uint8Array<ArrayBuffer> | null {
  for (const budget of BUDGETS) {
    const bytes = canonicalize(withinBudget(document, defaultLocale, budget));
    if (bytes.length <= limits.json.bytes) return bytes;
  }
  return null;
}

function withinBudget(document: AppDocument, defaultLocale: string, budget: Budget): AppDocument {
  const listed = chosenVersions(document.versions, budget.versions);
  const unlisted = unlistedVersions(document.versions, listed, budget.withdrawn);
  return {
    ...document,
    listings: fitListings(document.listings, defaultLocale, budget),
    versions: fitVersions(listed, budget),
    ...(unlisted !== null && { unlisted }),
  };
}

/** What some device may be given, and the newest of the rest; newest first. */
function chosenVersions(versions: readonly IndexedVersion[], count: number): readonly IndexedVersion[] {
  if (versions.length <= count) return versions;
  const chosen = new Set(neededVersions(versions).slice(0, count));
  for (const version of versions) {
    if (chosen.size === count) break;
    chosen.add(version);
  }
  return versions.filter((version) => chosen.has(version));
}

function unlistedVersions(
  versions: readonly IndexedVersion[],
  listed: readonly IndexedVersion[],
  count: number,
): UnlistedVersions | null {
  if (listed.length === versions.length) return null;
  const chosen = new Set(listed);
  const left = versions.filter((version) => !chosen.has(version));
  const withdrawn = left.filter(({ status }) => status !== "available").slice(0, count);
  return { count: left.length, withdrawn: withdrawn.map(({ version_code, status }) => ({ version_code, status })) };
}

function fitVersions(versions: readonly IndexedVersion[], budget: Budget): readonly IndexedVersion[] {
  const take = spending(budget.detailBytes);
  return versions.map(({ reason, permission_reasons: reasons, notes, ...version }, index) => {
    const isDetailed = index < budget.detailed;
    return {
      ...version,
      ...(reason !== undefined && { reason: cutReason(reason) }),
      permission_reasons: isDetailed && take(reasons) ? reasons : {},
      notes: isDetailed && take(notes) ? notes : {},
    };
  });
}

function cutReason(reason: string): string {
  const characters = Array.from(reason);
  const { reasonChars } = limits.appDocument;
  return characters.length > reasonChars ? `${characters.slice(0, reasonChars).join("")}…` : reason;
}

/** The default language first, then by name; without description and pictures those that are too long. */
function fitListings(
  listings: AppDocument["listings"],
  defaultLocale: string,
  { locales, listingBytes }: Budget,
): AppDocument["listings"] {
  const rank = (locale: string): string => (locale === defaultLocale ? "" : locale);
  const ordered = Object.entries(listings).toSorted(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
  const take = spending(listingBytes);
  const fitted = ordered
    .slice(0, locales)
    .map(([locale, listing]): readonly [string, IndexedListing] => [
      locale,
      take(listing) ? listing : { ...listing, description: [], screenshots: [] },
    ]);
  return Object.fromEntries(fitted);
}

/** Whether a value still fits into what is left of a number of bytes; then it is spent. */
function spending(bytes: number): (value: JsonValue) => boolean {
  let left = bytes;
  return (value) => {
    const { length } = canonicalize(value);
    if (length > left) return false;
    left -= length;
    return true;
  };
}
