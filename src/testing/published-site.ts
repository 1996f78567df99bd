import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { writeSiteFixture } from "./site-fixture.ts";
import type { FixtureApp } from "./site-fixture-apps.ts";
import { DeviceError } from "../device/device-error.ts";
import { underLock } from "../device/disk/lock.ts";
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
const RETRY_MS = 200;

/** Builds the pages of a made-up store for real and lays them beside its index. */
export async function publishSite(apps?: readonly FixtureApp[]): Promise<PublishedSite> {
  await mkdir(FOLDER, { recursive: true });
  const root = await mkdtemp(join(FOLDER, "site-"));
  const [folder, out] = [join(root, "published"), join(root, "pages")];
  const url = "https://store.example/";
  await writeSiteFixture(folder, url, apps);
  const pages = await inTurn(() => buildSite({ index: folder, out, url }));
  await cp(out, folder, { recursive: true });
  return { folder, pages, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Astro keeps drafts in the project, so that two builds at once, of two test files, would spoil each other's. */
async function inTurn<T>(build: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await underLock(join(FOLDER, "site.lock"), build);
    } catch (error) {
      if (!(error instanceof DeviceError && error.code === "locked")) throw error;
      await setTimeout(RETRY_MS);
    }
  }
}
