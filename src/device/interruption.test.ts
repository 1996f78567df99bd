import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changing, type Device } from "./device.ts";
import { type Disk, nodeDisk } from "./disk/disk.ts";
import { installApp } from "./install.ts";
import { isPartial } from "./layout.ts";
import { listDevice } from "./list.ts";
import { nodeDevice } from "./node-device.ts";
import { digestOfPackage } from "./recover.ts";
import { rollbackApp } from "./rollback.ts";
import { uninstallApp } from "./uninstall.ts";
import { runCheck } from "./update-checker.ts";
import { updateApps } from "./update.ts";
import { encodeState } from "../core/device/installed-app.ts";
import type { AppId } from "../core/ids/ids.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit, fingerprint } from "../testing/device-kit.ts";
import { DiskFailure, failingDisk } from "../testing/failing-disk.ts";
import { runs } from "../testing/runs.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

// Every change of the file system is a place where the disk may fail or the power may go.

const NOTES = "com.example.notes" as AppId;
const NOTE = join("apps", NOTES, "data", "note.txt");

let store: StoreKit;
let kit: DeviceKit;
const copies: string[] = [];
beforeEach(async () => {
  store = aStore().withApp(anApp()).publish();
  kit = await aDevice(store);
});
afterEach(async () => {
  await kit.close();
  for (const copy of copies.splice(0)) await rm(copy, { recursive: true, force: true });
});

/** The device in another folder, so that each failure meets the same state. */
async function copyOf(root: string, disk: Disk): Promise<Device> {
  const copy = await mkdtemp(join(tmpdir(), "mosis-device-copy-"));
  copies.push(copy);
  await cp(root, copy, { recursive: true });
  return on(copy, disk);
}

function on(root: string, disk: Disk): Device {
  return nodeDevice(root, {
    disk,
    consent: async () => true,
    now: () => store.trust.now,
    randomBytes: (length) => new Uint8Array(length),
  });
}

/** Everything but what may grow in spite of a failure: metadata that was verified, and what a download brought. */
async function essentials(root: string): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(await fingerprint(root));
  return Object.fromEntries(
    files.filter(
      ([path]) =>
        !/^(?:lock|device\.json|staging(?:\/[0-9a-f]{64}\.partial)?)$|^trust(?:$|\/[^/]+(?:$|\/metadata|\/store\.json|\/pins$))|^apps$/.test(
          path,
        ),
    ),
  );
}

/** What a device shows of the app: one thing everywhere, or this fails. */
async function stateOf(device: Device): Promise<string> {
  const { root } = device.layout;
  const { apps } = await listDevice(device);
  const shown = async (
    file: string,
  ): Promise<readonly { readonly app_id: string; readonly version_code?: number }[]> => {
    const text = await readFile(join(root, file), "utf8").catch(() => '{"apps":[]}');
    return (JSON.parse(text) as { apps: [] }).apps;
  };
  const at = device.layout.app(NOTES);
  expect((await shown("home-screen.json")).map(({ app_id: id }) => id)).toEqual(apps.map(({ app_id: id }) => id));
  expect((await shown("sandbox.json")).map((each) => each.version_code)).toEqual(apps.map((each) => each.version_code));
  expect(await nodeDisk.isFolder(at.outgoing)).toBe(false);
  expect(await digestOfPackage(device, at.previous)).toBe(apps[0]?.previous?.content_digest ?? null);
  expect((await nodeDisk.list(join(root, "staging"))).filter((name) => !isPartial(name))).toEqual([]);
  expect(await nodeDisk.isFolder(at.package)).toBe(apps.length > 0);
  const [app] = apps;
  if (app === undefined) return "none";
  expect(await digestOfPackage(device, at.package)).toBe(app.content_digest);
  expect(await readFile(join(at.package, "assets", "main.rml"), "utf8")).toContain(app.version);
  expect((await readdir(at.package)).toSorted()).toEqual(["assets", "icons", "manifest.json", "signature.sig"]);
  return app.version;
}

interface Change {
  readonly name: string;
  /** Brings a fresh device to where the change begins. */
  prepare(device: Device): Promise<unknown>;
  run(device: Device): Promise<unknown>;
  /** More than one change, of which the first may be done when a later one fails. */
  readonly isSeveral?: boolean;
  readonly before: string;
  readonly after: string;
}

/** Publishes a version with one file more, and brings a device there. */
async function updateTo(file: string, device: Device): Promise<void> {
  store.app().withVersion({ files: { [file]: "<rml/>" } });
  store.publish();
  await updateApps(device, null);
}

