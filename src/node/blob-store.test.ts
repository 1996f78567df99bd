import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { openBlobStore } from "./blob-store.ts";
import type { Sha256 } from "../core/ids/ids.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

const hello = new TextEncoder().encode("hello");
const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" as Sha256;

test("bytes are kept under their SHA-256, and another store on the folder finds them", async () => {
  const folder = temporaryFolder();
  expect(await (await openBlobStore(folder)).write(hello)).toBe(HELLO);
  const blobs = await openBlobStore(folder);
  expect(await blobs.read(HELLO)).toEqual(hello);
  expect(await blobs.has({ sha256: HELLO, length: 5 })).toBe(true);
});

test("what was never written is not there", async () => {
  const blobs = await openBlobStore(join(temporaryFolder(), "new", "folder"));
  expect(await blobs.read(HELLO)).toBeNull();
  expect(await blobs.has({ sha256: HELLO, length: 5 })).toBe(false);
});

test("the same bytes may be written many times at once", async () => {
  const folder = temporaryFolder();
  const blobs = await openBlobStore(folder);
  await Promise.all(Array.from({ length: 8 }, () => blobs.write(hello)));
  expect(await blobs.read(HELLO)).toEqual(hello);
  expect(await readdir(join(folder, HELLO.slice(0, 2)))).toEqual([HELLO]);
});

test("bytes that rotted are missing, and may be brought again", async () => {
  const folder = temporaryFolder();
  const blobs = await openBlobStore(folder);
  await blobs.write(hello);
  await writeFile(join(folder, HELLO.slice(0, 2), HELLO), "jello");
  expect(await blobs.read(HELLO)).toBeNull();
  expect(await blobs.has({ sha256: HELLO, length: 5 })).toBe(false);
  await blobs.write(hello);
  expect(await blobs.read(HELLO)).toEqual(hello);
});

test("a file of another length is not the blob", async () => {
  const folder = temporaryFolder();
  const blobs = await openBlobStore(folder);
  await blobs.write(hello);
  await writeFile(join(folder, HELLO.slice(0, 2), HELLO), "hell");
  expect(await blobs.has({ sha256: HELLO, length: 5 })).toBe(false);
});
