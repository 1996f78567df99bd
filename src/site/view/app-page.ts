import { type Localized, localName, pickLocal } from "./local-text.ts";
import { renderMarkdown } from "./markdown.ts";
import { type PermissionView, permissionViews } from "./permissions.ts";
import { safeHref } from "./safe-href.ts";
import type { AppData, StoreData } from "./store-data.ts";
import { currentVersion, SHOWN_VERSIONS, type VersionView, versionView } from "./versions.ts";
import type { TextKey } from "../i18n/messages.ts";
import type { Reader } from "../i18n/reader.ts";
import type { IndexedListing, IndexedVersion } from "../../core/index/app-document.ts";

/** A plain fact about the app. */
export interface FactView {
  readonly label: string;
  readonly value: string;
  /** Whether the value is a name or number that is the same in every language. */
  readonly isName: boolean;
}

export interface ScreenshotView {
  readonly src: string;
  readonly alt: string;
  readonly width: number;
  readonly height: number;
}

/** How to get the app and check what one got; null for an app that can't be had. */
export interface InstallView {
  readonly command: string;
  readonly packageHref: string;
  readonly packageDigest: string;
  readonly contentDigest: string;
  /** Commands that fetch, hash and open the package, one a line. */
  readonly verify: readonly string[];
}

export interface AppPageView {
  readonly id: string;
  readonly name: string;
  readonly icon: string;
  readonly developer: { readonly name: string; readonly href: string };
  readonly summary: string;
  readonly lang: string;
  readonly category: { readonly name: string; readonly href: string } | null;
  readonly install: InstallView | null;
  /** That it can't be had, in a sentence, with the reason as written, if there is one; null when it can. */
  readonly unavailable: { readonly sentence: string; readonly reason: string } | null;
  readonly screenshots: readonly ScreenshotView[];
  readonly descriptionHtml: string;
  readonly permissions: readonly PermissionView[];
  readonly versions: readonly VersionView[];
  /** Where the older versions are; null when all are shown. */
  readonly olderVersions: { readonly href: string; readonly label: string } | null;
  readonly facts: readonly FactView[];
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

/** Size of a screenshot whose own size could not be read: that of a Mosis screen. */
const SCREEN = { width: 720, height: 1440 } as const;
const LINKS = ["homepage", "source", "issues", "privacy", "funding"] as const;

/** The page of an app. */
export function appPageView(app: AppData, store: StoreData, reader: Reader): AppPageView {
  const { document, summary, versions } = app;
  const { info } = store;
  const { routes } = reader;
  const { app_id: id } = document;
  const current = currentVersion(versions, summary.version_code);
  const listing = pickLocal(document.listings, reader);
  const offered = current?.status === "available" ? current : null;
  return {
    id,
    name: document.name,
    icon: routes.file(document.icons["128"].path),
    developer: { name: document.owner.name, href: routes.developer(document.owner.id) },
    summary: listing?.value.summary ?? document.summary,
    lang: listing?.lang ?? "en",
    category: categoryOf(document.categories, store, reader),
    install: offered === null ? null : installView(id, offered, info.url, reader),
    unavailable: offered === null ? unavailableView(current, reader) : null,
    screenshots: screenshotsOf(listing, app, reader),
    descriptionHtml: renderMarkdown(listing?.value.description ?? []),
    permissions: permissionViews(current?.permissions ?? [], current?.permission_reasons ?? {}, reader),
    versions: versions.slice(0, SHOWN_VERSIONS).map((each) => versionView(each, reader)),
    olderVersions:
      versions.length > SHOWN_VERSIONS
        ? { href: routes.versions(id), label: reader.count("versions.all", versions.length) }
        : null,
    facts: factsOf(document, current, reader),
    links: LINKS.flatMap((kind) => {
      const href = safeHref(document.links[kind] ?? "");
      return href === null ? [] : [{ label: reader.text(`link.${kind}`), href }];
    }),
  };
}

function categoryOf([id]: readonly string[], { categories }: StoreData, reader: Reader): AppPageView["category"] {
  const found = categories.find((each) => each.id === id);
  if (found === undefined) return null;
  return { name: localName(found.id, found.name, reader), href: reader.routes.category(found.id) };
}

function installView(id: string, version: IndexedVersion, storeUrl: string, { routes }: Reader): InstallView {
  const base = storeUrl.replace(/\/+$/, "");
  const file = `${id}-${version.version_code}.mosis`;
  return {
    command: `mosis device install ${id} --store ${base}`,
    packageHref: routes.file(version.package.path),
    packageDigest: version.package.sha256,
    contentDigest: version.content_digest,
    verify: [
      `curl -o ${file} ${base}/${version.package.path}`,
      `sha256sum ${file}`,
      `mosis verify ${file}`,
      `mosis inspect ${file}`,
    ],
  };
}

function unavailableView(version: IndexedVersion | undefined, { text }: Reader): AppPageView["unavailable"] {
  const sentence = text(version?.status === "suspended" ? "app.suspended" : "app.withdrawn");
  return { sentence, reason: version?.reason ?? "" };
}

function screenshotsOf(
  listing: Localized<IndexedListing> | null,
  { pictures }: AppData,
  { routes }: Reader,
): readonly ScreenshotView[] {
  return (listing?.value.screenshots ?? []).map(({ path, alt }) => ({
    src: routes.file(path),
    alt,
    ...(pictures.get(path) ?? SCREEN),
  }));
}

function factsOf(
  { license, app_id: id }: AppData["document"],
  current: IndexedVersion | undefined,
  { text, day, bytes }: Reader,
): readonly FactView[] {
  if (current === undefined) return [];
  const fact = (key: TextKey, value: string, isName = false): FactView => ({ label: text(key), value, isName });
  const updated = day(current.published_at);
  return [
    fact("fact.version", current.version, true),
    fact("fact.size", bytes(current.package.length)),
    ...(updated === "" ? [] : [fact("fact.updated", updated)]),
    fact("fact.needs", text("fact.mosis", { version: current.min_mosis_version })),
    license === undefined ? fact("fact.licence", text("fact.noLicence")) : fact("fact.licence", license, true),
    fact("fact.id", id, true),
  ];
}
