import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import type { KeyedList } from "./keyed-paths.ts";
import { planPages, readPageRecord, readStamp, removePageRecord, writePageRecord } from "./page-record.ts";

const EXAMPLE = { "/app": { same: ["/a/"], other: ["/b/"] }, "/old": { same: ["/a/old/"], gone: ["/c/old/", "/b/"] } };

/** @param patterns addresses by key, by pattern */
function listsOf(patterns: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>) {
  return new Map(
    Object.entries(patterns).map(([pattern, keys]): [string, KeyedList] => [
      pattern,
      {
        groups: Object.entries(keys).map(([cacheKey, addresses]) => ({
          cacheKey,
          paths: () => addresses.map((address) => ({ address })),
        })),
        addressOf: ({ address = "" }) => address,
      },
    ]),
  );
}

test("pages with a new key and those without one are made, and what is not there any more is told", () => {
  const { pages } = planPages(new Map(), listsOf(EXAMPLE), ["/", "/review/may/"]);
  const now = listsOf({ "/app": { same: ["/a/"], changed: ["/b/"], new: ["/d/"] }, "/old": { same: ["/a/old/"] } });
  const plan = planPages(pages, now, ["/"]);
  expect(Object.fromEntries(plan.made)).toEqual({ "/app": ["/b/", "/d/"], "/old": [] });
  expect(plan.removed.toSorted()).toEqual(["/c/old/", "/review/may/"]);
  expect(Object.fromEntries(plan.pages)).toEqual({ "": "/", same: "/a/ /a/old/", changed: "/b/", new: "/d/" });
});

test("a record is read as it was written; one that is damaged or gone is none", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "mosis-record-")), "pages.txt");
  const record = { stamp: "code", pages: planPages(new Map(), listsOf(EXAMPLE), []).pages };
  expect(await readPageRecord(file)).toBeNull();
  expect(await readStamp(file)).toBeNull();
  await writePageRecord(file, record);
  expect(await readPageRecord(file)).toEqual(record);
  expect(await readStamp(file)).toBe("code");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.slice(0, -8));
  expect(await readPageRecord(file)).toBeNull();
  await removePageRecord(file);
  expect(await readPageRecord(file)).toBeNull();
});
