import { spawn } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";

import { makePictures } from "./pictures/make-pictures.ts";
import { picturePath } from "./pictures/pictures.ts";

const ROOT = join(import.meta.dirname, "../..");

export interface SiteBuild {
  /** Folder with the index the pages are made from. */
  readonly index: string;
  /** Folder for the pages; emptied first. */
  readonly out: string;
  /** Address the store will have. */
  readonly url: string;
  /** Folder that keeps pictures from one build to the next; all are made anew where it is left out. */
  readonly pictures?: string;
}

/** Builds the pages of a store with Astro, in a process of its own, and gives their files by path. */
export async function buildSite(build: SiteBuild): Promise<ReadonlyMap<string, Uint8Array>> {
  const drafts = await mkdtemp(join(tmpdir(), "mosis-pages-"));
  try {
    await buildWith(drafts, build);
  } finally {
    await rm(drafts, { recursive: true });
  }
  return filesBelow(build.out);
}

async function buildWith(drafts: string, { index, out, url, pictures: kept }: SiteBuild): Promise<void> {
  await rm(out, { recursive: true, force: true });
  const folder = kept ?? join(drafts, "pictures");
  const { pictures, names } = await makePictures(index, folder);
  const list = join(drafts, "pictures.json");
  await writeFile(list, JSON.stringify(pictures));
  const env = {
    ...withoutVite(process.env),
    NODE_ENV: "production",
    MOSIS_INDEX: index,
    MOSIS_PICTURES: list,
    MOSIS_SITE_OUT: out,
    MOSIS_SITE_URL: url,
    ASTRO_TELEMETRY_DISABLED: "1",
  };
  await run(process.execPath, [astroEntry(), "build", "--silent"], env);
  for (const name of names) await cp(join(folder, name), join(out, picturePath(name)));
}

/** Every file below a folder by its path there, with slashes, in the order of their paths. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (path) => {
    const name = relative(folder, path).split(sep).join("/");
    return [name, new Uint8Array(await readFile(path))] as const;
  });
  return new Map((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)));
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
