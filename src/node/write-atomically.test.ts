import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { writeAtomically } from "./write-atomically.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

test("writes a file into folders that do not exist yet", async () => {
  const path = join(temporaryFolder(), "a", "b", "file");
  await writeAtomically(path, Buffer.from("new"));
  expect(readFileSync(path, "utf8")).toBe("new");
});

test("replaces a file and leaves nothing beside it", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "old and longer");
  await writeAtomically(join(folder, "file"), Buffer.from("new"));
  expect(readFileSync(join(folder, "file"), "utf8")).toBe("new");
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("leaves nothing behind when the target cannot be replaced", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "file"));
  await expect(writeAtomically(join(folder, "file"), Buffer.from("new"))).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(["file"]);
});
