import { relative, sep } from "node:path";

import { DeviceError } from "./device-error.ts";
import type { Device } from "./device.ts";
import { type InstalledApp, parseInstalledApp } from "../core/device/installed-app.ts";
import type { LineagePin } from "../core/device/lineage-pin.ts";
import { parseLineagePin } from "../core/device/parse-lineage.ts";
import { type AppId, parseAppId } from "../core/ids/ids.ts";
import { parseJson } from "../core/json/parse.ts";
import type { Cursor } from "../core/trust/cursor.ts";
import { TrustError } from "../core/trust/trust-error.ts";

/** The record of an app; null when it is not installed. */
export async function readApp({ layout, ports }: Device, app: AppId): Promise<InstalledApp | null> {
  const path = layout.app(app).record;
  const bytes = await ports.disk.read(path);
  if (bytes === null) return null;
  const record = ownState(path, () => parseInstalledApp(bytes, path));
  if (record.app_id === app) return record;
  throw new DeviceError("state-broken", `${path} is the record of ${record.app_id}.`);
}

/**
 * The record of an app that must be there.
 *
 * @throws DeviceError `not-installed`
 */
export async function requireApp(device: Device, app: AppId): Promise<InstalledApp> {
  const installed = await readApp(device, app);
  if (installed === null) throw new DeviceError("not-installed", `${app} is not installed.`);
  return installed;
}

/** What {@link readApps} finds. */
export interface AppsOnDevice {
  readonly apps: readonly InstalledApp[];
  /** Apps whose record cannot be read: trouble of theirs, not of the others. */
  readonly broken: readonly BrokenApp[];
}

export interface BrokenApp {
  readonly app: AppId;
  readonly error: DeviceError;
}

/** Every installed app, sorted by id. */
export async function readApps(device: Device): Promise<AppsOnDevice> {
  const apps: InstalledApp[] = [];
  const broken: BrokenApp[] = [];
  for (const app of await appFolders(device)) {
    const record = await readApp(device, app).catch(asBroken);
    if (record instanceof DeviceError) broken.push({ app, error: record });
    else if (record !== null) apps.push(record);
  }
  return { apps, broken };
}

/** For `catch`: gives back the error of a state file that cannot be read, and throws any other. */
export function asBroken(error: unknown): DeviceError {
  if (error instanceof DeviceError && error.code === "state-broken") return error;
  throw error;
}

/** Ids of the apps that have a folder, installed or with data left behind. */
export async function appFolders({ layout, ports }: Device): Promise<readonly AppId[]> {
  return (await ports.disk.list(layout.apps)).flatMap((name) => parseAppId(name) ?? []);
}

/** What is pinned of the owner of an app. */
export interface KeptPin {
  /** Folder of the store below `trust/`. */
  readonly storeKey: string;
  readonly pin: LineagePin;
}

/** The pin of an app in any store; it outlives the app itself. Null when the app was never installed. */
export async function readPin({ layout, ports }: Device, app: AppId): Promise<KeptPin | null> {
  for (const storeKey of await ports.disk.list(layout.trust)) {
    const path = layout.store(storeKey).pin(app);
    const bytes = await ports.disk.read(path);
    if (bytes === null) continue;
    const pin = ownState(path, () => parseLineagePin(jsonOf(bytes, path)));
    return { storeKey, pin };
  }
  return null;
}

/** A path of the device as its records name it: relative to the root, with slashes. */
export function statePath({ layout }: Device, path: string): string {
  return relative(layout.root, path).split(sep).join("/");
}

/**
 * Reads a JSON file of the device.
 *
 * @throws TrustError `malformed`
 */
export function jsonOf(bytes: Uint8Array, file: string): Cursor {
  const parsed = parseJson(bytes, file);
  if (parsed.ok) return { file, pointer: "", value: parsed.document.value };
  throw new TrustError("malformed", file, parsed.findings[0]?.message ?? "It is not JSON.");
}

/** Runs a reader of a file the device wrote itself. */
export function ownState<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof TrustError)) throw cause;
    throw new DeviceError("state-broken", `${path} is not as the device wrote it: ${cause.message}`, { cause });
  }
}
