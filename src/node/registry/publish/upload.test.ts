import { describe, expect, test } from "vitest";

import { type StoreTree, uploadTree } from "./upload.ts";
import { openBlobStore } from "../../blob-store.ts";
import { folderTarget, type PublishTarget } from "../../publish-target.ts";
import { Bug } from "../../../core/findings/bug.ts";
import type { Sha256 } from "../../../core/ids/ids.ts";
import type { PublishedFile } from "../../../core/index/index-app.ts";
import { temporaryFolder } from "../../../testing/cli/temporary-folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const TIMESTAMP = "tuf/timestamp.json";

function aTree(files: Readonly<Record<string, string>>): StoreTree {
  const all = Object.entries(files);
  const pick = (wanted: (path: string) => boolean): Map<string, Uint8Array> =>
    new Map(all.filter(([path]) => wanted(path)).map(([path, text]) => [path, bytes(text)]));
  const isMetadata = (path: string): boolean => path.startsWith("tuf/");
  const isPage = (path: string): boolean => path.endsWith(".html");
  const index = pick((path) => !isMetadata(path) && !isPage(path));
  return {
    index: new Map([...index].map(([path, data]): [string, PublishedFile] => [path, { kind: "bytes", bytes: data }])),
    pages: pick(isPage),
    metadata: pick(isMetadata),
  };
}

/** A folder and the paths that were written and deleted, in order. */
function aTarget(): { readonly target: PublishTarget; readonly did: string[] } {
  const did: string[] = [];
  const folder = folderTarget(temporaryFolder());
  const put: PublishTarget["put"] = async (path, data) => {
    did.push(`put ${path}`);
    await folder.put(path, data);
  };
  const remove: PublishTarget["delete"] = async (path) => {
    did.push(`delete ${path}`);
    await folder.delete(path);
  };
  return { target: { ...folder, put, delete: remove }, did };
}

const noBlobs = () => openBlobStore(temporaryFolder());

const FILES = {
  [TIMESTAMP]: "t1",
  "tuf/1.root.json": "r",
  "tuf/1.snapshot.json": "s",
  "index.html": "start",
  "packages/a/1/package.mosis": "p",
  "targets/apps/x.json": "d",
  "v1/apps.json": "v",
};

describe("a store is uploaded", () => {
  test("with what is referred to before what refers, the timestamp last", async () => {
    const { target, did } = aTarget();
    expect(await uploadTree(aTree(FILES), await noBlobs(), target)).toEqual({ uploaded: 7, removed: 0 });
    expect(did).toEqual([
      "put packages/a/1/package.mosis",
      "put targets/apps/x.json",
      "put v1/apps.json",
      "put tuf/1.root.json",
      "put tuf/1.snapshot.json",
      "put index.html",
      `put ${TIMESTAMP}`,
    ]);
  });

  test("as far as it changed", async () => {
    const { target, did } = aTarget();
    await uploadTree(aTree(FILES), await noBlobs(), target);
    did.length = 0;
    const next = { ...FILES, [TIMESTAMP]: "t2", "v1/apps.json": "w", "index.html": "start again" };
    expect(await uploadTree(aTree(next), await noBlobs(), target)).toEqual({ uploaded: 3, removed: 0 });
    expect(did).toEqual(["put v1/apps.json", "put index.html", `put ${TIMESTAMP}`]);
  });

  test("and then pages and their data are taken away that it has no more, but nothing a device may want", async () => {
    const { target, did } = aTarget();
    await target.put("stats/week.html", bytes("not ours"));
    const shown = ["apps/a/index.html", "v1/apps/a.json", "feeds/apps/a.atom", "badges/a.svg", "sitemap-9.xml"];
    const kept = ["assets/a/icon-32.png", "_astro/a.css", "pictures/a.png"];
    const more = Object.fromEntries([...shown, ...kept].map((path) => [path, "a"]));
    await uploadTree(aTree({ ...FILES, ...more }), await noBlobs(), target);
    did.length = 0;
    const { "packages/a/1/package.mosis": _, ...less } = FILES;
    expect(await uploadTree(aTree({ ...less, [TIMESTAMP]: "t2" }), await noBlobs(), target)).toMatchObject({
      removed: 5,
    });
    expect(did.toSorted()).toEqual([...shown.map((path) => `delete ${path}`), `put ${TIMESTAMP}`].toSorted());
    expect(did[0]).toBe(`put ${TIMESTAMP}`);
  });

  test("with blobs from the mirror, and not at all when one is missing there", async () => {
    const { target } = aTarget();
    const blobs = await noBlobs();
    const sha256 = await blobs.write(bytes("picture"));
    const blob = (name: Sha256): StoreTree => ({
      ...aTree({ [TIMESTAMP]: "t" }),
      index: new Map([["assets/a/icon-32.png", { kind: "blob", blob: { sha256: name, length: 7 } }]]),
    });
    await uploadTree(blob(sha256), blobs, target);
    expect(await target.read("assets/a/icon-32.png")).toEqual(bytes("picture"));
    const { target: other, did } = aTarget();
    await expect(uploadTree(blob("0".repeat(64) as Sha256), blobs, other)).rejects.toThrow(Bug);
    expect(did).toEqual([]);
  });
});
