import { changing, type Device } from "./device.ts";
import { DeviceError } from "./device-error.ts";
import { asBroken, readApp, readPin } from "./records.ts";
import { clearRemains, unregister } from "./recover.ts";
import { stopApp } from "./running-app.ts";
import { type OnFailure, transaction } from "./disk/transaction.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
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
  /** Null when only data or the owner's pin of a former installation is left, or the record cannot be read. */
  readonly version: string | null;
  readonly removes: readonly ("package" | "cache" | "db" | "data" | "pin")[];
};

/**
 * What {@link uninstallApp} would do. Changes nothing.
 *
 * @throws DeviceError `not-installed`
 */
export async function planUninstall(device: Device, { app, data, forget }: UninstallRequest): Promise<UninstallPlan> {
  const record = await readApp(device, app).catch(asBroken);
  const hasPin = (await readPin(device, app)) !== null;
  if (record === null && !(forget && hasPin)) throw new DeviceError("not-installed", `${app} is not installed.`);
  const parts = record === null ? [] : (["package", "cache", "db"] as const);
  const removes = [...parts, ...(data || forget ? (["data"] as const) : []), ...(forget ? (["pin"] as const) : [])];
  return { app_id: app, version: record === null || record instanceof DeviceError ? null : record.version, removes };
}

/**
 * Removes an app: package, cache, db, and its data if asked. The pin of its owner stays, so that nobody else's app of the same id
 * can come back in its place, unless it is to be forgotten too. Also helps with an app whose record cannot be read.
 *
 * @throws DeviceError `not-installed`
 */
export async function uninstallApp(device: Device, request: UninstallRequest): Promise<UninstallPlan> {
  return changing(device, async () => {
    const { app } = request;
    const plan = await planUninstall(device, request);
    if (plan.removes.includes("data")) await removeAll(device, app);
    else await removeProgram(device, app);
    if (plan.removes.includes("pin")) await forgetOwner(device, app);
    return plan;
  });
}

async function removeAll(device: Device, app: AppId): Promise<void> {
  const { disk } = device.ports;
  const { folder, discarded } = device.layout.app(app);
  const record = await readApp(device, app).catch(asBroken);
  if (await disk.isFolder(folder)) {
    await transaction(async (onFailure) => {
      await stopApp(device, app, onFailure);
      await disk.makeFolder(device.layout.staging);
      await disk.rename(folder, discarded);
      onFailure(() => disk.rename(discarded, folder));
      await takeOff(device, app, record, onFailure);
    });
    await disk.remove(discarded).catch(() => undefined);
  }
}

async function removeProgram(device: Device, app: AppId): Promise<void> {
  const { disk } = device.ports;
  const { record: path } = device.layout.app(app);
  const record = await readApp(device, app).catch(asBroken);
  await transaction(async (onFailure) => {
    await stopApp(device, app, onFailure);
    const bytes = await disk.read(path);
    await disk.remove(path);
    if (bytes !== null) onFailure(() => disk.write(path, bytes));
    await takeOff(device, app, record, onFailure);
  });
  // The app is gone; what cannot be removed now, `recover` removes.
  await clearRemains(device, app).catch(() => undefined);
}

async function takeOff(
  device: Device,
  app: AppId,
  record: InstalledApp | DeviceError | null,
  onFailure: OnFailure,
): Promise<void> {
  const { homeScreen, luaSandbox } = device.ports;
  if (record !== null && !(record instanceof DeviceError)) {
    onFailure(async () => {
      await luaSandbox.register(record);
      await homeScreen.add(record);
    });
  }
  await unregister(device, app);
}

async function forgetOwner(device: Device, app: AppId): Promise<void> {
  const kept = await readPin(device, app);
  if (kept !== null) await device.ports.disk.remove(device.layout.store(kept.storeKey).pin(app));
}
