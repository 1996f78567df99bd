import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { syncFolder, writeDurably } from "./atomic-file.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mosis-atomic-"));
});
afterEach(() => rm(root, { recursive: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("replaces a file and leaves nothing else behind", async () => {
  const path = join(root, "state.json");
  await writeDurably(path, bytes("old, and longer than the new"));
  await writeDurably(path, bytes("new"));
  expect(await readFile(path, "utf8")).toBe("new");
  expect(await readdir(root)).toEqual(["state.json"]);
});

test("makes the folders a file needs", async () => {
  await writeDurably(join(root, "a", "b", "state.json"), bytes("x"));
  expect(await readFile(join(root, "a", "b", "state.json"), "utf8")).toBe("x");
});

test("leaves everything as it was when the file cannot be written", async () => {
  await writeFile(join(root, "file"), "old");
  await expect(writeDurably(join(root, "file", "state.json"), bytes("x"))).rejects.toThrow();
  expect(await readFile(join(root, "file"), "utf8")).toBe("old");
  expect(await readdir(root)).toEqual(["file"]);
});

test("syncs folders, and says so when there is none", async () => {
  await expect(syncFolder(root)).resolves.toBeUndefined();
  await expect(syncFolder(join(root, "missing"))).rejects.toThrow(expect.objectContaining({ code: "ENOENT" }));
});
