import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { writeIndexFolder } from "./index-folder.ts";
import { openBlobStore } from "../../blob-store.ts";
import { Bug } from "../../../core/findings/bug.ts";
import type { Sha256 } from "../../../core/ids/ids.ts";
import type { PublishedFile } from "../../../core/index/index-app.ts";
import { temporaryFolder } from "../../../testing/cli/temporary-folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("the folder for the site holds the index and its pictures, no packages, and nothing of before", async () => {
  const folder = join(temporaryFolder(), "index");
  await mkdir(folder);
  await writeFile(join(folder, "old.json"), "{}");
  const blobs = await openBlobStore(temporaryFolder());
  const icon = await blobs.write(bytes("icon"));
  const archive = await blobs.write(bytes("package"));
  const files = new Map<string, PublishedFile>([
    ["assets/a/icon-32.png", { kind: "blob", blob: { sha256: icon, length: 4 } }],
    ["packages/a/1/package.mosis", { kind: "blob", blob: { sha256: archive, length: 7 } }],
    ["v1/apps.json", { kind: "bytes", bytes: bytes("{}") }],
  ]);
  await writeIndexFolder(files, blobs, folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  expect(entries.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["icon-32.png", "apps.json"]),
  );
  expect(entries.filter((entry) => entry.isFile())).toHaveLength(2);
  expect(await readFile(join(folder, "assets/a/icon-32.png"), "utf8")).toBe("icon");
});

test("a picture that the mirror lost is a bug, because ingest has just brought it", async () => {
  const blobs = await openBlobStore(temporaryFolder());
  const files = new Map<string, PublishedFile>([
    ["assets/a/icon-32.png", { kind: "blob", blob: { sha256: "0".repeat(64) as Sha256, length: 4 } }],
  ]);
  await expect(writeIndexFolder(files, blobs, join(temporaryFolder(), "index"))).rejects.toThrow(Bug);
});
