import { formatBytes, formatDay } from "./format.ts";
import { pickLocal } from "./local-text.ts";
import { renderMarkdown } from "./markdown.ts";
import { type PagerView, pagerOf, splitPages } from "./paging.ts";
import { routes } from "./routes.ts";
import type { AppData, StoreInfo } from "./store-data.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";

/** A version in the history of an app. */
export interface VersionView {
  readonly version: string;
  readonly code: number;
  readonly day: string;
  /** For `datetime`. */
  readonly time: string;
  readonly size: string;
  /** How it stands, with a tone to colour it; null for a stable version that everybody gets. */
  readonly status: { readonly tone: "note" | "bad"; readonly text: string } | null;
  /** Why it was withdrawn. */
  readonly reason: string | null;
  /** What is new, as HTML; null when the developer wrote nothing. */
  readonly notes: { readonly html: string; readonly lang: string } | null;
  readonly contentDigest: string;
}

/** A page of the full history. */
export interface VersionsPageView {
  readonly appName: string;
  readonly appHref: string;
  readonly versions: readonly VersionView[];
  readonly pager: PagerView | null;
}

/** A page of the history with the parameters of its address. */
export interface VersionsPath {
  readonly id: string;
  /** Undefined for the first page. */
  readonly page: string | undefined;
}

/** Versions on the page of the app itself; the full history has pages of its own. */
export const SHOWN_VERSIONS = 4;
const PAGE_SIZE = 20;

/** The version that the store offers first: the one its list of apps names. */
export function currentVersion(versions: readonly IndexedVersion[], code: number): IndexedVersion | undefined {
  return versions.find(({ version_code: each }) => each === code) ?? versions[0];
}

/** One version as the history shows it. */
export function versionView(version: IndexedVersion, languages: readonly string[]): VersionView {
  const notes = pickLocal(version.notes, languages);
  const html = notes === null ? "" : renderMarkdown(notes.value);
  return {
    version: version.version,
    code: version.version_code,
    day: formatDay(version.published_at),
    time: version.published_at,
    size: formatBytes(version.package.length),
    status: statusOf(version),
    reason: version.reason === undefined || version.reason === "" ? null : version.reason,
    notes: notes === null || html === "" ? null : { html, lang: notes.lang },
    contentDigest: version.content_digest,
  };
}

/** The pages of the history of an app; none while the app's own page shows it all. */
export function versionsPaths(id: string, versions: readonly IndexedVersion[]): readonly VersionsPath[] {
  if (versions.length <= SHOWN_VERSIONS) return [];
  return splitPages(versions, PAGE_SIZE).map(({ number }) => ({
    id,
    page: number === 1 ? undefined : String(number),
  }));
}

/** A page of the history by the parameter of its address. */
export function versionsPageView(
  { document, versions }: AppData,
  { languages }: StoreInfo,
  page: string | undefined,
): VersionsPageView {
  const wanted = page === undefined ? 1 : Number(page);
  const found = splitPages(versions, PAGE_SIZE)[wanted - 1];
  if (found === undefined) throw new RangeError(`no page ${page} in the history of ${document.app_id}`);
  return {
    appName: document.name,
    appHref: routes.app(document.app_id),
    versions: found.items.map((each) => versionView(each, languages)),
    pager: pagerOf(found, (number) => routes.versions(document.app_id, number)),
  };
}

function statusOf({ status, track, rollout_bp: rollout }: IndexedVersion): VersionView["status"] {
  if (status === "suspended") return { tone: "bad", text: "Suspended by the store" };
  if (status === "yanked") return { tone: "bad", text: "Withdrawn" };
  const share = rollout === 10_000 ? "" : rollout === 0 ? "paused" : `on ${rollout / 100}% of phones`;
  const parts = [track === "stable" ? "" : track, share].filter((part) => part !== "");
  if (parts.length === 0) return null;
  const text = parts.join(", ");
  return { tone: "note", text: text.charAt(0).toUpperCase() + text.slice(1) };
}
