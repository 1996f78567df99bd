import { join } from "node:path";

import { buildSync } from "esbuild";

import { sentBytes, verdict } from "./measure.ts";
import { benchPagefind } from "./pagefind.ts";
import { searchApps } from "./search-apps.ts";
import { buildSearch } from "../../src/core/search/build-search.ts";
import type { SearchPart } from "../../src/core/search/build-search.ts";
import { searchPart } from "../../src/core/index/search-part.ts";
import { nodeCrypto } from "../../src/node/crypto.ts";
import { ask, type SearchedApp, searchedDocument, searchedPart } from "../../src/testing/search-kit.ts";

/** DESIGN section 11: bytes of a first query beside Pagefind's, at so many apps. */
const PEER_FLOOR = 0.4;
const PEER_APPS = 10_000;
const QUERIES = 50;
const MIB = 1 << 20;

/** Search of so many apps: how long it takes to make, how large it is, and what a first query loads; beside Pagefind. */
export async function benchSearch(count: number): Promise<readonly string[]> {
  const apps = searchApps(count);
  const documents = apps.map(searchedDocument);
  const started = performance.now();
  const parts = documents.flatMap((document) => searchPart(document, nodeCrypto.sha256) ?? []);
  const read = performance.now();
  const files = buildSearch(parts, NO_CATEGORIES);
  const built = performance.now();
  const memory = Math.round(process.memoryUsage().rss / MIB);
  const size = [...files.values()].reduce((sum, { length }) => sum + length, 0) / MIB;
  const lines = [
    `search of ${count} apps: words read in ${seconds(started, read)} s, ${files.size} files of ${size.toFixed(1)} MiB made in ` +
      `${seconds(read, built)} s, ${memory} MiB resident`,
    `  with one app changed: ${changedFiles(files, parts)} other files`,
  ];
  const queries = queriesOf(apps);
  const program = programBytes();
  const own = await Promise.all(
    queries.map(async (query) => {
      const { loaded } = await ask(files, query);
      return loaded.reduce((sum, path) => sum + sentBytes(files.get(path) ?? new Uint8Array()), program);
    }),
  );
  lines.push(`  first query, ${queries.length} of them, ${program} bytes of program included: ${spread(own)} bytes`);
  if (count !== PEER_APPS) return lines;
  const peer = await benchPagefind(apps, queries);
  const ratio = median(own) / median(peer.bytes);
  return [
    ...lines,
    `  Pagefind on the same: made in ${peer.seconds.toFixed(1)} s; first query: ${spread(peer.bytes)} bytes; ` +
      `ratio of medians ${ratio.toFixed(2)} (floor ${PEER_FLOOR}: ${verdict(ratio <= PEER_FLOOR)}), ` +
      `of maxima ${(Math.max(...own) / Math.max(...peer.bytes)).toFixed(2)}`,
  ];
}

const NO_CATEGORIES = { categories: [] };

/** Files that are new or another with another text of the app in the middle. */
function changedFiles(files: ReadonlyMap<string, Uint8Array>, parts: readonly SearchPart[]): number {
  const at = parts.length >> 1;
  const changed = { id: "com.example.changed", name: "Changed", summary: "Does another thing now" };
  const other = searchedPart(changed);
  const reference = parts[at]?.reference ?? 0;
  const after = buildSearch(parts.with(at, { ...other, reference }), NO_CATEGORIES);
  return [...after].filter(([path, bytes]) => !Buffer.from(bytes).equals(files.get(path) ?? new Uint8Array())).length;
}

/** Words of names, of two names, of texts, beginnings, and words with two letters swapped. */
function queriesOf(apps: readonly SearchedApp[]): readonly string[] {
  const step = Math.floor(apps.length / QUERIES);
  return Array.from({ length: QUERIES }, (_, at) => {
    const { name = "", summary = "" } = apps[at * step] ?? {};
    const [word = ""] = name.toLowerCase().split(" ");
    const [, second = "", third = ""] = summary.split(" ");
    const kinds = [
      word,
      name,
      `${second} ${third}`,
      word.slice(0, 3),
      word.slice(0, 2) + word.slice(3, 4) + word.slice(2, 3) + word.slice(4),
    ];
    return kinds[at % kinds.length] ?? word;
  });
}

/** All of the function that asks. */
function programBytes(): number {
  const entry = join(import.meta.dirname, "../../src/core/search/search.ts");
  const { outputFiles } = buildSync({ entryPoints: [entry], bundle: true, minify: true, format: "esm", write: false });
  return sentBytes(outputFiles[0]?.contents ?? new Uint8Array());
}

function seconds(from: number, to: number): string {
  return ((to - from) / 1000).toFixed(1);
}

function spread(numbers: readonly number[]): string {
  return `${Math.round(median(numbers))} in the middle, ${Math.max(...numbers)} at most`;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}
