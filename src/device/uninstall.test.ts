import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installApp } from "./install.ts";
import { listDevice } from "./list.ts";
import { planUninstall, uninstallApp } from "./uninstall.ts";
import { updateApps } from "./update.ts";
import type { AppId } from "../core/ids/ids.ts";
import { anApp } from "../testing/app-kit.ts";
import { DeveloperKit } from "../testing/developer-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { serveStatic } from "../testing/static-server.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store);
  await installApp(kit.device, kit.request());
  for (const part of ["data", "cache", "db"]) {
    await kit.device.ports.disk.write(join(kit.root, "apps", NOTES, part, "file"), new TextEncoder().encode(part));
  }
});
afterEach(() => kit.close());

const contentOf = async (...path: readonly string[]): Promise<unknown> =>
  JSON.parse(await readFile(join(kit.root, ...path), "utf8"));

test("removes package, cache and database, and leaves what the app stored", async () => {
  const plan = await uninstallApp(kit.device, { app: NOTES, data: false, forget: false });
  expect(plan).toEqual({ app_id: NOTES, version: "1.0.0", removes: ["package", "cache", "db"] });
  expect(await readdir(join(kit.root, "apps", NOTES), { recursive: true })).toEqual(["data", join("data", "file")]);
  expect((await listDevice(kit.device)).apps).toEqual([]);
  expect(await contentOf("home-screen.json")).toEqual({ apps: [] });
  expect(await contentOf("sandbox.json")).toEqual({ apps: [] });
});

test("removes the data too when asked", async () => {
  await uninstallApp(kit.device, { app: NOTES, data: true, forget: false });
  expect(await readdir(join(kit.root, "apps"))).toEqual([]);
  expect(await readdir(join(kit.root, "staging"))).toEqual([]);
});

test("leaves no empty folder of an app that stored nothing", async () => {
  await kit.device.ports.disk.remove(join(kit.root, "apps", NOTES, "data", "file"));
  await uninstallApp(kit.device, { app: NOTES, data: false, forget: false });
  expect(await readdir(join(kit.root, "apps"))).toEqual([]);
});

test("changes nothing when it is only planned", async () => {
  const before = await kit.fingerprint();
  const plan = await planUninstall(kit.device, { app: NOTES, data: true, forget: true });
  expect(plan.removes).toEqual(["package", "cache", "db", "data", "pin"]);
  expect(await kit.fingerprint()).toEqual(before);
});

test("is an error for what is not installed", async () => {
  const request = { app: "com.example.missing" as AppId, data: false, forget: false };
  await expect(uninstallApp(kit.device, request)).rejects.toThrow(expect.objectContaining({ code: "not-installed" }));
  await uninstallApp(kit.device, { ...request, app: NOTES });
  await expect(uninstallApp(kit.device, { ...request, app: NOTES })).rejects.toThrow(
    expect.objectContaining({ code: "not-installed" }),
  );
});

test("leaves the owner's pin, so that only the owner's app comes back", async () => {
  await uninstallApp(kit.device, { app: NOTES, data: true, forget: false });
  expect(await installApp(kit.device, kit.request())).toMatchObject({ kind: "installed" });
  await uninstallApp(kit.device, { app: NOTES, data: true, forget: false });
  store.withApp(anApp({ developer: new DeveloperKit("eve") })).publish();
  await expect(installApp(kit.device, kit.request())).rejects.toThrow(expect.objectContaining({ code: "lineage" }));
});

test("forgets the owner when asked, then or later, and with it the data", async () => {
  await uninstallApp(kit.device, { app: NOTES, data: false, forget: false });
  const other = aStore({ name: "other" }).withApp(anApp()).publish();
  const server = await serveStatic((path) => other.files.get(path) ?? null);
  const elsewhere = kit.request(NOTES, { store: server.url, root: other.firstRoot });
  await expect(installApp(kit.device, elsewhere)).rejects.toThrow(expect.objectContaining({ code: "other-store" }));
  const plan = await uninstallApp(kit.device, { app: NOTES, data: false, forget: true });
  expect(plan).toEqual({ app_id: NOTES, version: null, removes: ["data", "pin"] });
  await installApp(kit.device, elsewhere);
  expect(await readdir(join(kit.root, "apps", NOTES, "data"))).toEqual([]);
  await server.close();
});

test("is undone when the home screen or the sandbox refuses", async () => {
  const refusal = new Error("not now");
  const reject = async (): Promise<never> => Promise.reject(refusal);
  const { luaSandbox, homeScreen } = kit.device.ports;
  for (const ports of [
    { homeScreen: { ...homeScreen, remove: reject } },
    { luaSandbox: { ...luaSandbox, unregister: reject } },
  ]) {
    for (const data of [false, true]) {
      const before = await kit.fingerprint();
      const device = { ...kit.device, ports: { ...kit.device.ports, ...ports } };
      await expect(uninstallApp(device, { app: NOTES, data, forget: false })).rejects.toThrow(refusal);
      expect(await kit.fingerprint()).toEqual(before);
    }
  }
});

test("gets rid of an app whose record was altered, which harms no other app", async () => {
  store.withApp(anApp({ id: "com.example.other", versions: [{}] })).publish();
  await installApp(kit.device, kit.request("com.example.other"));
  const record = join(kit.root, "apps", NOTES, "app.json");
  await kit.device.ports.disk.write(record, new TextEncoder().encode("{}"));
  expect(await listDevice(kit.device)).toMatchObject({
    apps: [{ app_id: "com.example.other" }],
    broken: [{ app_id: NOTES }],
  });
  store.app("com.example.other").withVersion();
  store.publish();
  expect(await updateApps(kit.device, null)).toMatchObject([
    { kind: "failed", app: NOTES, error: { code: "state-broken" } },
    { kind: "update", app: "com.example.other" },
  ]);
  await expect(installApp(kit.device, kit.request())).rejects.toThrow(
    expect.objectContaining({ code: "state-broken" }),
  );
  expect(await uninstallApp(kit.device, { app: NOTES, data: false, forget: false })).toMatchObject({ version: null });
  expect(await installApp(kit.device, kit.request())).toMatchObject({ kind: "installed" });
});
