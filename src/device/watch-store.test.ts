import { afterEach, beforeEach, expect, test } from "vitest";

import { watchStore } from "./watch-store.ts";
import type { AppId, VersionCode } from "../core/ids/ids.ts";
import { anApp } from "../testing/app-kit.ts";
import { serveStatic, type StaticServer } from "../testing/static-server.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const WANTED = { app: "com.example.notes" as AppId, versionCode: 2 as VersionCode };

let store: StoreKit;
let server: StaticServer;
let asked: string[];
let hidden: RegExp | null;
beforeEach(async () => {
  store = aStore().withApp(anApp()).publish();
  asked = [];
  hidden = null;
  server = await serveStatic((path) => {
    asked.push(path);
    return hidden?.test(path) === true ? null : (store.files.get(path) ?? null);
  });
});
afterEach(() => server.close());

test("a store that stays as it is is asked for two small files only, until it offers the version", async () => {
  const look = watchStore(server.url, store.firstRoot, WANTED);
  expect(await look(store.trust.now)).toBeNull();
  asked.length = 0;
  expect(await look(store.trust.now)).toBeNull();
  expect(asked).toEqual(["tuf/2.root.json", "tuf/timestamp.json"]);
  store.app(WANTED.app).withVersion({ version: "2.0.0", versionCode: 2 });
  store.publish();
  expect(await look(store.trust.now)).toMatchObject({ version_code: 2 });
});

test("half of a publication is an error, and seen through once the rest is out", async () => {
  const look = watchStore(server.url, store.firstRoot, WANTED);
  expect(await look(store.trust.now)).toBeNull();
  store.app(WANTED.app).withVersion({ version: "2.0.0", versionCode: 2 });
  store.publish();
  hidden = /\.snapshot\.json$/;
  await expect(look(store.trust.now)).rejects.toMatchObject({ name: "TrustError" });
  hidden = null;
  expect(await look(store.trust.now)).toMatchObject({ version_code: 2 });
});
