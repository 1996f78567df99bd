import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";

import { serveStatic, type StaticServer } from "./static-server.ts";
import type { StoreKit } from "./store-kit.ts";
import { toHex } from "../core/bytes.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { ConsentRequest, Device, DevicePorts } from "../device/device.ts";
import type { InstallRequest } from "../device/install.ts";
import { nodeDevice } from "../device/node-device.ts";
import { nodeCrypto } from "../node/crypto.ts";

export interface DeviceChoice extends Partial<DevicePorts> {
  readonly mosisVersion?: string;
  /** The bucket follows from it. */
  readonly secret?: Uint8Array;
}

/** A device in a temporary folder, with the clock of a store, beside a server for the store. */
export interface DeviceKit {
  readonly root: string;
  readonly device: Device;
  readonly server: StaticServer;
  /** What a person was asked, in order. */
  readonly asked: ConsentRequest[];
  /** What the person answers; yes at first. */
  agrees: boolean;
  /** The installation of an app of the store, its root given. */
  request(app?: string, change?: Partial<InstallRequest>): InstallRequest;
  /** SHA-256 of every file of the device by path, but for the lock. */
  fingerprint(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** Sets a device up that trusts a store once it is given its root. */
export async function aDevice(store: StoreKit, choice: DeviceChoice = {}): Promise<DeviceKit> {
  const { secret = new Uint8Array(32), ...ports } = choice;
  const root = await mkdtemp(join(tmpdir(), "mosis-device-"));
  const server = await serveStatic((path) => store.files.get(path) ?? null);
  const kit: DeviceKit = {
    root,
    device: nodeDevice(root, {
      consent: async (request) => {
        kit.asked.push(request);
        return kit.agrees;
      },
      now: () => store.trust.now,
      randomBytes: () => secret,
      ...ports,
    }),
    server,
    asked: [],
    agrees: true,
    request: (app = "com.example.notes", change = {}) => ({
      app: app as AppId,
      store: server.url,
      root: store.firstRoot,
      track: "stable",
      ...change,
    }),
    fingerprint: async () => {
      const { lock: _, ...files } = await fingerprint(root);
      return files;
    },
    async close() {
      await server.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  return kit;
}

/** SHA-256 of every file below a folder by path. */
export async function fingerprint(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const digests: Record<string, string> = {};
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join("/");
    digests[name] = entry.isDirectory() ? "folder" : toHex(nodeCrypto.sha256(await readFile(path)));
  }
  return digests;
}
