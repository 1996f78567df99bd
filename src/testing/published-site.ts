import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { inTurn } from "./in-turn.ts";
import { type SiteFixture, writeSiteFixture } from "./site-fixture.ts";
import { buildSite } from "../site/build-site.ts";
import { filesBelow, sourceStamp } from "../site/render/site-stamp.ts";

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
/** Kept from one run to the next: the same store has the same pictures. */
const PICTURES = join(FOLDER, "pictures");
const SHARED = "shared-site-";
/** So that a run that has begun keeps what it looks at. */
const KEPT = 3;

/** Builds the pages of a made-up store for real and lays them beside its index. Without a fixture of its own, a test shares them. */
export async function publishSite(fixture?: SiteFixture): Promise<PublishedSite> {
  await mkdir(FOLDER, { recursive: true });
  // Astro keeps drafts in the project: two builds at once would spoil each other's.
  return inTurn("site", () => (fixture === undefined ? sharedSite() : ownSite(fixture)));
}

async function ownSite(fixture: SiteFixture): Promise<PublishedSite> {
  const root = await build(fixture);
  return { ...(await siteIn(root)), remove: () => rm(root, { recursive: true, force: true }) };
}

/** Built once for all test files, and again when a source has changed. */
async function sharedSite(): Promise<PublishedSite> {
  const root = join(FOLDER, `${SHARED}${(await sourceStamp()).slice(0, 16)}`);
  if (!existsSync(root)) {
    await rename(await build({}), root);
    await removeOld();
  }
  return { ...(await siteIn(root)), remove: () => Promise.resolve() };
}

async function build(fixture: SiteFixture): Promise<string> {
  const root = await mkdtemp(join(FOLDER, "site-"));
  const [folder, out] = [join(root, "published"), join(root, "pages")];
  const url = "https://store.example/";
  await writeSiteFixture(folder, url, fixture);
  await buildSite({ index: folder, out, url, pictures: PICTURES });
  await cp(out, folder, { recursive: true });
  return root;
}

async function siteIn(root: string): Promise<Pick<PublishedSite, "folder" | "pages">> {
  return { folder: join(root, "published"), pages: await filesBelow(join(root, "pages")) };
}

async function removeOld(): Promise<void> {
  const names = (await readdir(FOLDER)).filter((name) => name.startsWith(SHARED));
  const dated = names.map(async (name) => ({ name, at: (await stat(join(FOLDER, name))).mtimeMs }));
  const old = (await Promise.all(dated)).toSorted((a, b) => b.at - a.at).slice(KEPT);
  await Promise.all(old.map(({ name }) => rm(join(FOLDER, name), { recursive: true, force: true })));
}
