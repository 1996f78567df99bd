import { getCollection } from "astro:content";

import { loadStore } from "./store.ts";
import { type Sitemap, sitemapsOf } from "../view/sitemap.ts";

/** The sitemaps of the store that is being built. */
export async function loadSitemaps(): Promise<readonly Sitemap[]> {
  const docs = await getCollection("docs");
  return sitemapsOf(loadStore(), docs.map(({ id }) => `/${id}/`).toSorted());
}
