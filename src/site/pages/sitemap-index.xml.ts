import type { APIRoute } from "astro";

import { loadSitemaps } from "../loaders/sitemaps.ts";
import { sitemapIndexXml } from "../view/sitemap.ts";

export const GET: APIRoute = async ({ site, url }) => new Response(sitemapIndexXml(await loadSitemaps(), site ?? url));
