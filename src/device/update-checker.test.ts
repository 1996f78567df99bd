import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readChecks } from "./check-state.ts";
import { installApp } from "./install.ts";
import { listDevice } from "./list.ts";
import type { Notice } from "./notify.ts";
import { uninstallApp } from "./uninstall.ts";
import { type Checked, type CheckRequest, runCheck } from "./update-checker.ts";
import { updateApps } from "./update.ts";
import type { Conditions } from "../core/device/check-schedule.ts";
import type { AppId } from "../core/ids/ids.ts";
import { limits } from "../core/limits.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { flipBitOf, serveStatic } from "../testing/static-server.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;
const CAMERA = "com.example.camera" as AppId;

let store: StoreKit;
let kit: DeviceKit;
let notices: Notice[];
let calls: string[];
let conditions: Conditions;
beforeEach(async () => {
  notices = [];
  calls = [];
  conditions = { online: true, metered: false, lowBattery: false };
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store, {
    notify: async (notice) => void notices.push(notice),
    conditions: async () => conditions,
    apps: {
      isRunning: async () => true,
      stop: async (app) => void calls.push(`stop ${app}`),
      start: async (app) => void calls.push(`start ${app}`),
    },
  });
  await installApp(kit.device, kit.request());
  calls.splice(0);
});
afterEach(() => kit.close());

const check = (change: Partial<CheckRequest> = {}) => runCheck(kit.device, { ifDue: true, install: false, ...change });

/** A check that must be made. */
async function checked(change: Partial<CheckRequest> = {}): Promise<Checked> {
  const outcome = await check(change);
  if (outcome.kind !== "checked") throw new TypeError(outcome.why);
  return outcome;
}

const told = (): readonly Notice[] => notices.splice(0);
const requests = (): readonly string[] => kit.server.requests.splice(0).map(({ path }) => path);
const versionOf = async (app: string = NOTES) =>
  (await listDevice(kit.device)).apps.find((each) => each.app_id === app)?.version;

/** The store goes on as stores do: it is signed every day. */
function nextDay(days = 1): void {
  store.trust.passDays(days);
  store.publish();
}

describe("a check", () => {
  test("is made at once on a new device, then once a day", async () => {
    expect(await check()).toMatchObject({ kind: "checked", isSuccess: true });
    requests();
    expect(await check()).toMatchObject({ kind: "wait", for: "not-due" });
    expect(requests()).toEqual([]);
    nextDay();
    expect(await check()).toMatchObject({ kind: "checked" });
  });

  test("that somebody asks for is made at any time, and counts", async () => {
    conditions = { online: false, metered: true, lowBattery: true };
    const { next } = await checked({ ifDue: false });
    expect(await check()).toEqual(expect.objectContaining({ kind: "wait", until: next }));
  });

  test("of nothing new asks for the next root and the timestamp", async () => {
    await checked();
    store.trust.passDays(1);
    requests();
    await checked();
    expect(requests()).toEqual(["tuf/2.root.json", "tuf/timestamp.json"]);
  });

  test("installs nothing unless it is told to", async () => {
    store.app().withVersion();
    store.publish();
    expect(await checked()).toMatchObject({ steps: [{ kind: "update", transfer: null }] });
    expect(await versionOf()).toBe("1.0.0");
    expect(calls).toEqual([]);
  });

  test("offline asks nothing and is no failure; it is made as soon as there is a network", async () => {
    conditions = { ...conditions, online: false };
    requests();
    expect(await check()).toMatchObject({ kind: "wait", for: "offline" });
    expect(requests()).toEqual([]);
    expect(await readChecks(kit.device)).toMatchObject({ attempted_at: null, failures: 0 });
    conditions = { ...conditions, online: true };
    expect(await check()).toMatchObject({ kind: "checked" });
  });

  test("waits for the charger three days at most", async () => {
    await checked();
    conditions = { ...conditions, lowBattery: true };
    const made: boolean[] = [];
    for (let day = 0; day < 5; day += 1) {
      nextDay();
      made.push((await check()).kind === "checked");
    }
    expect(made).toEqual([false, false, false, true, false]);
  });

  test("forgets what it knew of apps that are gone, and of a file that was altered", async () => {
    await checked();
    await writeFile(kit.device.layout.updateCheck, "[]");
    expect(await checked()).toMatchObject({ outlooks: [{ app_id: NOTES }] });
    await uninstallApp(kit.device, { app: NOTES, data: true, forget: false });
    expect(await checked({ ifDue: false })).toMatchObject({ steps: [], outlooks: [], isSuccess: true });
  });
});

