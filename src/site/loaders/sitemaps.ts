import { getCollection } from "astro:content";

import { loadStore } from "./store.ts";
import { type Sitemap, sitemapsOf } from "../view/sitemap.ts";

let sitemaps: readonly Sitemap[] | undefined;

/** The sitemaps of the store that is being built. Made once. */
export async function loadSitemaps(): Promise<readonly Sitemap[]> {
  if (sitemaps === undefined) {
    const docs = await getCollection("docs");
    sitemaps = sitemapsOf(loadStore(), docs.map(({ id }) => `/${id}/`).toSorted());
  }
  return sitemaps;
}
