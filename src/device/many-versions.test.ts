import { afterEach, beforeEach, expect, test } from "vitest";
import { installApp } from "./install.ts";
import { updateApps } from "./update.ts";
import { explainUpdate } from "./why.ts";
import type { AppId } from "../core/ids/ids.ts";
import { limits } from "../core/limits.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;
const COUNT = limits.appDocument.versions + 4;

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store);
  await installApp(kit.device, kit.request());
});
afterEach(() => kit.close());

test("an app with more versions than its document lists is updated from one that is not listed", async () => {
  for (let code = 2; code <= COUNT; code += 1) store.app().withVersion();
  store.publish();
  expect(await explainUpdate(kit.device, NOTES)).toMatchObject({
    status: "unlisted",
    next: { version_code: COUNT },
  });
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update", plan: { to: { version_code: COUNT } } }]);

  const { versions } = JSON.parse(new TextDecoder().decode(store.files.get(`v1/apps/${NOTES}/versions.json`))) as {
    readonly versions: readonly unknown[];
  };
  expect(versions).toHaveLength(COUNT);
  expect(store.trust.targets.get(`apps/${NOTES}.json`)?.length).toBeLessThan(limits.json.bytes);
});

test("a version that was withdrawn is known as such although it is no longer listed", async () => {
  for (let code = 2; code <= COUNT; code += 1) store.app().withVersion({ track: "beta" });
  store.app().withVersion({ minMosisVersion: "9.0.0" });
  store.app().event("yank", 1, { reason: "loses notes" });
  store.publish();
  expect(await explainUpdate(kit.device, NOTES)).toMatchObject({ status: "yanked", status_reason: null, next: null });
});
