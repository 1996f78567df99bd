import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { folderTarget } from "./publish-target.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("a target that nobody published to yet is empty", async () => {
  const target = folderTarget(join(temporaryFolder(), "none"));
  expect(await target.list()).toEqual([]);
  expect(await target.read("tuf/timestamp.json")).toBeNull();
  await target.delete("tuf/timestamp.json");
});

test("files are put, replaced, read, listed in order and deleted by path", async () => {
  const target = folderTarget(join(temporaryFolder(), "new"));
  await target.put("b/c.json", bytes("1"));
  await target.put("a.json", bytes("22"));
  await target.put("b/c.json", bytes("333"));
  expect(await target.read("b/c.json")).toEqual(bytes("333"));
  expect(await target.list()).toEqual([
    { path: "a.json", length: 2 },
    { path: "b/c.json", length: 3 },
  ]);
  await target.delete("a.json");
  expect(await target.list()).toEqual([{ path: "b/c.json", length: 3 }]);
  expect(await target.read("a.json")).toBeNull();
  expect(await target.read("b/c.json/d")).toBeNull();
});

test("what a killed upload left half written is no file of the store", async () => {
  const root = temporaryFolder();
  const target = folderTarget(root);
  await target.put("page.tmp", bytes("a page may end like this"));
  await writeFile(join(root, ".page.tmp.0b9f7a0e-8b1f-4f43-9c59-5f5c6b2f2d11.tmp"), "half");
  expect((await target.list()).map(({ path }) => path)).toEqual(["page.tmp"]);
  expect(await readdir(root)).toHaveLength(2);
});