describe("a store that fails", () => {
  test("is asked again later and later, and a success resets that", async () => {
    kit.server.tamper = () => null;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const { isSuccess, next } = await checked();
      expect(isSuccess).toBe(false);
      waits.push(Math.round((next.getTime() - store.trust.now.getTime()) / 60_000));
      store.trust.now = next;
    }
    const [first = 0] = waits;
    expect(first).toBeGreaterThanOrEqual(15);
    expect(first).toBeLessThan(15 * 1.5);
    expect(waits.slice(0, 6).map((wait) => Math.round(wait / first))).toEqual([1, 2, 4, 8, 16, 32]);
    expect(waits.at(-1)).toBeLessThanOrEqual(24 * 60);
    kit.server.tamper = null;
    store.publish();
    expect(await checked()).toMatchObject({ isSuccess: true });
    expect(await readChecks(kit.device)).toMatchObject({ failures: 0 });
  });

  test("does not keep the others, whose news are told, and is asked again soon", async () => {
    const other = aStore({ name: "other" })
      .withApp(anApp({ id: CAMERA }))
      .publish();
    const server = await serveStatic((path) => other.files.get(path) ?? null);
    await installApp(kit.device, kit.request(CAMERA, { store: server.url, root: other.firstRoot }));
    await server.close();
    store.app().withVersion();
    store.publish();
    const { steps, isSuccess, next } = await checked();
    expect(steps).toMatchObject([
      { kind: "failed", app: CAMERA, error: { code: "unreachable" } },
      { kind: "update", app: NOTES },
    ]);
    expect(isSuccess).toBe(false);
    expect(next.getTime() - store.trust.now.getTime()).toBeLessThan(2 * limits.device.checkRetryMs);
    expect(told()).toMatchObject([{ kind: "available", app: NOTES }]);
  });

  test("is not to blame for an app whose record was altered", async () => {
    await writeFile(join(kit.root, "apps", NOTES, "app.json"), "{}");
    expect(await checked()).toMatchObject({ isSuccess: true, steps: [{ kind: "failed" }] });
  });

  test("leaves what was known of its apps", async () => {
    store.app().event("yank", 1, { reason: "loses notes" });
    store.publish();
    await checked();
    kit.server.tamper = () => null;
    const { outlooks } = await checked({ ifDue: false });
    expect(outlooks).toMatchObject([{ status: "yanked", told_status: true }]);
  });
});

