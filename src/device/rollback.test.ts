import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { reportCrash } from "./crash.ts";
import { installApp } from "./install.ts";
import { listDevice } from "./list.ts";
import type { Notice } from "./notify.ts";
import { planRollback, rollbackApp } from "./rollback.ts";
import { uninstallApp } from "./uninstall.ts";
import { updateApps } from "./update.ts";
import type { AppId, VersionCode } from "../core/ids/ids.ts";
import { limits } from "../core/limits.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;

let store: StoreKit;
let kit: DeviceKit;
let running: boolean;
let calls: string[];
let notices: Notice[];
beforeEach(async () => {
  running = false;
  calls = [];
  notices = [];
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store, {
    apps: {
      isRunning: async () => running,
      stop: async (app) => void calls.push(`stop ${app}`),
      start: async (app) => void calls.push(`start ${app}`),
    },
    notify: async (notice) => void notices.push(notice),
  });
  await installApp(kit.device, kit.request());
});
afterEach(() => kit.close());

const installed = async () => (await listDevice(kit.device)).apps[0]!;
const screen = (): Promise<string> => readFile(join(kit.root, "apps", NOTES, "package", "assets", "main.rml"), "utf8");
const crash = (code: number) => reportCrash(kit.device, { app: NOTES, version_code: code as VersionCode });

async function update() {
  store.app().withVersion();
  store.publish();
  return updateApps(kit.device, null);
}

describe("a rollback by hand", () => {
  test("brings back the package before the last update, everywhere", async () => {
    const before = await installed();
    await update();
    expect(await planRollback(kit.device, NOTES)).toMatchObject({
      from: { version: "1.1.0" },
      to: { version: "1.0.0" },
    });
    await rollbackApp(kit.device, NOTES);
    expect(await installed()).toEqual({ ...before, updated_at: expect.any(String), rolled_back: [2] });
    expect(await screen()).toContain("1.0.0");
    expect(await readFile(kit.device.layout.sandbox, "utf8")).toContain('"version_code": 1');
  });

  test("is for good: only a newer version comes again, and then the mark goes", async () => {
    await update();
    await rollbackApp(kit.device, NOTES);
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "none", reason: "rolled-back" }]);
    expect(await update()).toMatchObject([{ kind: "update", plan: { to: { version_code: 3 } } }]);
    expect(await installed()).toMatchObject({ rolled_back: [], previous: { version_code: 1 } });
  });

  test("goes one step only", async () => {
    await update();
    await rollbackApp(kit.device, NOTES);
    await expect(rollbackApp(kit.device, NOTES)).rejects.toThrow(expect.objectContaining({ code: "no-previous" }));
  });

  test("refuses a kept package that is not the one it was", async () => {
    await update();
    const kept = join(kit.root, "apps", NOTES, "package.previous", "signature.sig");
    await kit.device.ports.disk.write(kept, new Uint8Array(1));
    const before = await kit.fingerprint();
    await expect(rollbackApp(kit.device, NOTES)).rejects.toThrow(expect.objectContaining({ code: "state-broken" }));
    expect(await kit.fingerprint()).toEqual(before);
  });

  test("of an app that is not there, or was never updated, is an error", async () => {
    await expect(rollbackApp(kit.device, "com.example.none" as AppId)).rejects.toThrow(
      expect.objectContaining({ code: "not-installed" }),
    );
    await expect(rollbackApp(kit.device, NOTES)).rejects.toThrow(expect.objectContaining({ code: "no-previous" }));
  });
});

describe("a version that crashes", () => {
  test("again and again after its update gives way to the previous one, and somebody is told", async () => {
    await update();
    expect(await crash(2)).toEqual({ kind: "counted", crashes: 1 });
    expect(await crash(2)).toEqual({ kind: "counted", crashes: 2 });
    expect(await crash(2)).toMatchObject({ kind: "rolled-back", plan: { to: { version: "1.0.0" } } });
    expect(await screen()).toContain("1.0.0");
    expect(notices).toEqual([{ kind: "rolled-back", app: NOTES, from: "1.1.0", to: "1.0.0", crashes: 3 }]);
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "none", reason: "rolled-back" }]);
  });

  test("after probation stays", async () => {
    await update();
    store.trust.passDays(2);
    for (let count = 0; count <= limits.device.probationCrashes; count += 1) {
      expect(await crash(2)).toEqual({ kind: "ignored" });
    }
    expect(await installed()).toMatchObject({ version: "1.1.0" });
  });

  test("is not blamed for crashes of another one", async () => {
    await update();
    expect(await crash(1)).toEqual({ kind: "ignored" });
    expect(await installed()).toMatchObject({ probation: { crashes: 0 } });
  });

  test("stays where there is nothing to go back to", async () => {
    for (let count = 0; count < 5; count += 1) expect(await crash(1)).toEqual({ kind: "ignored" });
  });
});

describe("an app that runs", () => {
  beforeEach(() => {
    running = true;
  });

  test("is stopped and started once by an update and by a rollback", async () => {
    await update();
    expect(calls.splice(0)).toEqual([`stop ${NOTES}`, `start ${NOTES}`]);
    await rollbackApp(kit.device, NOTES);
    expect(calls).toEqual([`stop ${NOTES}`, `start ${NOTES}`]);
  });

  test("is not touched where nothing changes", async () => {
    await updateApps(kit.device, null);
    expect(calls).toEqual([]);
  });

  test("is stopped for good when it is removed", async () => {
    await uninstallApp(kit.device, { app: NOTES, data: false, forget: false });
    expect(calls).toEqual([`stop ${NOTES}`]);
  });

  test("runs again when its update fails", async () => {
    store.app().withVersion();
    store.publish();
    const { homeScreen } = kit.device.ports;
    const failing = { ...homeScreen, add: async () => Promise.reject(new Error("no screen")) };
    const device = { ...kit.device, ports: { ...kit.device.ports, homeScreen: failing } };
    await expect(updateApps(device, null)).rejects.toThrow("no screen");
    expect(calls).toEqual([`stop ${NOTES}`, `start ${NOTES}`]);
    expect(await installed()).toMatchObject({ version: "1.0.0" });
  });
});
