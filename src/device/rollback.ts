import { replaceFile } from "./apply-change.ts";
import { changing, type Device } from "./device.ts";
import { DeviceError } from "./device-error.ts";
import { requireApp } from "./records.ts";
import { digestOfPackage } from "./recover.ts";
import { restartApp, stopApp } from "./running-app.ts";
import { transaction } from "./disk/transaction.ts";
import { encodeState, type InstalledApp, type PackageRecord } from "../core/device/installed-app.ts";
import type { InstalledVersion } from "../core/device/plan-change.ts";
import type { AppId } from "../core/ids/ids.ts";

/** What a rollback will do; a JSON value. */
export type RollbackPlan = {
  readonly app_id: AppId;
  /** Does not come again on this device; a newer version does. */
  readonly from: InstalledVersion;
  readonly to: InstalledVersion;
};

/**
 * What {@link rollbackApp} would do. Changes nothing.
 *
 * @throws DeviceError `not-installed`, `no-previous`, or `state-broken` when the kept package is not the one it was
 */
export async function planRollback(device: Device, app: AppId): Promise<RollbackPlan> {
  return (await prepare(device, await requireApp(device, app))).plan;
}

/**
 * Goes back to the package that the last update replaced. It was verified when it was installed and never left the device. What the
 * app stored stays as the newer version left it.
 *
 * @throws DeviceError as {@link planRollback}
 */
export async function rollbackApp(device: Device, app: AppId): Promise<RollbackPlan> {
  return changing(device, async () => rollBack(device, await requireApp(device, app)));
}

/** As {@link rollbackApp}, for whoever changes the device already. */
export async function rollBack(device: Device, installed: InstalledApp): Promise<RollbackPlan> {
  const { disk, luaSandbox, homeScreen } = device.ports;
  const { plan, previous } = await prepare(device, installed);
  const at = device.layout.app(installed.app_id);
  const record: InstalledApp = {
    ...installed,
    ...previous,
    updated_at: device.ports.now().toISOString(),
    previous: null,
    probation: null,
    rolled_back: [...installed.rolled_back, installed.version_code],
  };
  const ran = await transaction(async (onFailure) => {
    const wasRunning = await stopApp(device, installed.app_id, onFailure);
    await disk.rename(at.package, at.outgoing);
    onFailure(() => disk.rename(at.outgoing, at.package));
    await disk.rename(at.previous, at.package);
    onFailure(() => disk.rename(at.package, at.previous));
    onFailure(() => luaSandbox.register(installed));
    await luaSandbox.register(record);
    onFailure(() => homeScreen.add(installed));
    await homeScreen.add(record);
    await replaceFile(device, at.record, encodeState(record), onFailure);
    return wasRunning;
  });
  if (ran) await restartApp(device, installed.app_id);
  // The change is made; what cannot be removed now, `recover` removes.
  await disk.remove(at.outgoing).catch(() => undefined);
  return plan;
}

async function prepare(
  device: Device,
  installed: InstalledApp,
): Promise<{ readonly plan: RollbackPlan; readonly previous: PackageRecord }> {
  const { app_id, version, version_code, previous } = installed;
  if (previous === null) throw new DeviceError("no-previous", `The device keeps no previous version of ${app_id}.`);
  const place = device.layout.app(app_id).previous;
  if ((await digestOfPackage(device, place)) !== previous.content_digest) {
    throw new DeviceError("state-broken", `${place} does not hold ${previous.version}.`);
  }
  const to = { version: previous.version, version_code: previous.version_code };
  return { plan: { app_id, from: { version, version_code }, to }, previous };
}
