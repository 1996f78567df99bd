import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { installApp } from "./install.ts";
import { listDevice } from "./list.ts";
import { storeKey, storeUrl } from "./store/store-state.ts";
import { uninstallApp } from "./uninstall.ts";
import { updateApps } from "./update.ts";
import { explainUpdate } from "./why.ts";
import type { AppId } from "../core/ids/ids.ts";
import { anApp } from "../testing/app-kit.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { flipBitOf } from "../testing/static-server.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;
const CAMERA = "com.example.camera" as AppId;

let store: StoreKit;
let kit: DeviceKit;
let folder: string;
beforeEach(async () => {
  store = aStore()
    .withApp(anApp())
    .withApp(anApp({ id: CAMERA, name: "Camera" }))
    .publish();
  kit = await aDevice(store);
  folder = join(temporaryFolder(), "a copied store");
  await store.writeTo(folder);
});
afterEach(() => kit.close());

const deviceError = (code: string) => expect.objectContaining({ name: "DeviceError", code });
const install = (app: AppId = NOTES) => installApp(kit.device, kit.request(app, { store: folder }));
const publish = async (): Promise<void> => {
  store.app().withVersion();
  store.publish();
  await store.writeTo(folder);
};
const tamper = async (pattern: RegExp): Promise<void> => {
  for (const [path, bytes] of store.files) {
    const altered = flipBitOf(pattern)(path, bytes);
    if (altered !== null && altered !== bytes) await kit.device.ports.disk.write(join(folder, path), altered);
  }
};

describe("a folder with a copy of a store's tree", () => {
  test("is a store: apps are installed, updated and explained without a server", async () => {
    await kit.server.close();
    const url = pathToFileURL(`${folder}/`).href;
    expect(await install()).toMatchObject({ kind: "installed", installed: { version_code: 1, store: { url } } });
    expect(await installApp(kit.device, kit.request(NOTES, { store: url }))).toMatchObject({ kind: "present" });
    await publish();
    expect(await explainUpdate(kit.device, NOTES)).toMatchObject({ next: { version_code: 2 } });
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update", app: NOTES }]);
    expect(await listDevice(kit.device)).toMatchObject({
      apps: [{ app_id: NOTES, version_code: 2 }],
      broken: [],
      stores: [{ url, pinned: "given", expired: false }],
    });
    expect(kit.server.requests).toEqual([]);
  });

  test("is another store than the one it was copied from, so neither takes the other's apps over", async () => {
    await installApp(kit.device, kit.request());
    await expect(install()).rejects.toThrow(deviceError("other-store"));
    await uninstallApp(kit.device, { app: NOTES, data: true, forget: false });
    await expect(install()).rejects.toThrow(deviceError("other-store"));
    await install(CAMERA);
    await expect(installApp(kit.device, kit.request(CAMERA))).rejects.toThrow(deviceError("other-store"));
  });

  test("that is gone keeps its apps, and updates fail", async () => {
    await install();
    await rm(folder, { recursive: true });
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed", error: { code: "unreachable" } }]);
    expect(await listDevice(kit.device)).toMatchObject({ apps: [{ app_id: NOTES }], broken: [] });
  });

  test("that is put back to an older copy is refused", async () => {
    await install();
    const older = new Map(store.files);
    await publish();
    await updateApps(kit.device, null);
    for (const [path, bytes] of older) await kit.device.ports.disk.write(join(folder, path), bytes);
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed", error: { code: "rollback" } }]);
  });

  test("holds no more than what was signed for long enough", async () => {
    store.trust.passDays(15);
    await expect(install()).rejects.toThrow(deviceError("expired"));
  });

  test.for([
    ["timestamp", /timestamp\.json$/],
    ["snapshot", /snapshot\.json$/],
    ["app document", /^targets\/apps\//],
    ["package", /package\.mosis$/],
    ["signature", /signature\.sig$/],
  ] as const)("with an altered %s installs nothing, and updates nothing", async ([, pattern]) => {
    await tamper(pattern);
    await expect(install()).rejects.toMatchObject({ name: "DeviceError" });
    expect(await listDevice(kit.device)).toMatchObject({ apps: [], broken: [], stores: [] });
    await store.writeTo(folder);
    await install();
    await publish();
    await tamper(pattern);
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed" }]);
    expect(await listDevice(kit.device)).toMatchObject({ apps: [{ version_code: 1 }] });
  });
});

describe("the address of a folder", () => {
  test.for([
    ["/media/stick/store", "file:///media/stick/store/"],
    ["/media/stick/store/", "file:///media/stick/store/"],
    ["./store", "file:///home/ada/store/"],
    ["../store", "file:///home/store/"],
    [".", "file:///home/ada/"],
    ["/a b/#1?/%41", "file:///a%20b/%231%3F/%2541/"],
    ["file:///media/stick/store", "file:///media/stick/store/"],
    ["file:///media/%73tick/../store/", "file:///media/store/"],
    ["file://localhost/store/", "file:///store/"],
    ["file:///", "file:///"],
  ] as const)("%j is %j", ([text, url]) => {
    expect(storeUrl(text, "/home/ada")).toBe(url);
    expect(storeUrl(url)).toBe(url);
    expect(storeKey(url)).toMatch(/^folder-[0-9a-f]{8}$/);
  });

  test.for(["store", "file://server/store/", "file:///a%2Fb", "file:///a?b", "file:///a#b", "file:///a%00", "/a\0b"])(
    "is not %j",
    (text) => {
      expect(storeUrl(text, "/home/ada")).toBeNull();
    },
  );
});
