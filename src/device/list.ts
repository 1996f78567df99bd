import type { Device } from "./device.ts";
import { readApps } from "./records.ts";
import { readStore } from "./store-state.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import type { AppId } from "../core/ids/ids.ts";
import { isExpired } from "../core/trust/verify.ts";

/** What is on a device; a JSON value. */
export type DeviceList = {
  /** Sorted by id. */
  readonly apps: readonly InstalledApp[];
  /** Apps whose record was altered; they can be uninstalled. */
  readonly broken: readonly { readonly app_id: AppId; readonly problem: string }[];
  readonly stores: readonly ListedStore[];
};

export type ListedStore = {
  readonly url: string;
  readonly first_root: string;
  readonly pinned: "given" | "first-use";
  /** Until when what is known of it holds; null when nothing but its root is known. */
  readonly expires: string | null;
  /** Installed apps go on, but nothing new is installed from it until it can be reached. */
  readonly expired: boolean;
};

/** Lists apps and stores from the device's own state; no store is asked. */
export async function listDevice(device: Device): Promise<DeviceList> {
  const stores: ListedStore[] = [];
  for (const key of await device.ports.disk.list(device.layout.trust)) {
    const known = await readStore(device, key);
    if (known === null) continue;
    const { url, first_root, pinned } = known.record;
    const { timestamp } = known.trust;
    const expired = timestamp !== null && isExpired(timestamp, device.ports.now());
    stores.push({ url, first_root, pinned, expires: timestamp?.expires ?? null, expired });
  }
  const { apps, broken } = await readApps(device);
  return { apps, broken: broken.map(({ app, error }) => ({ app_id: app, problem: error.message })), stores };
}
