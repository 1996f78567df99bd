import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installApp } from "./install.ts";
import { listDevice } from "./list.ts";
import { planUpdates, updateApps } from "./update.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import type { AppId } from "../core/ids/ids.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

const NOTES = "com.example.notes" as AppId;
const CAMERA = "com.example.camera" as AppId;

let store: StoreKit;
let kit: DeviceKit;
beforeEach(async () => {
  store = aStore()
    .withApp(anApp())
    .withApp(anApp({ id: CAMERA, name: "Camera" }))
    .publish();
  kit = await aDevice(store);
  await installApp(kit.device, kit.request());
});
afterEach(() => kit.close());

const versionOf = async (app: string = NOTES): Promise<string | undefined> =>
  (await listDevice(kit.device)).apps.find((each) => each.app_id === app)?.version;

test("a record of an older release, or with fields of a newer one, is as good as any", async () => {
  const path = join(kit.root, "apps", NOTES, "app.json");
  const { previous, probation, rolled_back, ...record } = JSON.parse(await readFile(path, "utf8")) as InstalledApp;
  expect({ previous, probation, rolled_back }).toEqual({ previous: null, probation: null, rolled_back: [] });
  await writeFile(path, JSON.stringify({ ...record, mood: "good" }));
  expect(await listDevice(kit.device)).toMatchObject({
    apps: [{ app_id: NOTES, previous: null, probation: null, rolled_back: [] }],
    broken: [],
  });
  store.app().withVersion();
  store.publish();
  expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ previous: { version_code: 1 }, rolled_back: [] });
});

test.for(["previous", "probation", "rolled_back"])("a record with a wrong %s is broken", async (field) => {
  const path = join(kit.root, "apps", NOTES, "app.json");
  const record = JSON.parse(await readFile(path, "utf8")) as InstalledApp;
  await writeFile(path, JSON.stringify({ ...record, [field]: 7 }));
  expect(await listDevice(kit.device)).toMatchObject({ apps: [], broken: [{ app_id: NOTES }] });
});

describe("an update", () => {
  test("replaces the package and keeps what the app stored", async () => {
    const data = join(kit.root, "apps", NOTES, "data", "note.txt");
    await kit.device.ports.disk.write(data, new TextEncoder().encode("milk"));
    const [installed] = (await listDevice(kit.device)).apps;
    store.app().withVersion({ files: { "assets/new.rml": "<rml/>" } });
    store.trust.passDays(1);
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([
      { kind: "update", app: NOTES, plan: { from: { version: "1.0.0" }, to: { version: "1.1.0" } } },
    ]);
    expect(await readFile(join(kit.root, "apps", NOTES, "package", "assets", "new.rml"), "utf8")).toBe("<rml/>");
    expect(await readFile(data, "utf8")).toBe("milk");
    const [updated] = (await listDevice(kit.device)).apps;
    expect(updated).toMatchObject({ version: "1.1.0", installed_at: installed!.installed_at });
    expect(updated!.updated_at).not.toBe(installed!.updated_at);
    expect(updated).toMatchObject({ previous: { version: "1.0.0" }, rolled_back: [] });
    const previous = join(kit.root, "apps", NOTES, "package.previous", "assets", "main.rml");
    expect(await readFile(previous, "utf8")).toContain("1.0.0");
  });

  test("of one app leaves the others alone", async () => {
    await installApp(kit.device, kit.request(CAMERA));
    store.app().withVersion();
    store.app(CAMERA).withVersion();
    store.publish();
    expect(await updateApps(kit.device, [CAMERA])).toMatchObject([{ kind: "update", app: CAMERA }]);
    expect([await versionOf(), await versionOf(CAMERA)]).toEqual(["1.0.0", "1.1.0"]);
  });

  test("of an app that is not installed is an error", async () => {
    await expect(updateApps(kit.device, [CAMERA])).rejects.toThrow(expect.objectContaining({ code: "not-installed" }));
  });

  test("that is only planned changes nothing", async () => {
    store.app().withVersion();
    store.publish();
    const before = await kit.fingerprint();
    expect(await planUpdates(kit.device, null)).toMatchObject([{ kind: "update", plan: { to: { version: "1.1.0" } } }]);
    expect(await kit.fingerprint()).toEqual(before);
  });

  test("goes by the track the app was installed from", async () => {
    store.app().withVersion({ track: "beta" });
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "none", reason: "up-to-date" }]);
    store.app().event("promote", 2, { track: "stable" });
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
  });
});

