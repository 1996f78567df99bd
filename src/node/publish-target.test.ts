import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { folderTarget, type PublishTarget } from "./publish-target.ts";
import { s3Target } from "./s3/s3-target.ts";
import { s3Signer } from "../../scripts/lib/s3-signer.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";
import { anS3Double } from "../testing/s3/s3-double.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function bucket(): Promise<PublishTarget> {
  const { endpoint, bucket: name, key } = await anS3Double({ pageSize: 2 });
  return s3Target({ bucket: name, prefix: "live/", endpoint, region: key.region }, s3Signer(key));
}

const targets: readonly (readonly [string, () => Promise<PublishTarget>])[] = [
  ["a folder", () => Promise.resolve(folderTarget(join(temporaryFolder(), "new")))],
  ["a bucket", bucket],
];

describe.each(targets)("%s as a target", (_, open) => {
  test("is empty when nobody published to it yet", async () => {
    const target = await open();
    expect(await target.list()).toEqual([]);
    expect(await target.read("tuf/timestamp.json")).toBeNull();
    await target.delete("tuf/timestamp.json");
  });

  test("has files put, replaced, read, listed in order and deleted by path", async () => {
    const target = await open();
    await target.put("b/c.json", bytes("1"));
    await target.put("a.json", bytes("22"));
    await target.put("b/c.json", bytes("333"));
    expect(await target.read("b/c.json")).toEqual(bytes("333"));
    expect(await target.list()).toMatchObject([
      { path: "a.json", length: 2 },
      { path: "b/c.json", length: 3 },
    ]);
    await target.delete("a.json");
    expect(await target.list()).toMatchObject([{ path: "b/c.json", length: 3 }]);
    expect(await target.read("a.json")).toBeNull();
    expect(await target.read("b/c.json/d")).toBeNull();
  });

  test("keeps any bytes under any name that a store may have", async () => {
    const target = await open();
    const binary = Uint8Array.from({ length: 3000 }, (_each, index) => (index * 7) % 256);
    const paths = ["_headers", "a b.html", "assets/é+(1)!~'*.png", "empty.txt", "tuf/9.root.json"];
    for (const path of paths) await target.put(path, path === "empty.txt" ? bytes("") : binary);
    expect((await target.list()).map(({ path }) => path)).toEqual(paths);
    for (const path of paths) expect(await target.read(path)).toEqual(path === "empty.txt" ? bytes("") : binary);
  });
});

test("what a killed upload left half written is no file of the store", async () => {
  const root = temporaryFolder();
  const target = folderTarget(root);
  await target.put("page.tmp", bytes("a page may end like this"));
  await writeFile(join(root, ".page.tmp.0b9f7a0e-8b1f-4f43-9c59-5f5c6b2f2d11.tmp"), "half");
  expect((await target.list()).map(({ path }) => path)).toEqual(["page.tmp"]);
  expect(await readdir(root)).toHaveLength(2);
});
