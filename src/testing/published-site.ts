import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

import { inTurn } from "./in-turn.ts";
import { type SiteFixture, writeSiteFixture } from "./site-fixture.ts";
import { buildSite } from "../site/build-site.ts";

/** A made-up store with its pages, as a web server would find it. */
export interface PublishedSite {
  /** Index and pages together. */
  readonly folder: string;
  /** The pages and what belongs to them, by path. */
  readonly pages: ReadonlyMap<string, Uint8Array>;
  remove(): Promise<void>;
}

/** On the disk of the project, because Astro moves files from there. */
const FOLDER = join(import.meta.dirname, "../../.jobs");

/** Builds the pages of a made-up store for real and lays them beside its index. */
export async function publishSite(fixture: SiteFixture = {}): Promise<PublishedSite> {
  await mkdir(FOLDER, { recursive: true });
  const root = await mkdtemp(join(FOLDER, "site-"));
  const [folder, out] = [join(root, "published"), join(root, "pages")];
  const url = "https://store.example/";
  await writeSiteFixture(folder, url, fixture);
  // Astro keeps drafts in the project: two builds at once would spoil each other's.
  const pages = await inTurn("site", () => buildSite({ index: folder, out, url }));
  await cp(out, folder, { recursive: true });
  return { folder, pages, remove: () => rm(root, { recursive: true, force: true }) };
}
