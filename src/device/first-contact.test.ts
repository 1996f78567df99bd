import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installApp } from "./install.ts";
import { listDevice } from "./list.ts";
import { rootFingerprint } from "./store/store-state.ts";
import { uninstallApp } from "./uninstall.ts";
import type { AppId } from "../core/ids/ids.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore()
    .withApp(anApp())
    .withApp(anApp({ id: "com.example.camera", name: "Camera" }))
    .publish();
  kit = await aDevice(store);
});
afterEach(() => kit.close());

const deviceError = (code: string) => expect.objectContaining({ name: "DeviceError", code });

describe("the root of a store", () => {
  test("is pinned on first use when none is given, and held to afterwards", async () => {
    const result = await installApp(kit.device, kit.request(NOTES, { root: null }));
    const first_root = rootFingerprint(store.firstRoot);
    expect(result).toMatchObject({ plan: { store: { pinned: "first-use", first_contact: true, first_root } } });
    const later = await installApp(kit.device, kit.request("com.example.camera", { root: null }));
    expect(later).toMatchObject({ plan: { store: { first_contact: false, first_root } } });
    const other = aStore()
      .withApp(anApp({ id: "com.example.camera" }))
      .publish();
    kit.server.tamper = (path) => other.files.get(path) ?? null;
    await uninstallApp(kit.device, { app: "com.example.camera" as AppId, data: true, forget: true });
    await expect(installApp(kit.device, kit.request("com.example.camera", { root: null }))).rejects.toThrow(
      deviceError("signature-threshold"),
    );
  });

  test("is the one given, whoever answers at the address", async () => {
    const impostor = aStore().withApp(anApp()).publish();
    await expect(installApp(kit.device, kit.request(NOTES, { root: impostor.firstRoot }))).rejects.toThrow(
      deviceError("signature-threshold"),
    );
    expect(await listDevice(kit.device)).toMatchObject({ apps: [], broken: [], stores: [] });
  });

  test("may not be another one later", async () => {
    await installApp(kit.device, kit.request());
    const request = kit.request("com.example.camera", { root: aStore().firstRoot });
    await expect(installApp(kit.device, request)).rejects.toThrow(deviceError("root-differs"));
  });

  test("may be followed through rotations, and given in its newest form too", async () => {
    await installApp(kit.device, kit.request());
    store.trust.rotate({ timestamp: aStore().trust.keys.timestamp });
    store.publish();
    const root = store.trust.roots.at(-1)!;
    expect(await installApp(kit.device, kit.request("com.example.camera", { root: null }))).toMatchObject({
      kind: "installed",
    });
    await uninstallApp(kit.device, { app: NOTES, data: true, forget: false });
    expect(await installApp(kit.device, kit.request(NOTES, { root }))).toMatchObject({ kind: "installed" });
  });

  test("must be a root", async () => {
    const root = new TextEncoder().encode("<html>");
    await expect(installApp(kit.device, kit.request(NOTES, { root }))).rejects.toThrow(deviceError("malformed"));
  });
});
