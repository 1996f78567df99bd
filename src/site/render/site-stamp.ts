import { hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

import type { CategoryRecord, StoreInfo } from "../view/store-data.ts";

const ROOT = join(import.meta.dirname, "../../..");
/** Everything that the site is compiled from. */
const SOURCES = ["src", "docs", "astro.config.mjs", "package-lock.json"];

/** Changes with what all pages are made from: the code, the document of the store, the names of its categories, its address and picture. */
export async function siteStamp(index: string, url: string, picture: string | null): Promise<string> {
  const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(index, path), "utf8"));
  // A page that tells how many apps there are is one that is made in every build.
  const { apps: _, ...info } = (await read("v1/store.json")) as StoreInfo;
  const { categories } = (await read("v1/categories.json")) as { readonly categories: readonly CategoryRecord[] };
  const names = categories.map(({ id, name }) => [id, name]);
  return hash("sha256", JSON.stringify([await sourceStamp(), process.version, url, info, names, picture]));
}

/** Changes with the code of the site and with the docs. */
export async function sourceStamp(): Promise<string> {
  const parts: string[] = [];
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    const files = (await stat(path)).isFile() ? new Map([["", await readFile(path)]]) : await filesBelow(path);
    for (const [name, bytes] of files) {
      if (!name.endsWith(".test.ts")) parts.push(`${source}/${name} ${hash("sha256", bytes)}`);
    }
  }
  return hash("sha256", parts.join("\n"));
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
