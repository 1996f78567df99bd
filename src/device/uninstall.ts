import { changing, type Device } from "./device.ts";
import { DeviceError } from "./device-error.ts";
import { readApp, readPin } from "./records.ts";
import { clearRemains } from "./recover.ts";
import { transaction } from "./transaction.ts";
import { encodeState, type InstalledApp } from "../core/device/installed-app.ts";
import type { AppId } from "../core/ids/ids.ts";

export interface UninstallRequest {
  readonly app: AppId;
  /** Also what the app stored; otherwise the app finds it again when it comes back. */
  readonly data: boolean;
  /**
   * Also who the app's owner is, so that anybody's app of this id may come next. Goes together with the data only, or that
   * would be the next owner's.
   */
  readonly forget: boolean;
}

/** What an uninstallation will do; a JSON value. */
export type UninstallPlan = {
  readonly app_id: AppId;
  /** Null when only data or the owner's pin of a former installation is left. */
  readonly version: string | null;
  readonly removes: readonly ("package" | "cache" | "db" | "data" | "pin")[];
};

/**
 * What {@link uninstallApp} would do. Changes nothing.
 *
 * @throws DeviceError `not-installed`
 */
export async function planUninstall(device: Device, request: UninstallRequest): Promise<UninstallPlan> {
  const { app, data, forget } = request;
  const installed = await readApp(device, app);
  const hasPin = (await readPin(device, app)) !== null;
  if (installed === null && !(forget && hasPin)) throw new DeviceError("not-installed", `${app} is not installed.`);
  const parts = installed === null ? [] : (["package", "cache", "db"] as const);
  const removes = [...parts, ...(data || forget ? (["data"] as const) : []), ...(forget ? (["pin"] as const) : [])];
  return { app_id: app, version: installed?.version ?? null, removes };
}

/**
 * Removes an app: package, cache, db, and its data if asked. The pin of its owner stays, so that nobody else's app of the same id
 * can come back in its place, unless it is to be forgotten too.
 *
 * @throws DeviceError `not-installed`
 */
export async function uninstallApp(device: Device, request: UninstallRequest): Promise<UninstallPlan> {
  return changing(device, async () => {
    const plan = await planUninstall(device, request);
    const installed = await readApp(device, request.app);
    if (plan.removes.includes("data")) await removeAll(device, request.app, installed);
    else if (installed !== null) await removeProgram(device, installed);
    if (plan.removes.includes("pin")) await forgetOwner(device, request.app);
    return plan;
  });
}

async function removeAll(device: Device, app: AppId, installed: InstalledApp | null): Promise<void> {
  const { disk } = device.ports;
  const { folder, discarded } = device.layout.app(app);
  if (await disk.isFolder(folder)) {
    await transaction(async (onFailure) => {
      await disk.makeFolder(device.layout.staging);
      await disk.rename(folder, discarded);
      onFailure(() => disk.rename(discarded, folder));
      if (installed !== null) await unregister(device, installed, onFailure);
    });
    await disk.remove(discarded).catch(() => undefined);
  }
}

async function removeProgram(device: Device, installed: InstalledApp): Promise<void> {
  const { disk } = device.ports;
  const { record } = device.layout.app(installed.app_id);
  await transaction(async (onFailure) => {
    await disk.remove(record);
    onFailure(() => disk.write(record, encodeState(installed)));
    await unregister(device, installed, onFailure);
  });
  // The app is gone; what cannot be removed now, `recover` removes.
  await clearRemains(device, installed.app_id).catch(() => undefined);
}

async function unregister(
  { ports }: Device,
  installed: InstalledApp,
  onFailure: (undo: () => Promise<unknown>) => void,
): Promise<void> {
  onFailure(() => ports.homeScreen.add(installed));
  await ports.homeScreen.remove(installed.app_id);
  onFailure(() => ports.luaSandbox.register(installed));
  await ports.luaSandbox.unregister(installed.app_id);
}

async function forgetOwner(device: Device, app: AppId): Promise<void> {
  const kept = await readPin(device, app);
  if (kept !== null) await device.ports.disk.remove(device.layout.store(kept.storeKey).pin(app));
}
