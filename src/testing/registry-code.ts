import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const FILES = ["package.json", "package-lock.json", "LICENSE"];
const FOLDERS = ["scripts/lib", "src/core", "src/node", "src/cli/render", "src/site/build-site.ts", "src/site/render"];
const SCRIPTS = ["review", "report", "recheck", "land", "build-pages", "sign", "upload", "sweep"];
const TSCONFIGS = ["tsconfig.json", "tsconfig.base.json", "tsconfig.dev.json", "tsconfig.published.json"];
/** The docs of the site are a link to the others, which is read as the files it leads to. */
const SITE = ["astro.config.mjs", ...TSCONFIGS, "src/site", "src/site/content/docs", "docs", "src/device", "src/cli"];
const WORKFLOWS = ["review", "report", "merge", "publish", "sweep"];

/** Files by path in the repository. */
export type RegistryCode = Readonly<Record<string, Uint8Array>>;

/** This project's own code as a registry repository holds it: what jobs check out and run. */
export async function registryCode({ withSite }: { readonly withSite: boolean }): Promise<RegistryCode> {
  const workflows = WORKFLOWS.map((name) => `.github/workflows/${name}.yml`);
  const scripts = SCRIPTS.map((name) => `scripts/${name}.ts`);
  const places = [...FILES, ...workflows, ...scripts, ...FOLDERS, ...(withSite ? SITE : [])];
  const paths = (await Promise.all(places.map(filesAt))).flat();
  const wanted = [...new Set(paths)].filter((path) => !/\.test\.ts$|\.tsbuildinfo$|\/spec\/vectors\//.test(path));
  const entries = wanted.map(async (path) => [path, new Uint8Array(await readFile(join(ROOT, path)))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function filesAt(path: string): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, path), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOTDIR") return null;
      throw error;
    },
  );
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}
