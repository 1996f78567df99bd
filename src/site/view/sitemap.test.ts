import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { expect, test } from "vitest";

import { sitemapIndexXml, sitemapsOf, sitemapXml } from "./sitemap.ts";
import type { StoreData } from "./store-data.ts";
import { anAppSummary, aStore } from "../../testing/store-data.ts";

const SITE = new URL("https://store.example/");

function storeOf(count: number, newestAt = "2026-01-01T00:00:00Z"): StoreData {
  const apps = Array.from({ length: count }, (_, at) =>
    anAppSummary(`com.example.app-${at}`, at === 0 ? { updated_at: newestAt } : {}),
  );
  return aStore(apps, { info: { ...aStore([]).info, languages: ["en", "ar"] } });
}

function elementsOf(xml: string): readonly XmlElement[] {
  const { root } = parseXml(xml);
  return (root?.children ?? []).filter((each) => each instanceof XmlElement);
}

function partsOf(element: XmlElement): readonly string[] {
  return element.children
    .filter((each) => each instanceof XmlElement)
    .map(({ name, text, attributes }) => `${name} ${attributes["hreflang"] ?? ""} ${attributes["href"] ?? text}`);
}

test("every language of a page has its address, its time and all alternates", () => {
  const store = storeOf(1);
  const [, apps] = sitemapsOf(store, []);
  const urls = elementsOf(sitemapXml(apps!, store.info, SITE)).map(partsOf);
  const [en, ar] = ["", "ar/"].map((language) => `https://store.example/${language}apps/com.example.app-0/`);
  const shared = ["lastmod  2026-01-01T00:00:00Z", `xhtml:link en ${en}`, `xhtml:link ar ${ar}`];
  expect(urls.filter(([loc]) => loc?.includes("app-0"))).toEqual([
    [`loc  ${en}`, ...shared],
    [`loc  ${ar}`, ...shared],
  ]);
});

test("the first sitemap has the start page, the lists and the docs, whose pages have one language and no time", () => {
  const store = storeOf(1);
  const [first] = sitemapsOf(store, ["/docs/"]);
  const urls = elementsOf(sitemapXml(first!, store.info, SITE)).map(partsOf);
  expect(urls.map(([loc]) => loc?.slice("loc  https://store.example".length))).toEqual(
    [
      "/",
      "/ar/",
      "/apps/",
      "/ar/apps/",
      "/search/",
      "/ar/search/",
      "/review/",
      "/ar/review/",
      "/status/",
      "/ar/status/",
    ].concat(["/categories/games/", "/ar/categories/games/", "/categories/tools/", "/ar/categories/tools/", "/docs/"]),
  );
  expect(urls.at(-1)).toEqual(["loc  https://store.example/docs/"]);
});

test("apps that cannot be had are in none", () => {
  const store = aStore([anAppSummary("com.example.gone", { isOffered: false })]);
  const text = sitemapsOf(store, []).map((sitemap) => sitemapXml(sitemap, store.info, SITE));
  expect(text.join("\n")).not.toContain("com.example.gone");
});

test("a new version among 10,000 apps changes the first, two others, and the list of them", () => {
  const [before, after] = [storeOf(10_000), storeOf(10_000, "2026-02-01T00:00:00Z")].map((store) => {
    const sitemaps = sitemapsOf(store, ["/docs/"]);
    return [...sitemaps.map((each) => sitemapXml(each, store.info, SITE)), sitemapIndexXml(sitemaps, SITE)];
  });
  const changed = before!.filter((text, at) => text !== after![at]);
  expect(before).toHaveLength(34);
  expect(changed.length).toBeLessThanOrEqual(4);
  for (const text of before!) {
    expect(text.length).toBeLessThan(2 ** 20);
    expect(text.split("<loc>").length).toBeLessThan(2_500);
  }
});

test("the list names each with the time of the newest page in it", () => {
  const store = storeOf(3, "2026-02-01T00:00:00Z");
  expect(elementsOf(sitemapIndexXml(sitemapsOf(store, []), SITE)).map(partsOf)).toEqual([
    ["loc  https://store.example/sitemap-0.xml", "lastmod  2026-02-01T00:00:00Z"],
    ["loc  https://store.example/sitemap-1.xml", "lastmod  2026-02-01T00:00:00Z"],
  ]);
});
