import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import { onlineKeysOf } from "./key-folder.ts";
import { signStore } from "./publish.ts";
import { readPages, readSignedStore, writeSignedStore } from "./signed-store.ts";
import { uploadTree } from "./upload.ts";
import { repositoryAt } from "../../git/repository.ts";
import { anApp } from "../../../testing/app-kit.ts";
import { PublishKit } from "../../../testing/publish-kit.ts";
import { aStore } from "../../../testing/store-kit.ts";

let kit: PublishKit;
let folder: string;
afterEach(async () => {
  await kit.end();
  await rm(folder, { recursive: true, force: true });
});

async function aSignedStore(): Promise<void> {
  const { mirror, target, keys, now, fetchRemote } = kit;
  const record = { read: () => Promise.resolve(kit.record) };
  const repository = repositoryAt(kit.git.gitdir);
  const store = await signStore(kit.main, { repository, mirror, target, record, keys, now, fetchRemote });
  await writeSignedStore(folder, store, mirror.blobs, target);
}

test("what one job signs another one uploads: a device takes it, and only what is new was handed over", async () => {
  kit = await PublishKit.of(aStore().withApp(anApp()));
  folder = await mkdtemp(join(tmpdir(), "mosis-signed-"));
  await aSignedStore();
  expect(await kit.published()).toEqual({});
  const first = await readSignedStore(folder);
  const upload = () =>
    readSignedStore(folder).then(({ tree, blobs }) => uploadTree({ ...tree, pages: new Map() }, blobs, kit.target));
  await upload();
  kit.record = first.record;
  const device = await kit.refreshed(kit.device());
  expect((await kit.appDocument(device))?.versions.map(({ version_code: code }) => code)).toEqual([1]);

  kit.store.app().withVersion();
  kit.commit();
  await aSignedStore();
  const names = await readdir(join(folder, "blobs"), { recursive: true });
  const [old, fresh] = kit.store.app().packages.map(({ facts }) => facts.package.sha256);
  const has = (sha256: string) => names.some((name) => name.endsWith(sha256));
  expect([has(old!), has(fresh!)]).toEqual([false, true]);
  await upload();
  const later = await kit.refreshed(device);
  expect((await kit.appDocument(later))?.versions).toHaveLength(2);
});

test("there are no pages where none were built, and keys that are missing are named", async () => {
  kit = await PublishKit.of(aStore());
  folder = await mkdtemp(join(tmpdir(), "mosis-signed-"));
  expect(await readPages(join(folder, "pages"))).toEqual(new Map());
  const pems = { bins: "", snapshot: undefined, timestamp: undefined, platform: undefined };
  await expect(onlineKeysOf(pems)).rejects.toThrow("There is no bins key.");
});