const changes: readonly Change[] = [
  {
    name: "a first installation",
    // Empty lists, because an undone installation leaves them empty, not absent.
    async prepare({ layout, ports }) {
      for (const path of [layout.homeScreen, layout.sandbox]) await ports.disk.write(path, encodeState({ apps: [] }));
    },
    run: (device) => installApp(device, kit.request()),
    before: "none",
    after: "1.0.0",
  },
  {
    name: "an update",
    async prepare(device) {
      await installApp(device, kit.request());
      store.app().withVersion({ files: { "assets/new.rml": "<rml/>" } });
      store.publish();
    },
    run: (device) => updateApps(device, null),
    before: "1.0.0",
    after: "1.1.0",
  },
  {
    name: "a second update",
    async prepare(device) {
      await installApp(device, kit.request());
      await updateTo("assets/new.rml", device);
      store.app().withVersion({ files: { "assets/newer.rml": "<rml/>" } });
      store.publish();
    },
    run: (device) => updateApps(device, null),
    before: "1.1.0",
    after: "1.2.0",
  },
  {
    name: "a check for updates that may install none",
    async prepare(device) {
      await installApp(device, kit.request());
      await runCheck(device, { ifDue: false, install: false });
      store.app().withVersion({ permissions: ["network"] });
      store.publish();
    },
    run: (device) => runCheck(device, { ifDue: false, install: true }),
    before: "1.0.0",
    after: "1.0.0",
  },
  {
    name: "a check for updates that installs one",
    async prepare(device) {
      await installApp(device, kit.request());
      store.app().withVersion({ files: { "assets/new.rml": "<rml/>" } });
      store.publish();
    },
    run: (device) => runCheck(device, { ifDue: false, install: true }),
    isSeveral: true,
    before: "1.0.0",
    after: "1.1.0",
  },
  {
    name: "a rollback",
    async prepare(device) {
      await installApp(device, kit.request());
      await updateTo("assets/new.rml", device);
    },
    run: (device) => rollbackApp(device, NOTES),
    before: "1.1.0",
    after: "1.0.0",
  },
  {
    name: "an uninstallation",
    prepare: (device) => installApp(device, kit.request()),
    run: (device) => uninstallApp(device, { app: NOTES, data: false, forget: false }),
    before: "1.0.0",
    after: "none",
  },
  {
    name: "an uninstallation with data",
    prepare: (device) => installApp(device, kit.request()),
    run: (device) => uninstallApp(device, { app: NOTES, data: true, forget: false }),
    before: "1.0.0",
    after: "none",
  },
];

// All places in `npm run test:deep`; in `npm test` every fourth, the first and the last.
const STRIDE = runs(1) > 1 ? 1 : 4;
let places = 0;
let powerCuts = 0;
describe.for(changes)("$name", ({ name, prepare, run, isSeveral = false, before, after }) => {
  const storesData = name !== "a first installation";
  beforeEach(async () => {
    await prepare(kit.device);
    if (storesData) await nodeDisk.write(join(kit.root, NOTE), new TextEncoder().encode("milk"));
  });

  const isRefused = async (device: Device): Promise<boolean> => {
    try {
      await run(device);
      return false;
    } catch (error) {
      if (error instanceof DiskFailure) return true;
      throw error;
    }
  };

  const changesOf = async (action: Change["run"]): Promise<number> => {
    const disk = failingDisk(Number.POSITIVE_INFINITY, "once");
    await action(await copyOf(kit.root, disk));
    return disk.changes;
  };

  test("leaves everything as it was when the disk fails at any place", async () => {
    const untouched = await essentials(kit.root);
    let refused = 0;
    for (let n = 1; ; n += STRIDE) {
      const disk = failingDisk(n, "once");
      const device = await copyOf(kit.root, disk);
      const wasRefused = await isRefused(device);
      if (disk.changes < n) break;
      const mended = on(device.layout.root, nodeDisk);
      if (wasRefused) {
        refused += 1;
        if (isSeveral) expect([before, after]).toContain(await stateOf(mended));
        else expect(await essentials(device.layout.root)).toEqual(untouched);
        await run(mended);
      }
      await changing(mended, async () => undefined);
      expect(await stateOf(mended)).toBe(after);
    }
    expect(refused).toBeGreaterThan(0);
  });

  test("is wholly done or not done when the power goes at any place", async () => {
    const seen = new Set<string>();
    const last = await changesOf(run);
    const tried = Array.from({ length: last }, (_, index) => index + 1).filter(
      (n) => n % STRIDE === 1 % STRIDE || n === last,
    );
    places += 2 * last;
    for (const [n, failure] of tried.flatMap((each) => [[each, "before"] as const, [each, "within"] as const])) {
      powerCuts += 1;
      const disk = failingDisk(n, failure);
      const device = await copyOf(kit.root, disk);
      await isRefused(device);
      const restarted = on(device.layout.root, nodeDisk);
      await changing(restarted, async () => undefined);
      const state = await stateOf(restarted);
      seen.add(state);
      expect([before, after]).toContain(state);
      if (storesData && state !== "none") expect(await readFile(join(device.layout.root, NOTE), "utf8")).toBe("milk");
      if (state === before) await run(restarted);
      expect(await stateOf(restarted)).toBe(after);
    }
    expect(seen).toEqual(new Set([before, after]));
  });
});

test("there were at least a hundred places where the power could go", () => {
  expect(places).toBeGreaterThanOrEqual(100);
  expect(powerCuts).toBeGreaterThanOrEqual(places / STRIDE);
  console.info(`The power was cut at ${powerCuts} of ${places} places.`);
});

test("files that were being written when the power went are gone afterwards", async () => {
  await installApp(kit.device, kit.request());
  const before = await fingerprint(kit.root);
  const [key = ""] = await nodeDisk.list(join(kit.root, "trust"));
  const folders = [".", join("apps", NOTES), join("trust", key), join("trust", key, "pins")];
  for (const folder of folders)
    await nodeDisk.create(join(kit.root, folder, ".state.json.1234.tmp"), new Uint8Array(3));
  await changing(kit.device, async () => undefined);
  expect(await fingerprint(kit.root)).toEqual(before);
});
