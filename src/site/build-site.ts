import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { makePictures } from "./pictures/make-pictures.ts";
import { NO_PICTURES, picturePath } from "./pictures/pictures.ts";
import { readStamp, removePageRecord } from "./render/page-record.ts";
import { siteStamp } from "./render/site-stamp.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Half of what V8 would take for what lives shortly: no slower, and 120 MiB less. */
const NODE_FLAGS = ["--max-semi-space-size=8"];
/** The compiler has many threads, and glibc would keep memory of its own for each (mallopt(3)). */
const MEMORY_ENV = { MALLOC_ARENA_MAX: "2" };

export interface SiteBuild {
  /** Folder with the index the pages are made from. */
  readonly index: string;
  /** Folder for the pages; emptied first, unless `record` tells what lies there. */
  readonly out: string;
  /** Address the store will have. */
  readonly url: string;
  /** Folder that keeps pictures from one build to the next; all are made anew where it is left out. Null for pages that show originals. */
  readonly pictures?: string | null;
  /**
   * File that remembers what was built into `out`. The next build with the same code leaves the pages there that have not changed, and
   * comes to the same files as one that makes all of them.
   */
  readonly record?: string;
  /** Lets Astro make all pages itself, which takes longer and comes to the same files. */
  readonly renderer?: "astro";
  /** Pattern of a page, as Astro writes it: of all pages that are many, only those that it makes, to measure them. */
  readonly only?: string;
}

/** Builds the pages of a store with Astro, in a process of its own. */
export async function buildSite(build: SiteBuild): Promise<void> {
  const drafts = await mkdtemp(join(tmpdir(), "mosis-pages-"));
  try {
    await buildWith(drafts, build);
  } finally {
    await rm(drafts, { recursive: true });
  }
}

async function buildWith(drafts: string, build: SiteBuild): Promise<void> {
  const { index, out, url, pictures: kept, record, renderer, only } = build;
  const folder = kept ?? join(drafts, "pictures");
  const { pictures, names } = kept === null ? { pictures: NO_PICTURES, names: [] } : await makePictures(index, folder);
  const list = join(drafts, "pictures.json");
  await writeFile(list, JSON.stringify(pictures));
  const stamp = await siteStamp(index, url, pictures.store);
  if (record === undefined || (await readStamp(record)) !== stamp) {
    await rm(out, { recursive: true, force: true });
    if (record !== undefined) await removePageRecord(record);
  }
  const env = {
    ...withoutVite(process.env),
    ...MEMORY_ENV,
    ...(renderer !== undefined && { MOSIS_SITE_RENDERER: renderer }),
    ...(only !== undefined && { MOSIS_SITE_ONLY: only }),
    ...(record !== undefined && { MOSIS_SITE_RECORD: record, MOSIS_SITE_STAMP: stamp }),
    NODE_ENV: "production",
    MOSIS_INDEX: index,
    MOSIS_PICTURES: list,
    MOSIS_SITE_OUT: out,
    MOSIS_SITE_URL: url,
    ASTRO_TELEMETRY_DISABLED: "1",
  };
  await run(process.execPath, [...NODE_FLAGS, astroEntry(), "build", "--silent"], env);
  await copyPictures(folder, names, out);
}

/** A name says all that a picture shows: one that is there is right. */
async function copyPictures(folder: string, names: readonly string[], out: string): Promise<void> {
  const target = dirname(join(out, picturePath("any")));
  await mkdir(target, { recursive: true });
  const there = new Set(await readdir(target));
  for (const name of names) if (!there.has(name)) await cp(join(folder, name), join(target, name));
  const wanted = new Set(names);
  for (const name of there) if (!wanted.has(name)) await rm(join(target, name), { recursive: true });
}

/** Vitest puts the variables of its own Vite into the environment, and Astro would take them for those of the build. */
function withoutVite(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = new Set(["BASE_URL", "DEV", "MODE", "PROD", "SSR"]);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.has(name)));
}

function astroEntry(): string {
  const packagePath = createRequire(import.meta.url).resolve("astro/package.json");
  return join(dirname(packagePath), "bin", "astro.mjs");
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    const output: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => output.push(part));
    child.stderr.on("data", (part: Buffer) => output.push(part));
    child.on("error", fail);
    child.on("close", (code) => {
      if (code === 0) done();
      else fail(new Error(`the site build failed with exit code ${code}:\n${Buffer.concat(output).toString()}`));
    });
  });
}
