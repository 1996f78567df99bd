import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Device } from "./device.ts";
import { type Disk, nodeDisk } from "./disk/disk.ts";
import { installApp } from "./install.ts";
import { nodeDevice } from "./node-device.ts";
import { updateApps } from "./update.ts";
import { encodeState } from "../core/device/installed-app.ts";
import { anApp } from "../testing/app-kit.ts";
import { aDevice, type DeviceKit, fingerprint } from "../testing/device-kit.ts";
import { aStore, type StoreKit } from "../testing/store-kit.ts";

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

/** A disk that is full from its n-th write on, until something is removed; the write that fills it is half done. */
function fullDisk(n: number): Disk & { readonly writes: number } {
  let writes = 0;
  let hasRoom = false;
  const noSpace = () => Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
  const write = async (action: () => Promise<void>, halfDone: () => Promise<unknown>): Promise<void> => {
    writes += 1;
    if (writes < n || hasRoom) return action();
    if (writes === n) await halfDone();
    throw noSpace();
  };
  const nothing = async (): Promise<void> => undefined;
  return {
    ...nodeDisk,
    get writes() {
      return writes;
    },
    write: (path, bytes) => write(() => nodeDisk.write(path, bytes), nothing),
    create: (path, bytes) =>
      write(
        () => nodeDisk.create(path, bytes),
        () => nodeDisk.create(path, bytes.subarray(0, bytes.length >> 1)),
      ),
    append: (path, bytes) =>
      write(
        () => nodeDisk.append(path, bytes),
        () => nodeDisk.append(path, bytes.subarray(0, bytes.length >> 1)),
      ),
    async remove(path) {
      hasRoom ||= writes >= n && (await nodeDisk.look(path)) !== null;
      await nodeDisk.remove(path);
    },
  };
}

async function copyWith(disk: Disk): Promise<Device> {
  const copy = await mkdtemp(join(tmpdir(), "mosis-full-"));
  copies.push(copy);
  await cp(kit.root, copy, { recursive: true });
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

/** Everything but metadata that was verified, which may be newer. */
async function essentials(root: string): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(await fingerprint(root));
  return Object.fromEntries(
    files.filter(
      ([path]) =>
        !/^(?:lock|device\.json|staging|apps|trust)$|\/metadata|\/store\.json$|^trust\/[^/]+(?:\/pins)?$/.test(path),
    ),
  );
}

describe.for([
  {
    name: "an installation",
    // Empty lists, because an undone installation leaves them empty, not absent.
    async prepare({ layout, ports }: Device) {
      for (const path of [layout.homeScreen, layout.sandbox]) {
        await ports.disk.write(path, encodeState({ apps: [] }));
      }
    },
    run: (device: Device) => installApp(device, kit.request()).then(() => null),
  },
  {
    name: "an update",
    async prepare(device: Device) {
      await installApp(device, kit.request());
      store.app().withVersion({ files: { "assets/new.rml": "<rml/>" } });
      store.publish();
    },
    async run(device: Device) {
      const [step] = await updateApps(device, null);
      if (step?.kind === "failed") throw step.error;
    },
  },
])("$name on a disk that becomes full", ({ prepare, run }) => {
  test("at any write is refused for lack of space, changes nothing, and succeeds later", async () => {
    await prepare(kit.device);
    const untouched = await essentials(kit.root);
    let refused = 0;
    for (let n = 1; ; n += 1) {
      const disk = fullDisk(n);
      const device = await copyWith(disk);
      const { root, staging } = device.layout;
      const error: unknown = await run(device).catch((cause: unknown) => cause);
      if (disk.writes < n) break;
      refused += 1;
      expect(error).toMatchObject({ name: "DeviceError", code: "no-space" });
      expect(await essentials(root)).toEqual(untouched);
      expect(await readdir(staging).catch(() => [])).toEqual([]);
      await run(on(root, nodeDisk));
    }
    expect(refused).toBeGreaterThan(8);
  });
});
