import type { AppCardView } from "./app-card.ts";
import { cutLines } from "./cut-lines.ts";
import { categoryLink, type LinkView } from "./category-link.ts";
import { type FactView, factViews } from "./facts.ts";
import { type InstallView, installView } from "./install.ts";
import { pickLocal } from "./local-text.ts";
import { renderMarkdown } from "./markdown.ts";
import { type PermissionView, permissionViews } from "./permissions.ts";
import { type ProvenanceView, provenanceView } from "./provenance.ts";
import { safeHref } from "./safe-href.ts";
import { type ScreenshotView, screenshotViews } from "./screenshots.ts";
import type { AppData, AppSummary, StoreData } from "./store-data.ts";
import { previousVersion, SHOWN_VERSIONS, type VersionView, versionHref, versionView } from "./versions.ts";
import type { Reader } from "../i18n/reader.ts";
import type { IndexedVersion } from "../../core/index/app-document.ts";
import { proofUrl } from "../../core/registry/domain-proof.ts";

/** The page of an app. */
export interface AppPageView {
  readonly id: string;
  readonly name: string;
  readonly icon: string;
  readonly developer: LinkView;
  /** The domain that the developer has proven to own, how in a sentence, and the proof; null where there is none. */
  readonly verified: { readonly domain: string; readonly title: string; readonly proofHref: string } | null;
  readonly summary: string;
  readonly lang: string;
  readonly category: LinkView | null;
  /** Null for an app that can't be had. */
  readonly install: InstallView | null;
  /** That it can't be had, in a sentence, with the reason as written, if there is one; null when it can. */
  readonly unavailable: { readonly sentence: string; readonly reason: string } | null;
  readonly screenshots: readonly ScreenshotView[];
  readonly descriptionHtml: string;
  /** Where the whole description is; null when all of it is shown. */
  readonly fullTextHref: string | null;
  readonly permissions: readonly PermissionView[];
  readonly versions: readonly VersionView[];
  /** Where the older versions are; null when all are shown. */
  readonly history: { readonly href: string; readonly label: string } | null;
  readonly provenance: ProvenanceView;
  readonly facts: readonly FactView[];
  /** Addresses that the developer gave. */
  readonly links: readonly { readonly label: string; readonly href: string }[];
  readonly tags: readonly LinkView[];
  /** Where one tells the store of harm; null where the registry does not say where it is. */
  readonly reportHref: string | null;
  /** Keys of pages know no more of these apps: src/site/loaders/app-listings.ts. */
  readonly related: readonly Pick<AppCardView, "href" | "icon" | "name">[];
}

/** Characters of a description: with more, the page would outgrow its bytes. */
const DESCRIPTION_LENGTH = 3_000;
const LINKS = ["homepage", "source", "issues", "privacy", "funding"] as const;

/** @param related apps like this one */
export function appPageView(
  app: AppData,
  store: StoreData,
  related: readonly AppSummary[],
  reader: Reader,
): AppPageView {
  const { document, versions } = app;
  const { latest: current } = document;
  const { info } = store;
  const { routes, text } = reader;
  const { app_id: id } = document;
  const listing = pickLocal(document.listings, reader);
  const description = cutLines(listing?.value.description ?? [], DESCRIPTION_LENGTH);
  const isOffered = current.status === "available";
  const install = installView(id, current, info.url, reader);
  const before = previousVersion(versions, current);
  const { repository } = info;
  return {
    id,
    name: document.name,
    icon: routes.file(document.icons["128"].path),
    developer: { name: document.owner.name, href: routes.developer(document.owner.id) },
    verified: verifiedDomain(document.owner.id, store, reader),
    summary: listing?.value.summary ?? document.summary,
    lang: listing?.lang ?? "en",
    category: categoryLink(document.categories, store, reader),
    install: isOffered ? install : null,
    unavailable: isOffered ? null : unavailableView(current, reader),
    screenshots: screenshotViews(listing, app, reader),
    descriptionHtml: renderMarkdown(description.lines),
    fullTextHref: description.isCut ? routes.file(`v1/apps/${id}.json`) : null,
    permissions: permissionViews(current, { before, hosts: document.network_hosts }, reader),
    versions: versions
      .slice(0, SHOWN_VERSIONS)
      .map((each, at) => versionView(each, versionHref(id, at, each, reader), reader)),
    history:
      versions.length > SHOWN_VERSIONS
        ? { href: routes.history(id), label: reader.count("versions.all", versions.length) }
        : null,
    provenance: provenanceView(document.provenance, info, reader),
    facts: factViews(document, reader),
    links: LINKS.flatMap((kind) => {
      const href = safeHref(document.links[kind] ?? "");
      return href === null ? [] : [{ label: text(`link.${kind}`), href }];
    }),
    tags: document.tags.map((tag) => ({ name: tag, href: routes.tag(tag) })),
    reportHref: repository === undefined ? null : safeHref(`${repository}issues/new?template=report-app.yml&app=${id}`),
    related: related.map((each) => ({
      href: routes.app(each.app_id),
      icon: routes.file(each.icon),
      name: each.name,
    })),
  };
}

function verifiedDomain(owner: string, { developers }: StoreData, { text }: Reader): AppPageView["verified"] {
  const domain = developers.find(({ id }) => id === owner)?.domains[0];
  const proofHref = domain === undefined ? null : proofUrl(domain, {});
  if (domain === undefined || proofHref === null) return null;
  return { domain, title: text("app.verified", { domain }), proofHref };
}

function unavailableView({ status, reason }: IndexedVersion, { text }: Reader): AppPageView["unavailable"] {
  const sentence = text(status === "suspended" ? "app.suspended" : "app.withdrawn");
  return { sentence, reason: reason ?? "" };
}