describe("what an update asks the store for", () => {
  const asked = (): readonly string[] => kit.server.requests.splice(0).map(({ path }) => path);
  beforeEach(async () => {
    await installApp(kit.device, kit.request(CAMERA));
    asked();
  });

  test("is the next root and the timestamp when nothing is new", async () => {
    await updateApps(kit.device, null);
    expect(asked()).toEqual(["tuf/2.root.json", "tuf/timestamp.json"]);
  });

  test("is no bin of apps that are not there, and no document without a newer version", async () => {
    const others = Array.from({ length: 40 }, (_, index) => `com.example.app-${index}`);
    for (const id of others) store.withApp(anApp({ id }));
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "none" }, { kind: "none" }]);
    const paths = asked();
    expect(paths.filter((path) => path.includes(".bin-")).length).toBeLessThanOrEqual(2);
    expect(paths.filter((path) => !path.startsWith("tuf/"))).toEqual([]);
  });

  test("is the document and the package of the app that changed", async () => {
    store.app().withVersion();
    store.publish();
    await updateApps(kit.device, null);
    expect(asked().filter((path) => !path.startsWith("tuf/"))).toEqual([
      expect.stringMatching(/^targets\/apps\/[0-9a-f]{64}\.com\.example\.notes\.json$/),
      `packages/${NOTES}/2/signature.sig`,
      `packages/${NOTES}/2/package.mosis`,
    ]);
  });
});

describe("an app stays as it is", () => {
  test.for<readonly [string, (store: StoreKit) => unknown, string]>([
    [
      "where the newer version was yanked",
      (each) => each.app().withVersion().event("yank", 2, { reason: "bad" }),
      "up-to-date",
    ],
    [
      "where the store lists lower versions only",
      (each) => each.withApp(anApp({ developer: each.developer, versions: [{ version: "9.0.0", versionCode: 1 }] })),
      "up-to-date",
    ],
    ["where it is suspended", (each) => each.app().withVersion().moderate("suspend", "malware"), "up-to-date"],
    [
      "where the newer version needs a newer Mosis",
      (each) => each.app().withVersion({ minMosisVersion: "2.0.0" }),
      "mosis-too-old",
    ],
    [
      "where the newer version is held back",
      (each) => each.app().withVersion().event("halt", 2, { reason: "crashes" }),
      "rollout",
    ],
    ["where the store no longer has it", (each) => each.apps.delete(NOTES), "withdrawn"],
  ])("%s", async ([, change, reason]) => {
    change(store);
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "none", reason }]);
    expect(await versionOf()).toBe("1.0.0");
  });

  test("where a yanked version lies between, and then takes the good one above or below", async () => {
    store.app().withVersion().withVersion().event("yank", 3, { reason: "bad" });
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update", plan: { to: { version_code: 2 } } }]);
  });

  test("while an old state of the store is shown", async () => {
    const old = new Map(store.files);
    store.app().withVersion();
    store.publish();
    await updateApps(kit.device, null);
    kit.server.tamper = (path) => old.get(path) ?? null;
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed", error: { code: "rollback" } }]);
    expect(await versionOf()).toBe("1.1.0");
  });

  test("while the store's word has expired; it is listed, and nothing new is installed", async () => {
    store.app().withVersion();
    store.publish();
    store.trust.passDays(15);
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "failed", error: { code: "expired" } }]);
    const list = await listDevice(kit.device);
    expect(list).toMatchObject({ apps: [{ version: "1.0.0" }], stores: [{ expired: true }] });
    await expect(installApp(kit.device, kit.request(CAMERA))).rejects.toThrow(
      expect.objectContaining({ code: "expired" }),
    );
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
  });
});

describe("a permission that an update adds", () => {
  beforeEach(() => {
    store.app().withVersion({ permissions: ["storage", "network"] });
    store.publish();
  });

  test("holds it until somebody agrees", async () => {
    kit.agrees = false;
    const held = { kind: "held", plan: { permissions: { added: ["network"], removed: [] } } };
    expect(await updateApps(kit.device, null)).toMatchObject([held]);
    expect(await versionOf()).toBe("1.0.0");
    expect(kit.server.requests.filter(({ path }) => path.includes(`${NOTES}/2/`))).toEqual([]);
    kit.agrees = true;
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
    expect(kit.asked.map(({ kind, permissions }) => [kind, permissions])).toEqual([
      ["update", ["network"]],
      ["update", ["network"]],
    ]);
  });

  test("is asked for once, not again with the next update", async () => {
    await updateApps(kit.device, null);
    kit.asked.length = 0;
    store.app().withVersion({ permissions: ["storage", "network"] });
    store.publish();
    expect(await updateApps(kit.device, null)).toMatchObject([{ kind: "update" }]);
    expect(kit.asked).toEqual([]);
  });
});
