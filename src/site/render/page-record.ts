import { readFile, rm, writeFile } from "node:fs/promises";

/** Keys of pages by their address; empty for one that is made in every build. */
export type PageKeys = ReadonlyMap<string, string>;

/** What was built, kept beside it for the build after. */
export interface PageRecord {
  /** Of everything that all pages are made from. */
  readonly stamp: string;
  readonly pages: PageKeys;
}

/** Which pages have to be made, and which are there no more. */
export function comparePages(
  before: PageKeys,
  now: PageKeys,
): { readonly changed: ReadonlySet<string>; readonly removed: readonly string[] } {
  const changed = [...now].filter(([pathname, key]) => key === "" || before.get(pathname) !== key);
  return {
    changed: new Set(changed.map(([pathname]) => pathname)),
    removed: [...before.keys()].filter((pathname) => !now.has(pathname)),
  };
}

/** Null when there is none, or what is there was damaged: then all pages have to be made. */
export async function readPageRecord(file: string): Promise<PageRecord | null> {
  try {
    const { stamp, pages } = JSON.parse(await readFile(file, "utf8")) as { stamp: string; pages: object };
    return { stamp, pages: new Map(Object.entries(pages)) };
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** To be taken away before pages change, so that a build that broke off is not taken for a whole one. */
export async function removePageRecord(file: string): Promise<void> {
  await rm(file, { force: true });
}

export async function writePageRecord(file: string, { stamp, pages }: PageRecord): Promise<void> {
  await writeFile(file, JSON.stringify({ stamp, pages: Object.fromEntries(pages) }));
}
