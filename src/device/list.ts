import { readChecks } from "./check-state.ts";
import type { Device } from "./device.ts";
import { deviceSecret } from "./identity.ts";
import { readApps } from "./records.ts";
import { readStore } from "./store/store-state.ts";
import type { AppOutlook } from "../core/device/app-outlook.ts";
import type { CheckRecord } from "../core/device/check-record.ts";
import { checkOffset, nextCheck } from "../core/device/check-schedule.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import type { AppId } from "../core/ids/ids.ts";
import { isExpired } from "../core/trust/verify.ts";
import { nodeCrypto } from "../node/crypto.ts";

/** What is on a device; a JSON value. */
export type DeviceList = {
  /** Sorted by id. */
  readonly apps: readonly ListedApp[];
  /** Apps whose record was altered; they can be uninstalled. */
  readonly broken: readonly { readonly app_id: AppId; readonly problem: string }[];
  readonly stores: readonly ListedStore[];
  readonly check: ListedCheck;
};

/** An app, and what the last check for updates learnt of it. */
export type ListedApp = InstalledApp & {
  /** What its store said of the installed version; null where no check has asked since it was installed. */
  readonly status: AppOutlook["status"] | null;
  readonly status_reason: string | null;
  readonly available: AppOutlook["available"];
};

export type ListedCheck = {
  readonly attempted_at: string | null;
  readonly succeeded_at: string | null;
  /** Failed attempts since the last success. */
  readonly failures: number;
  /** Null before the first check, which is due at once. */
  readonly next_due: string | null;
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
  const checks = await readChecks(device);
  return {
    apps: apps.map((app) => listedApp(app, checks)),
    broken: broken.map(({ app, error }) => ({ app_id: app, problem: error.message })),
    stores,
    check: await listedCheck(device, checks),
  };
}

function listedApp(app: InstalledApp, { apps }: CheckRecord): ListedApp {
  const outlook = apps.find(({ app_id: id, version_code: code }) => id === app.app_id && code === app.version_code);
  const { status = null, status_reason = null, available = null } = outlook ?? {};
  return { ...app, status, status_reason, available };
}

async function listedCheck(
  device: Device,
  { attempted_at, succeeded_at, failures, put_off_since }: CheckRecord,
): Promise<ListedCheck> {
  if (attempted_at === null) return { attempted_at, succeeded_at, failures, next_due: null };
  const offset = checkOffset(await deviceSecret(device, false), nodeCrypto.sha256);
  const next = nextCheck({ attempted_at, succeeded_at, failures, put_off_since }, offset, device.ports.now());
  return { attempted_at, succeeded_at, failures, next_due: next.toISOString() };
}