describe("a person is told", () => {
  test("of each version once, with the permissions it adds", async () => {
    await checked();
    expect(told()).toEqual([]);
    store.app().withVersion({ permissions: ["storage", "network"] });
    nextDay();
    await checked();
    expect(told()).toEqual([{ kind: "available", app: NOTES, version: "1.1.0", consent: ["network"] }]);
    nextDay();
    await checked();
    expect(told()).toEqual([]);
    store.app().withVersion();
    nextDay();
    await checked();
    expect(told()).toEqual([{ kind: "available", app: NOTES, version: "1.2.0", consent: [] }]);
    store.app().event("yank", 3, { reason: "crashes" });
    nextDay();
    await checked();
    expect(told()).toEqual([]);
  });

  test("once that the installed version was withdrawn, and again only when it is withdrawn anew", async () => {
    const yank = (): unknown => store.app().event("yank", 1, { reason: "loses notes" });
    yank();
    nextDay();
    await checked();
    const why = 'Version 1.0.0 was withdrawn: "loses notes"';
    expect(told()).toEqual([{ kind: "withdrawn", app: NOTES, version: "1.0.0", status: "yanked", why }]);
    nextDay();
    await checked();
    expect(told()).toEqual([]);
    store.app().event("unyank", 1);
    nextDay();
    await checked();
    expect(told()).toEqual([]);
    yank();
    nextDay();
    await checked();
    expect(told()).toMatchObject([{ status: "yanked" }]);
    store.app().moderate("suspend", "malware");
    nextDay();
    await checked();
    expect(told()).toMatchObject([{ status: "suspended", why: expect.stringContaining("malware") }]);
  });

  test("that the store no longer has the app", async () => {
    store.apps.clear();
    nextDay();
    expect(await checked()).toMatchObject({ steps: [{ kind: "none", reason: "withdrawn" }] });
    expect(told()).toMatchObject([{ kind: "withdrawn", status: "removed" }]);
    nextDay();
    await checked();
    expect(told()).toEqual([]);
  });

  test("of nothing by an update that brings the version meanwhile", async () => {
    store.app().withVersion();
    nextDay();
    await checked();
    told();
    await updateApps(kit.device, null);
    nextDay();
    expect(await checked()).toMatchObject({ outlooks: [{ version_code: 2, available: null, told_available: [] }] });
    expect(told()).toEqual([]);
  });

  test("even where nobody can be told, the check is made", async () => {
    store.app().withVersion();
    store.publish();
    const deaf = { ...kit.device.ports, notify: async () => Promise.reject(new Error("no screen")) };
    const device = { ...kit.device, ports: deaf };
    expect(await runCheck(device, { ifDue: true, install: false })).toMatchObject({ isSuccess: true });
  });
});

describe("a check that may install", () => {
  test("brings what asks for nothing new, and restarts an app that runs once", async () => {
    store.app().withVersion();
    store.publish();
    expect(await checked({ install: true })).toMatchObject({
      steps: [{ kind: "update", transfer: { by: "package" } }],
    });
    expect(await versionOf()).toBe("1.1.0");
    expect(calls).toEqual([`stop ${NOTES}`, `start ${NOTES}`]);
    expect(told()).toEqual([{ kind: "updated", app: NOTES, from: "1.0.0", to: "1.1.0" }]);
    expect(kit.asked).toEqual([]);
    nextDay();
    await checked({ install: true });
    expect(told()).toEqual([]);
    expect(calls).toHaveLength(2);
  });

  test("leaves what adds permissions, and asks nobody in the middle of the night", async () => {
    store.app().withVersion({ permissions: ["storage", "network"] });
    store.publish();
    expect(await checked({ install: true })).toMatchObject({ steps: [{ kind: "held", app: NOTES }] });
    expect(await versionOf()).toBe("1.0.0");
    expect(kit.asked).toEqual([]);
    expect(told()).toMatchObject([{ kind: "available", consent: ["network"] }]);
  });

  test("puts downloads off on a metered network for three days at most, though it checks daily", async () => {
    conditions = { ...conditions, metered: true };
    store.app().withVersion();
    store.publish();
    const versions: (string | undefined)[] = [];
    for (let day = 0; day < 4; day += 1) {
      requests();
      await checked({ install: true });
      if (day < 3) expect(requests().filter((path) => path.startsWith("packages/"))).toEqual([]);
      versions.push(await versionOf());
      nextDay();
    }
    expect(versions).toEqual(["1.0.0", "1.0.0", "1.0.0", "1.1.0"]);
    expect(told().map(({ kind }) => kind)).toEqual(["available", "updated"]);
  });

  test("says that a version is there which it could not install, and repeats it soon", async () => {
    store.app().withVersion();
    store.publish();
    kit.server.tamper = flipBitOf(/package\.mosis$/);
    expect(await checked({ install: true })).toMatchObject({ isSuccess: false, steps: [{ kind: "failed" }] });
    expect(told()).toMatchObject([{ kind: "available" }]);
    kit.server.tamper = null;
    store.trust.now = new Date(store.trust.now.getTime() + 2 * limits.device.checkRetryMs);
    expect(await checked({ install: true })).toMatchObject({ isSuccess: true, steps: [{ kind: "update" }] });
  });
});
