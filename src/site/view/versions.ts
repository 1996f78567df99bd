import { cutLines } from "./cut-lines.ts";
import { pickLocal } from "./local-text.ts";
import { renderMarkdown } from "./markdown.ts";
import { pageNumber, pageParameter, type PagerView, pagerOf, splitPages } from "./paging.ts";
import type { AppData, StoreInfo } from "./store-data.ts";
import { pageLanguages, type Reader } from "../i18n/reader.ts";
import { LISTED_CODES } from "../../core/index/api-documents.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";

/** A version in the history of an app. */
export interface VersionView {
  readonly version: string;
  /** Of its own page; null for one that is too old to have one. */
  readonly href: string | null;
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
  /** Undefined for the page with the newest. */
  readonly page: string | undefined;
}

/** Versions on the page of the app itself; the full history has pages of its own. */
export const SHOWN_VERSIONS = 3;
const PAGE_SIZES = { first: 20, others: 12 } as const;
/** Characters of what is new in a version: more of it belongs elsewhere. */
const NOTES_LENGTH = 1_500;

/**
 * What somebody who takes a version most likely had: the newest older one that can be had and is as steady; else the newest older one;
 * undefined for the first of an app.
 */
export function previousVersion(
  versions: readonly IndexedVersion[],
  { version_code: code, track }: Pick<IndexedVersion, "version_code" | "track">,
): IndexedVersion | undefined {
  const older = versions.filter((each) => each.version_code < code);
  const isLikely = (each: IndexedVersion): boolean =>
    each.status === "available" && (each.track === "stable" || each.track === track);
  return older.find(isLikely) ?? older[0];
}

/** One version as the history shows it. */
export function versionView(version: IndexedVersion, href: string | null, reader: Reader): VersionView {
  const notes = pickLocal(version.notes, reader);
  const html = notes === null ? "" : renderMarkdown(cutLines(notes.value, NOTES_LENGTH).lines);
  return {
    version: version.version,
    href,
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
export function versionsPaths(id: string, count: number, info: StoreInfo): readonly VersionsPath[] {
  if (count <= SHOWN_VERSIONS) return [];
  const pages = splitPages(Array.from({ length: count }), PAGE_SIZES);
  return pageLanguages(info).flatMap(([lang]) =>
    pages.map(({ number }) => ({ lang, id, page: pageParameter(number) })),
  );
}

/** A page of the history by the parameter of its address. */
export function versionsPageView(
  { document, versions }: Pick<AppData, "document" | "versions">,
  reader: Reader,
  page: string | undefined,
): VersionsPageView {
  const found = splitPages(versions, PAGE_SIZES).find(({ number }) => number === pageNumber(page));
  if (found === undefined) throw new RangeError(`no page ${page} in the history of ${document.app_id}`);
  const { routes, text } = reader;
  const [to, from] = [found.items[0]?.version ?? "", found.items.at(-1)?.version ?? ""];
  return {
    title: text("versions.title", { app: document.name }),
    description: text("versions.description", { app: document.name }),
    appName: document.name,
    appHref: routes.app(document.app_id),
    versions: found.items.map((each) =>
      versionView(each, versionHref(document.app_id, versions.indexOf(each), each, reader), reader),
    ),
    pager: pagerOf(found, (number) => routes.history(document.app_id, number), text("pager.span", { from, to })),
  };
}

/** Versions of an app that have a page, so that pages do not grow with history without end; all have a document. */
const PAGED_VERSIONS = LISTED_CODES;

/** The versions that have a page, each with the one before it, in every language. */
export function versionPaths(
  id: string,
  codes: readonly number[],
  info: StoreInfo,
): readonly { readonly lang: string | undefined; readonly id: string; readonly code: string }[] {
  const paged = codes.slice(0, PAGED_VERSIONS);
  return pageLanguages(info).flatMap(([lang]) => paged.map((code) => ({ lang, id, code: String(code) })));
}

/** Where the page of a version is; null for one that is too old to have one. */
export function versionHref(
  id: string,
  position: number,
  { version_code: code }: Pick<IndexedVersion, "version_code">,
  { routes }: Reader,
): string | null {
  return position < PAGED_VERSIONS ? routes.version(id, code) : null;
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
