import type { Device } from "../device.ts";
import { DeviceError } from "../device-error.ts";
import { type KeptPin, readPin } from "../records.ts";
import { readStore } from "./store-state.ts";
import type { InstalledApp } from "../../core/device/installed-app.ts";
import type { AppId } from "../../core/ids/ids.ts";

/** The store that an app is to come from. */
export interface WantedStore {
  /** Folder of the store below `trust/`. */
  readonly key: string;
  readonly url: string;
}

/**
 * Refuses a store other than the one an app came from: ids say nothing of who publishes them elsewhere. The pin decides, and it
 * outlives the app. A store is its address, so one that moved is refused as any other.
 *
 * @returns what is pinned of the app's owner; null when the app was never installed
 * @throws DeviceError `other-store`
 */
export async function requireOwnStore(
  device: Device,
  app: AppId,
  wanted: WantedStore,
  installed: InstalledApp | null,
): Promise<KeptPin | null> {
  const pinned = await readPin(device, app);
  const own = pinned?.storeKey ?? installed?.store.key ?? wanted.key;
  if (own === wanted.key) return pinned;
  const from = (await readStore(device, own))?.record.url ?? own;
  const verb = installed === null ? "was" : "is";
  const message = `${app} ${verb} installed from ${from}. An app of the same id at ${wanted.url} may be another one.`;
  throw new DeviceError("other-store", message);
}
