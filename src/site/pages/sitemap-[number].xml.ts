import type { APIRoute, GetStaticPaths } from "astro";

import { loadSitemaps } from "../loaders/sitemaps.ts";
import { loadStore } from "../loaders/store.ts";
import { type Sitemap, sitemapXml } from "../view/sitemap.ts";

export const getStaticPaths: GetStaticPaths = async () => {
  const sitemaps = await loadSitemaps();
  return sitemaps.map((sitemap) => ({ params: { number: String(sitemap.number) }, props: { sitemap } }));
};

export const GET: APIRoute<{ readonly sitemap: Sitemap }> = ({ props: { sitemap }, site, url }) =>
  new Response(sitemapXml(sitemap, loadStore().info, site ?? url));
