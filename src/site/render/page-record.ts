import { open, readFile, rm, writeFile } from "node:fs/promises";

import type { KeyedList } from "./keyed-paths.ts";

/** Addresses of pages, with a space between them, by the key that they share. */
export type PagesByKey = ReadonlyMap<string, string>;

/** What was built, kept beside it for the build after. */
export interface PageRecord {
  /** Of everything that all pages are made from. */
  readonly stamp: string;
  readonly pages: PagesByKey;
}

/** What a build has to do. */
export interface PagePlan {
  /** Addresses of pages to make, by the pattern of the page. */
  readonly made: ReadonlyMap<string, readonly string[]>;
  /** Addresses that are there no more. */
  readonly removed: readonly string[];
  /** For the record. */
  readonly pages: PagesByKey;
}

/** The key of pages that are made in every build. */
const NO_KEY = "";

/**
 * Leaves out the pages whose key was there in the build before; of those not even the address is made.
 *
 * @param unkeyed addresses of pages that are made in every build
 */
export function planPages(
  before: PagesByKey,
  lists: ReadonlyMap<string, KeyedList>,
  unkeyed: readonly string[],
): PagePlan {
  const kept = new Map<string, string>();
  const fresh = new Map<string, string[]>([[NO_KEY, [...unkeyed]]]);
  const made = new Map<string, string[]>();
  for (const [pattern, { groups, addressOf }] of lists) {
    const own: string[] = [];
    made.set(pattern, own);
    for (const { cacheKey, paths } of groups) {
      // Pages of several kinds have a key together.
      if (kept.has(cacheKey)) continue;
      const known = before.get(cacheKey);
      if (known !== undefined) {
        kept.set(cacheKey, known);
        continue;
      }
      const addresses = paths().map(addressOf);
      own.push(...addresses);
      fresh.set(cacheKey, [...(fresh.get(cacheKey) ?? []), ...addresses]);
    }
  }
  const current = new Set([...fresh.values()].flat());
  const gone = [...before].filter(([key]) => !kept.has(key)).flatMap(([, addresses]) => addresses.split(" "));
  const removed = gone.filter((address) => address !== "" && !current.has(address));
  for (const [key, addresses] of fresh) kept.set(key, addresses.join(" "));
  return { made, removed, pages: kept };
}

// A line for the stamp, one for each key, and an empty one at the end.

/** Null when there is none, or what is there was damaged: then all pages have to be made. */
export async function readPageRecord(file: string): Promise<PageRecord | null> {
  const text = await unlessMissing(readFile(file, "utf8"));
  if (text === null || !text.endsWith("\n\n")) return null;
  const [stamp = "", ...lines] = text.slice(0, -2).split("\n");
  const pages = new Map<string, string>();
  for (const line of lines) {
    const space = line.indexOf(" ");
    pages.set(line.slice(0, space), line.slice(space + 1));
  }
  return { stamp, pages };
}

/** The stamp alone; null where there is no record. */
export async function readStamp(file: string): Promise<string | null> {
  const handle = await unlessMissing(open(file));
  if (handle === null) return null;
  try {
    for await (const line of handle.readLines()) return line;
    return null;
  } finally {
    await handle.close();
  }
}

/** To be taken away before pages change, so that a build that broke off is not taken for a whole one. */
export async function removePageRecord(file: string): Promise<void> {
  await rm(file, { force: true });
}

export async function writePageRecord(file: string, { stamp, pages }: PageRecord): Promise<void> {
  const lines = [...pages].map(([key, addresses]) => `${key} ${addresses}`);
  await writeFile(file, `${[stamp, ...lines].join("\n")}\n\n`);
}

async function unlessMissing<Value>(value: Promise<Value>): Promise<Value | null> {
  try {
    return await value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
