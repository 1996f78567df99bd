import { pickLocal } from "./local-text.ts";
import { renderMarkdown } from "./markdown.ts";
import { type PagerView, pagerOf, splitPages } from "./paging.ts";
import type { AppData, StoreInfo } from "./store-data.ts";
import { pageLanguages, type Reader } from "../i18n/reader.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";

/** A version in the history of an app. */
export interface VersionView {
  readonly version: string;
  readonly code: number;
  readonly day: string;
  /** For `datetime`. */
  readonly time: string;
  readonly size: string;
  readonly build: string;
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
  readonly title: string;
  readonly description: string;
  readonly appName: string;
  readonly appHref: string;
  readonly versions: readonly VersionView[];
  readonly pager: PagerView | null;
}

/** A page of the history with the parameters of its address. */
export interface VersionsPath {
  /** Undefined for the language of the store. */
  readonly lang: string | undefined;
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
export function versionView(version: IndexedVersion, reader: Reader): VersionView {
  const notes = pickLocal(version.notes, reader);
  const html = notes === null ? "" : renderMarkdown(notes.value);
  return {
    version: version.version,
    code: version.version_code,
    day: reader.day(version.published_at),
    time: version.published_at,
    size: reader.bytes(version.package.length),
    build: reader.text("versions.build", { code: version.version_code }),
    status: statusOf(version, reader),
    reason: version.reason === undefined || version.reason === "" ? null : version.reason,
    notes: notes === null || html === "" ? null : { html, lang: notes.lang },
    contentDigest: version.content_digest,
  };
}

/** The pages of the history of an app; none while the app's own page shows it all. */
export function versionsPaths(
  id: string,
  versions: readonly IndexedVersion[],
  info: StoreInfo,
): readonly VersionsPath[] {
  if (versions.length <= SHOWN_VERSIONS) return [];
  const pages = splitPages(versions, PAGE_SIZE);
  return pageLanguages(info).flatMap(([lang]) =>
    pages.map(({ number }) => ({ lang, id, page: number === 1 ? undefined : String(number) })),
  );
}

/** A page of the history by the parameter of its address. */
export function versionsPageView(
  { document, versions }: AppData,
  reader: Reader,
  page: string | undefined,
): VersionsPageView {
  const wanted = page === undefined ? 1 : Number(page);
  const found = splitPages(versions, PAGE_SIZE)[wanted - 1];
  if (found === undefined) throw new RangeError(`no page ${page} in the history of ${document.app_id}`);
  const { routes, text } = reader;
  return {
    title: text("versions.title", { app: document.name }),
    description: text("versions.description", { app: document.name }),
    appName: document.name,
    appHref: routes.app(document.app_id),
    versions: found.items.map((each) => versionView(each, reader)),
    pager: pagerOf(found, (number) => routes.versions(document.app_id, number), reader),
  };
}

function statusOf(
  { status, track, rollout_bp: rollout }: IndexedVersion,
  { text, percent }: Reader,
): VersionView["status"] {
  if (status === "suspended") return { tone: "bad", text: text("versions.suspended") };
  if (status === "yanked") return { tone: "bad", text: text("versions.withdrawn") };
  const parts = [
    ...(track === "stable" ? [] : [text(`versions.${track}`)]),
    ...(rollout === 0 ? [text("versions.paused")] : []),
    ...(rollout > 0 && rollout < 10_000 ? [text("versions.rollout", { share: percent(rollout / 10_000) })] : []),
  ];
  return parts.length === 0 ? null : { tone: "note", text: parts.join(" · ") };
}
