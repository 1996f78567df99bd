import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { comparePages, readPageRecord, removePageRecord, writePageRecord } from "./page-record.ts";

test("pages with another key or without one are made, and what is not there any more is told", () => {
  const before = new Map([
    ["/same/", "a"],
    ["/other/", "b"],
    ["/gone/", "c"],
    ["/always/", ""],
  ]);
  const now = new Map([
    ["/same/", "a"],
    ["/other/", "B"],
    ["/always/", ""],
    ["/new/", "d"],
  ]);
  expect(comparePages(before, now)).toEqual({
    changed: new Set(["/other/", "/always/", "/new/"]),
    removed: ["/gone/"],
  });
});

test("a record is read as it was written; one that is damaged or gone is none", async () => {
  const file = join(await mkdtemp(join(tmpdir(), "mosis-record-")), "pages.json");
  const record = { stamp: "code", pages: new Map([["/apps/a/", "key"]]) };
  expect(await readPageRecord(file)).toBeNull();
  await writePageRecord(file, record);
  expect(await readPageRecord(file)).toEqual(record);
  await writeFile(file, '{"stamp": "co');
  expect(await readPageRecord(file)).toBeNull();
  await removePageRecord(file);
  expect(await readPageRecord(file)).toBeNull();
});
