import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installApp, planInstall } from "./install.ts";
import { listDevice } from "./list.ts";
import { rootFingerprint } from "./store-state.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes";

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore()
    .withApp(anApp({ versions: [{}, { permissions: ["storage", "network"] }] }))
    .publish();
  kit = await aDevice(store);
});
afterEach(() => kit.close());

const jsonAt = async (...path: readonly string[]): Promise<unknown> =>
  JSON.parse(await readFile(join(kit.root, ...path), "utf8"));

test("puts the newest version into the layout of Mosis", async () => {
  const result = await installApp(kit.device, kit.request());
  expect(result).toMatchObject({ kind: "installed", installed: { version: "1.1.0", version_code: 2 } });
  const folder = join(kit.root, "apps", NOTES);
  expect((await readdir(folder)).toSorted()).toEqual(["app.json", "cache", "data", "db", "package"]);
  expect(await readFile(join(folder, "package", "assets", "main.rml"), "utf8")).toContain("Notes 1.1.0");
  expect((await readdir(join(folder, "package"))).toSorted()).toEqual([
    "assets",
    "icons",
    "manifest.json",
    "signature.sig",
  ]);
});
