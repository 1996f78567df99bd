import type { Notice } from "./notify.ts";
import { recover } from "./recover.ts";
import type { Disk } from "./disk/disk.ts";
import { type Layout } from "./layout.ts";
import { underLock } from "./disk/lock.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { Conditions } from "../core/device/check-schedule.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import type { HttpFetcher } from "../node/http-fetch.ts";

/** Lets apps run: the LuaSandboxManager of MosisService. */
export interface LuaSandbox {
  /** Also replaces what was registered under the app's id. */
  register(app: InstalledApp): Promise<void>;
  /** Nothing happens where the app is not registered. */
  unregister(app: AppId): Promise<void>;
}

/** Shows apps. */
export interface HomeScreen {
  /** Also replaces the app's icon and name; its place stays. */
  add(app: InstalledApp): Promise<void>;
  /** Nothing happens where the app is not shown. */
  remove(app: AppId): Promise<void>;
}

/** The apps that run at the moment. */
export interface RunningApps {
  isRunning(app: AppId): Promise<boolean>;
  /** Resolves once the app no longer runs. */
  stop(app: AppId): Promise<void>;
  start(app: AppId): Promise<void>;
}

/** What a person is asked. */
export interface ConsentRequest {
  readonly kind: "install" | "update";
  readonly app: AppId;
  readonly name: string;
  readonly permissions: readonly string[];
}

export interface DevicePorts {
  readonly disk: Disk;
  readonly luaSandbox: LuaSandbox;
  readonly homeScreen: HomeScreen;
  readonly apps: RunningApps;
  /** Whether a person agrees to these permissions. */
  consent(request: ConsentRequest): Promise<boolean>;
  notify(notice: Notice): Promise<void>;
  /** Network and battery, for checks nobody asked for. */
  conditions(): Promise<Conditions>;
  /** Loads files of the store at an address. */
  fetcherOf(url: string): HttpFetcher;
  now(): Date;
  /** Unpredictable bytes. */
  randomBytes(length: number): Uint8Array;
}

/** A device and what it is to its apps. */
export interface Device {
  readonly layout: Layout;
  /** SemVer of its Mosis. */
  readonly mosisVersion: string;
  readonly ports: DevicePorts;
}

/**
 * Runs something that changes a device: alone, and after whatever a power cut left undone is mended.
 *
 * @throws DeviceError `locked`
 */
export async function changing<T>(device: Device, action: () => Promise<T>): Promise<T> {
  return underLock(device.layout.lock, async () => {
    await recover(device);
    return action();
  });
}
