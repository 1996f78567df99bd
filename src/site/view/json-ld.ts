import type {
  BreadcrumbList,
  CreativeWork,
  Graph,
  MobileApplication,
  Offer,
  Organization,
  SearchAction,
  WebSite,
  WithActionConstraints,
} from "schema-dts";

import { absoluteUrl } from "./absolute-url.ts";
import { categoryLink } from "./category-link.ts";
import { pickLocal } from "./local-text.ts";
import type { AppData, StoreData } from "./store-data.ts";
import type { Reader } from "../i18n/reader.ts";

// What search engines and other programs read of a page, in the vocabulary of https://schema.org.

/** SPDX ids that are one licence; an expression of more has no page. */
const LICENCE_ID = /^[A-Za-z0-9.-]+$/;
const FREE: Offer = { "@type": "Offer", price: 0, priceCurrency: "USD" };

/**
 * An app, and where it stands in the store. It has no rating: nobody rates apps here.
 *
 * @param site address of the store
 */
export function appJsonLd({ document, summary }: AppData, store: StoreData, reader: Reader, site: URL): Graph {
  const absolute = (path: string): string => absoluteUrl(path, site);
  const { routes } = reader;
  const { app_id: id, name, owner, license, latest } = document;
  const listing = pickLocal(document.listings, reader)?.value;
  const category = categoryLink(document.categories, store, reader);
  const sentences = latest.permissions.map((permission) => reader.sentence(permission) ?? permission);
  const app: MobileApplication = {
    "@type": "MobileApplication",
    url: absolute(routes.app(id)),
    name,
    description: [listing?.summary, document.summary].find((text) => text?.trim()) ?? document.name,
    operatingSystem: "Mosis",
    image: absolute(routes.file(document.icons["128"].path)),
    datePublished: summary.published_at,
    dateModified: summary.updated_at,
    author: { "@type": "Organization", name: owner.name, url: absolute(routes.developer(owner.id)) },
    ...(category !== null && { applicationCategory: category.name }),
    ...(license !== undefined && { license: licenceOf(license) }),
    ...(listing !== undefined &&
      listing.screenshots.length > 0 && {
        screenshot: listing.screenshots.map(({ path }) => absolute(routes.file(path))),
      }),
    softwareVersion: latest.version,
    softwareRequirements: `Mosis ${latest.min_mosis_version}`,
    ...(sentences.length > 0 && { permissions: sentences.join("\n") }),
    ...(latest.status === "available" && {
      downloadUrl: absolute(routes.file(latest.package.path)),
      fileSize: `${latest.package.length} B`,
      offers: FREE,
    }),
  };
  const trail = [
    { name: store.info.title, path: routes.home },
    ...(category === null ? [] : [{ name: category.name, path: category.href }]),
    { name, path: routes.app(id) },
  ];
  const breadcrumbs: BreadcrumbList = {
    "@type": "BreadcrumbList",
    itemListElement: trail.map((step, at) => ({
      "@type": "ListItem",
      position: at + 1,
      name: step.name,
      item: { "@id": absolute(step.path) },
    })),
  };
  return { "@context": "https://schema.org", "@graph": [app, breadcrumbs] };
}

/**
 * The store, and how to search it.
 *
 * @param site address of the store
 */
export function homeJsonLd({ info }: StoreData, { lang, routes }: Reader, site: URL): Graph {
  const home = absoluteUrl(routes.home, site);
  const search: WithActionConstraints<SearchAction> = {
    "@type": "SearchAction",
    target: { "@type": "EntryPoint", urlTemplate: `${home}search/?q={query}` },
    "query-input": "required name=query",
  };
  const organization: Organization = {
    "@type": "Organization",
    "@id": absoluteUrl("/#store", site),
    name: info.title,
    url: site.href,
    logo: absoluteUrl("/favicon.svg", site),
  };
  const website: WebSite = {
    "@type": "WebSite",
    name: info.title,
    url: home,
    inLanguage: lang,
    publisher: { "@id": absoluteUrl("/#store", site) },
    potentialAction: search,
  };
  return { "@context": "https://schema.org", "@graph": [organization, website] };
}

/** For the inside of a `script` element: nothing in it can end the element or begin a comment. */
export function scriptText(graph: Graph): string {
  return JSON.stringify(graph).replaceAll("<", "\\u003c");
}

function licenceOf(license: string): string | CreativeWork {
  return LICENCE_ID.test(license)
    ? `https://spdx.org/licenses/${license}.html`
    : { "@type": "CreativeWork", name: license };
}
