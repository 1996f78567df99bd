import { absoluteUrl } from "./absolute-url.ts";
import { type Routes, routesOf } from "./routes.ts";
import type { StoreData } from "./store-data.ts";
import { pageLanguages } from "../i18n/reader.ts";
import { escapeXml } from "../../core/text/escape-xml.ts";

/** A page that search engines should know. */
export interface SitemapPage {
  /** Its address in each language of the store; one address where it has only one. */
  readonly address: ((routes: Routes) => string) | string;
  /** RFC 3339, from publications; null where nothing says when it changed. */
  readonly changed: string | null;
}

/** Some of the pages of a store, in a file of their own. */
export interface Sitemap {
  readonly number: number;
  readonly pages: readonly SitemapPage[];
}

/** Of apps, developers and tags together in one file: with every language of each, far below the 50,000 that a sitemap may have. */
const PAGES_EACH = 512;

/** Path of a sitemap. */
export function sitemapPath(number: number): string {
  return `/sitemap-${number}.xml`;
}

/**
 * The sitemaps of a store. The first has the start page, what belongs to no app, and the docs; the others have apps, developers
 * and tags by a hash of their id, so that a new version changes the first, and those of its app, its developer and its tags, however many
 * there are.
 *
 * @param docs paths of the pages of the docs
 */
export function sitemapsOf({ apps, categories, developers }: StoreData, docs: readonly string[]): readonly Sitemap[] {
  const offered = apps.filter(({ isOffered }) => isOffered);
  const times = new Map(offered.map(({ app_id: id, updated_at: at }): [string, string] => [id, at]));
  const newestOf = (ids: readonly string[]): string | null => newest(ids.map((id) => times.get(id) ?? null));
  const newestApp = newest([...times.values()]);
  const first: readonly SitemapPage[] = [
    { address: ({ home }) => home, changed: newestApp },
    { address: (routes) => routes.apps(), changed: newestApp },
    { address: ({ search }) => search, changed: null },
    { address: ({ review }) => review, changed: null },
    { address: ({ status }) => status, changed: null },
    ...categories.map(({ id, apps: ids }) => ({
      address: (routes: Routes) => routes.category(id),
      changed: newestOf(ids),
    })),
    ...docs.map((address) => ({ address, changed: null })),
  ];
  const rest: (readonly [id: string, SitemapPage])[] = [
    ...offered.map(({ app_id: id, updated_at: changed }) => {
      return [id, { address: (routes: Routes) => routes.app(id), changed }] as const;
    }),
    ...developers.map(({ id, apps: ids }) => {
      return [id, { address: (routes: Routes) => routes.developer(id), changed: newestOf(ids) }] as const;
    }),
  ];
  const tagged = Map.groupBy(
    offered.flatMap(({ tags, updated_at: at }) => tags.map((id) => ({ id, at }))),
    ({ id }) => id,
  );
  for (const [id, own] of tagged) {
    rest.push([id, { address: (routes) => routes.tag(id), changed: newest(own.map(({ at }) => at)) }]);
  }
  const files = fileCount(rest.length);
  const byFile = Map.groupBy(rest, ([id]) => hash(id) % files);
  return [
    { number: 0, pages: first },
    ...Array.from({ length: files }, (_, at) => ({
      number: at + 1,
      pages: (byFile.get(at) ?? []).map(([, page]) => page),
    })),
  ];
}

/** A sitemap (https://www.sitemaps.org/protocol.html) with every language of each page, and which is which. */
export function sitemapXml({ pages }: Sitemap, info: Pick<StoreData["info"], "languages">, site: URL): string {
  const languages = pageLanguages(info).map(([segment, { tag }]) => [tag, routesOf(segment)] as const);
  const absolute = (path: string): string => escapeXml(absoluteUrl(path, site));
  const urls = pages.flatMap(({ address, changed }) => {
    const time = changed === null ? "" : `<lastmod>${escapeXml(changed)}</lastmod>`;
    if (typeof address === "string") return [`<url><loc>${absolute(address)}</loc>${time}</url>`];
    const versions = languages.map(([tag, routes]) => [tag, absolute(address(routes))] as const);
    const alternates = versions.map(([tag, href]) => `<xhtml:link rel="alternate" hreflang="${tag}" href="${href}"/>`);
    const links = versions.length > 1 ? alternates.join("") : "";
    return versions.map(([, href]) => `<url><loc>${href}</loc>${time}${links}</url>`);
  });
  const namespaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  return [XML, `<urlset ${namespaces}>`, ...urls, "</urlset>"].join("\n");
}

/** The list of sitemaps. */
export function sitemapIndexXml(sitemaps: readonly Sitemap[], site: URL): string {
  const items = sitemaps.map(({ number, pages }) => {
    const changed = newest(pages.map((page) => page.changed));
    const time = changed === null ? "" : `<lastmod>${escapeXml(changed)}</lastmod>`;
    return `<sitemap><loc>${escapeXml(absoluteUrl(sitemapPath(number), site))}</loc>${time}</sitemap>`;
  });
  const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
  return [XML, `<sitemapindex ${namespace}>`, ...items, "</sitemapindex>"].join("\n");
}

const XML = '<?xml version="1.0" encoding="utf-8"?>';

/** A power of two, so that a growing store seldom moves pages from one file to another. */
function fileCount(pages: number): number {
  return 2 ** Math.max(0, Math.ceil(Math.log2(pages / PAGES_EACH)));
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

function newest(times: readonly (string | null)[]): string | null {
  return times.reduce((a, b) => (b === null || (a !== null && a > b) ? a : b), null);
}
