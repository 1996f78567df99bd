import { formatBytes, formatDay } from "./format.ts";
import { type Localized, localName, pickLocal } from "./local-text.ts";
import { renderMarkdown } from "./markdown.ts";
import { type PermissionView, permissionViews } from "./permissions.ts";
import { routes } from "./routes.ts";
import { safeHref } from "./safe-href.ts";
import type { AppData, StoreData } from "./store-data.ts";
import { currentVersion, SHOWN_VERSIONS, type VersionView, versionView } from "./versions.ts";
import type { IndexedListing, IndexedVersion } from "../../core/index/app-document.ts";

/** A plain fact about the app. */
export interface FactView {
  readonly label: string;
  readonly value: string;
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
  /** Why it can't be had, in a sentence; null when it can. */
  readonly unavailable: string | null;
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
const LINK_LABELS: readonly (readonly [kind: string, label: string])[] = [
  ["homepage", "Website"],
  ["source", "Source code"],
  ["issues", "Report a problem"],
  ["privacy", "Privacy policy"],
  ["funding", "Support the developer"],
];

/** The page of an app. */
export function appPageView(app: AppData, store: StoreData): AppPageView {
  const { document, summary, versions } = app;
  const { info } = store;
  const { app_id: id } = document;
  const current = currentVersion(versions, summary.version_code);
  const listing = pickLocal(document.listings, info.languages);
  const offered = current?.status === "available" ? current : null;
  return {
    id,
    name: document.name,
    icon: routes.file(document.icons["128"].path),
    developer: { name: document.owner.name, href: routes.developer(document.owner.id) },
    summary: listing?.value.summary ?? document.summary,
    lang: listing?.lang ?? "en",
    category: categoryOf(document.categories, store),
    install: offered === null ? null : installView(id, offered, info.url),
    unavailable: offered === null ? unavailableSentence(current) : null,
    screenshots: screenshotsOf(listing, app),
    descriptionHtml: renderMarkdown(listing?.value.description ?? []),
    permissions: permissionViews(current?.permissions ?? [], current?.permission_reasons ?? {}),
    versions: versions.slice(0, SHOWN_VERSIONS).map((each) => versionView(each, info.languages)),
    olderVersions:
      versions.length > SHOWN_VERSIONS ? { href: routes.versions(id), label: `All ${versions.length} versions` } : null,
    facts: factsOf(document.license, current),
    links: LINK_LABELS.flatMap(([kind, label]) => {
      const href = safeHref(document.links[kind] ?? "");
      return href === null ? [] : [{ label, href }];
    }),
  };
}

function categoryOf([id]: readonly string[], { categories, info }: StoreData): AppPageView["category"] {
  const found = categories.find((each) => each.id === id);
  if (found === undefined) return null;
  return { name: localName(found.id, found.name, info.languages), href: routes.category(found.id) };
}

function installView(id: string, version: IndexedVersion, storeUrl: string): InstallView {
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

function unavailableSentence(version: IndexedVersion | undefined): string {
  const reason = version?.reason === undefined || version.reason === "" ? "" : ` ${version.reason}`;
  return version?.status === "suspended"
    ? `The store has suspended this app.${reason}`
    : `The developer has withdrawn this app.${reason}`;
}

function screenshotsOf(listing: Localized<IndexedListing> | null, { pictures }: AppData): readonly ScreenshotView[] {
  return (listing?.value.screenshots ?? []).map(({ path, alt }) => ({
    src: routes.file(path),
    alt,
    ...(pictures.get(path) ?? SCREEN),
  }));
}

function factsOf(license: string | undefined, current: IndexedVersion | undefined): readonly FactView[] {
  if (current === undefined) return [];
  const updated = formatDay(current.published_at);
  return [
    { label: "Version", value: current.version },
    { label: "Size", value: formatBytes(current.package.length) },
    ...(updated === "" ? [] : [{ label: "Updated", value: updated }]),
    { label: "Needs", value: `Mosis ${current.min_mosis_version} or later` },
    { label: "Licence", value: license ?? "Not stated" },
  ];
}
