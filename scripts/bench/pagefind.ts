import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { close, createIndex } from "pagefind";

import { sentBytes } from "./measure.ts";
import type { SearchedApp } from "../../src/testing/search-kit.ts";

/** Results of which a page shows the texts. */
const RESULTS = 10;
const BASE = "https://pagefind.invalid/pagefind/";

/** What a browser loads for its first query with Pagefind, its program included. */
export interface PagefindBench {
  readonly seconds: number;
  /** Bytes as they are sent, for each query. */
  readonly bytes: readonly number[];
}

/** Pagefind's own program in a made-up page, run anew for each query, over one page an app. */
export async function benchPagefind(apps: readonly SearchedApp[], queries: readonly string[]): Promise<PagefindBench> {
  const folder = await mkdtemp(join(tmpdir(), "mosis-bench-"));
  try {
    const started = performance.now();
    const { index, errors } = await createIndex();
    if (index === undefined) throw new Error(`Pagefind did not start: ${errors.join(" ")}`);
    for (const app of apps) await index.addHTMLFile({ url: `/apps/${app.id}/`, content: pageOf(app) });
    await index.writeFiles({ outputPath: folder });
    const seconds = (performance.now() - started) / 1000;
    const bytes: number[] = [];
    for (const query of queries) bytes.push(await bytesOf(query, bytes.length, folder));
    return { seconds, bytes };
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}

function pageOf({
  name,
  summary = "",
  description = [],
  developer = "",
  tags = [],
  listings = {},
}: SearchedApp): string {
  const lines = [developer, tags.join(", "), summary, ...description, ...Object.values(listings).flatMap(textsOf)];
  return `<!doctype html><html lang="en"><body><h1>${name}</h1>${lines.map((line) => `<p>${line}</p>`).join("")}</body></html>`;
}

function textsOf({
  name = "",
  summary = "",
  description = [],
}: NonNullable<SearchedApp["listings"]>[string]): readonly string[] {
  return [name, summary, ...description];
}

interface PagefindModule {
  options(options: { readonly basePath: string }): Promise<void>;
  search(query: string): Promise<{ readonly results: readonly { data(): Promise<unknown> }[] }>;
}

async function bytesOf(query: string, run: number, folder: string): Promise<number> {
  const program = join(folder, "pagefind.js");
  let bytes = sentBytes(await readFile(program));
  const page = globalThis as { document?: unknown; window?: unknown; location?: unknown };
  const real = { fetch: globalThis.fetch, document: page.document, window: page.window, location: page.location };
  const element = { getAttribute: () => "en" };
  page.document = { currentScript: null, documentElement: element, querySelector: () => element };
  page.window = globalThis;
  page.location = new URL(BASE);
  globalThis.fetch = async (address) => {
    if (typeof address !== "string") throw new TypeError("Pagefind asks by address");
    const { pathname } = new URL(address, BASE);
    const file = await readFile(join(folder, pathname.replace("/pagefind/", "")));
    bytes += sentBytes(file);
    return new Response(file);
  };
  try {
    const pagefind = (await import(`${pathToFileURL(program).href}?${run}`)) as PagefindModule;
    await pagefind.options({ basePath: BASE });
    const { results } = await pagefind.search(query);
    await Promise.all(results.slice(0, RESULTS).map((result) => result.data()));
    return bytes;
  } finally {
    Object.assign(globalThis, real);
  }
}
