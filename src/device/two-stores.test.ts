import { basename, dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installApp } from "./install.ts";
import { uninstallApp } from "./uninstall.ts";
import { updateApps } from "./update.ts";
import type { AppId } from "../core/ids/ids.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { serveStatic } from "../testing/static-server.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";
import { startTamperingProxy, withStatus } from "../testing/tampering-proxy.ts";

const NOTES = "com.example.notes" as AppId;
const CAMERA = "com.example.camera" as AppId;

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store);
  await installApp(kit.device, kit.request());
});
afterEach(() => kit.close());

describe("two stores", () => {
  test("with an app of the same id do not mix", async () => {
    const other = aStore({ name: "other" })
      .withApp(anApp({ versions: [{}, {}] }))
      .publish();
    const server = await serveStatic((path) => other.files.get(path) ?? null);
    const before = await kit.fingerprint();
    const request = kit.request(NOTES, { store: server.url, root: other.firstRoot });
    await expect(installApp(kit.device, request)).rejects.toThrow(expect.objectContaining({ code: "other-store" }));
    expect(await kit.fingerprint()).toEqual(before);
    await server.close();
  });

  test("do not ask the other store anything when it must not answer", async () => {
    const server = await serveStatic(() => null);
    const request = kit.request(NOTES, { store: server.url });
    await expect(installApp(kit.device, request)).rejects.toThrow(
      expect.objectContaining({
        code: "other-store",
        message: expect.stringContaining(`installed from ${kit.server.url}`),
        fix: expect.stringContaining("--forget"),
      }),
    );
    expect(server.requests).toEqual([]);
    await server.close();
  });

  test("with the same root at two addresses are two stores, too: one that moved takes nothing over", async () => {
    const moved = await serveStatic((path) => store.files.get(path) ?? null);
    const request = kit.request(NOTES, { store: moved.url });
    await expect(installApp(kit.device, request)).rejects.toThrow(expect.objectContaining({ code: "other-store" }));
    await uninstallApp(kit.device, { app: NOTES, data: true, forget: true });
    expect(await installApp(kit.device, request)).toMatchObject({
      kind: "installed",
      installed: { store: { url: moved.url } },
    });
    await moved.close();
  });

  test("do not update each other's apps, whichever has the newer version", async () => {
    const other = aStore({ name: "other" })
      .withApp(anApp({ versions: [{}, {}, {}] }))
      .withApp(anApp({ id: CAMERA }))
      .publish();
    const server = await serveStatic((path) => other.files.get(path) ?? null);
    await installApp(kit.device, kit.request(CAMERA, { store: server.url, root: other.firstRoot }));
    expect(await updateApps(kit.device, null)).toMatchObject([
      { app: CAMERA, reason: "up-to-date" },
      { app: NOTES, reason: "up-to-date" },
    ]);
    const pins = Object.keys(await kit.fingerprint()).filter((path) => /^trust\/[^/]+\/pins\/./.test(path));
    expect(pins.map((path) => basename(path)).toSorted()).toEqual([`${CAMERA}.json`, `${NOTES}.json`]);
    expect(new Set(pins.map((path) => dirname(path))).size).toBe(2);
    await server.close();
  });

  test("do not take each other's place at an address", async () => {
    const other = aStore()
      .withApp(anApp({ versions: [{}, {}] }))
      .publish();
    kit.server.tamper = (path) => other.files.get(path) ?? null;
    expect(await updateApps(kit.device, null)).toMatchObject([
      { kind: "failed", error: { code: "signature-threshold" } },
    ]);
  });

  test("are updated each on its own: one that is away does not keep the other", async () => {
    const other = aStore({ name: "other" })
      .withApp(anApp({ id: CAMERA }))
      .publish();
    const server = await serveStatic((path) => other.files.get(path) ?? null);
    await installApp(kit.device, kit.request(CAMERA, { store: server.url, root: other.firstRoot }));
    await server.close();
    store.app().withVersion();
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([
      { kind: "failed", app: CAMERA, error: { code: "unreachable" } },
      { kind: "update", app: NOTES },
    ]);
  });

  test("are one where the old address of a store that moved redirects to the new one", async () => {
    const other = aStore()
      .withApp(anApp({ id: CAMERA }))
      .publish();
    const moved = await serveStatic((path) => other.files.get(path) ?? null);
    const old = await startTamperingProxy(moved.url);
    await installApp(kit.device, kit.request(CAMERA, { store: old.url, root: other.firstRoot }));
    old.attack = (path) => withStatus(308, { location: `${moved.url}${path}` });
    other.app(CAMERA).withVersion();
    other.publish();
    expect(await updateApps(kit.device, [CAMERA])).toMatchObject([{ kind: "update" }]);
    await Promise.all([old.close(), moved.close()]);
  });
});
