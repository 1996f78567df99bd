import { DeviceError } from "./device-error.ts";
import type { Device } from "./device.ts";
import { below } from "./disk/disk.ts";
import { downloadPackage, type Transfer } from "./download/download.ts";
import { statePath } from "./records.ts";
import { restartApp, stopApp } from "./running-app.ts";
import { keepTrust, type StoreSession } from "./store/store-session.ts";
import { type OnFailure, transaction } from "./disk/transaction.ts";
import { encodeState, installedApp, type InstalledApp, packageRecord } from "../core/device/installed-app.ts";
import type { ChangePlan } from "../core/device/plan-change.ts";
import { startProbation } from "../core/device/probation.ts";
import type { AppId } from "../core/ids/ids.ts";
import { ChangedSourceError } from "../core/package/byte-source.ts";
import type { PackageFile } from "../core/package/package-document.ts";
import type { OpenPackage } from "../core/package/read-package.ts";
import type { Track } from "../core/registry/documents.ts";

/** What a plan is carried out with. */
export interface ChangeContext {
  readonly session: StoreSession;
  /** What is installed now. */
  readonly installed: InstalledApp | null;
  /** What the app follows from now on. */
  readonly track: Track;
}

/** What became of a plan, and how its package came. */
export interface AppliedChange {
  readonly installed: InstalledApp;
  readonly transfer: Transfer;
}

/** True when a person agreed to every permission of a plan that needs it. */
export async function isAgreed({ ports }: Device, { kind, app_id, name, consent }: ChangePlan): Promise<boolean> {
  return consent.length === 0 || ports.consent({ kind, app: app_id, name, permissions: consent });
}

/**
 * Carries out a plan that was agreed to: downloads, verifies, unpacks, and swaps the package. Whatever fails, the device is left
 * as it was.
 *
 * @throws DeviceError
 */
export async function applyChange(device: Device, plan: ChangePlan, context: ChangeContext): Promise<AppliedChange> {
  const downloaded = await downloadPackage(device, context.session, plan, context.installed);
  const { opened, transfer } = downloaded;
  const { disk } = device.ports;
  const { outgoing } = device.layout.app(plan.app_id);
  const { record, ran } = await transaction(async (onFailure) => {
    onFailure(() => downloaded.release());
    await stage(device, plan.app_id, opened, onFailure);
    await downloaded.release();
    const wasRunning = await stopApp(device, plan.app_id, onFailure);
    return { record: await swap(device, plan, opened, context, onFailure), ran: wasRunning };
  });
  if (ran) await restartApp(device, plan.app_id);
  // The change is made; what cannot be removed now, `recover` removes.
  if (context.installed?.previous) await disk.remove(outgoing).catch(() => undefined);
  return { installed: record, transfer };
}

async function stage(device: Device, app: AppId, { files }: OpenPackage, onFailure: OnFailure): Promise<void> {
  const { disk } = device.ports;
  const { staged } = device.layout.app(app);
  await disk.remove(staged);
  onFailure(() => disk.remove(staged));
  for (const file of files) await disk.create(below(staged, file.path), dataOf(file));
}

/** Reads a file of a package on the disk, which nobody but the device should have touched since it was verified. */
function dataOf(file: PackageFile): Uint8Array {
  try {
    return file.data;
  } catch (cause) {
    if (cause instanceof ChangedSourceError) throw new DeviceError("state-broken", cause.message, { cause });
    throw cause;
  }
}

async function swap(
  device: Device,
  plan: ChangePlan,
  opened: OpenPackage,
  { session, installed, track }: ChangeContext,
  onFailure: OnFailure,
): Promise<InstalledApp> {
  const { disk, luaSandbox, homeScreen } = device.ports;
  const at = device.layout.app(plan.app_id);
  const pinFile = device.layout.store(session.key).pin(plan.app_id);
  const now = device.ports.now();
  const time = now.toISOString();
  const record = installedApp(plan, opened.manifest, {
    track,
    store: { key: session.key, url: session.record.url },
    pin: statePath(device, pinFile),
    installed_at: installed?.installed_at ?? time,
    updated_at: time,
    previous: installed && packageRecord(installed),
    probation: installed && startProbation(now),
    rolled_back: (installed?.rolled_back ?? []).filter((code) => code > plan.to.version_code),
  });

  if (session.isFirstContact) {
    onFailure(() => disk.remove(device.layout.store(session.key).folder));
    await keepTrust(device, session);
  }
  for (const folder of [at.folder, at.data, at.cache, at.db]) {
    if (await disk.makeFolder(folder)) onFailure(() => disk.remove(folder));
  }
  if (installed !== null) {
    if (!(await disk.isFolder(at.package))) throw new DeviceError("state-broken", `${at.package} is missing.`);
    if (installed.previous !== null) {
      await disk.rename(at.previous, at.outgoing);
      onFailure(() => disk.rename(at.outgoing, at.previous));
    }
    await disk.rename(at.package, at.previous);
    onFailure(() => disk.rename(at.previous, at.package));
  }
  await disk.rename(at.staged, at.package);
  onFailure(() => disk.remove(at.package));
  await replaceFile(device, pinFile, encodeState(plan.pin), onFailure);
  onFailure(() => (installed === null ? luaSandbox.unregister(plan.app_id) : luaSandbox.register(installed)));
  await luaSandbox.register(record);
  onFailure(() => (installed === null ? homeScreen.remove(plan.app_id) : homeScreen.add(installed)));
  await homeScreen.add(record);
  // From here on the app is the new one; before, `recover` goes back to the old one.
  await replaceFile(device, at.record, encodeState(record), onFailure);
  return record;
}

/** Writes a state file; after a failure it is as it was. */
export async function replaceFile(
  { ports }: Device,
  path: string,
  bytes: Uint8Array,
  onFailure: OnFailure,
): Promise<void> {
  const before = await ports.disk.read(path);
  onFailure(() => (before === null ? ports.disk.remove(path) : ports.disk.write(path, before)));
  await ports.disk.write(path, bytes);
}
