import type { Device } from "./device.ts";
import { DeviceError } from "./device-error.ts";
import type { Transfer } from "./download/download.ts";
import { decideChange } from "./plan.ts";
import { connect, keepTrust, loadApp, lookUp, type StoreSession } from "./store/store-session.ts";
import { announcesNewer } from "../core/device/announced-versions.ts";
import { type AppFinding, type AppOutlook, availableOf } from "../core/device/app-outlook.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import { statusOfInstalled } from "../core/device/installed-status.ts";
import type { OfferedApp } from "../core/device/offered-app.ts";
import type { ChangePlan } from "../core/device/plan-change.ts";
import type { AppId } from "../core/ids/ids.ts";

/** What becomes of one app. */
export type UpdateStep =
  | {
      readonly kind: "update";
      readonly app: AppId;
      readonly plan: ChangePlan;
      /** How the package came; null while it is only planned. */
      readonly transfer: Transfer | null;
    }
  | { readonly kind: "none"; readonly app: AppId; readonly reason: string; readonly why: string }
  /** Nobody agreed yet to the permissions the update adds; the app stays as it is. */
  | { readonly kind: "held"; readonly app: AppId; readonly plan: ChangePlan }
  | { readonly kind: "failed"; readonly app: AppId; readonly error: DeviceError };

/** What is planned for one app. */
export interface Planned {
  readonly step: UpdateStep;
  readonly installed: InstalledApp;
  /** Null when the store could not be used at all. */
  readonly session: StoreSession | null;
  /** What was learnt of the app; null where nothing was, or nobody asked. */
  readonly finding: AppFinding | null;
}

export interface PlanOptions {
  /** Whether what proved true is kept. */
  readonly keep: boolean;
  /** What was known of each app before; then it is also found out what the store says of the installed version. */
  readonly outlooks?: ReadonlyMap<AppId, AppOutlook>;
}

/** Plans the updates of apps, store by store, and has each looked at before the next store is asked. */
export async function forEachApp(
  device: Device,
  apps: readonly InstalledApp[],
  options: PlanOptions,
  visit: (planned: Planned) => Promise<void>,
): Promise<void> {
  for (const installedHere of Map.groupBy(apps, ({ store }) => store.url).values()) {
    for (const planned of await planStore(device, installedHere, options)) await visit(planned);
  }
}

/** Makes an error of the device the app's own: others go on. */
export async function attempt(app: AppId, action: () => Promise<UpdateStep>): Promise<UpdateStep> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof DeviceError) return { kind: "failed", app, error };
    throw error;
  }
}

/** All apps of one store: their bins are looked up together, so that the metadata is kept once. */
async function planStore(
  device: Device,
  apps: readonly InstalledApp[],
  options: PlanOptions,
): Promise<readonly Planned[]> {
  const [first] = apps;
  if (first === undefined) return [];
  const { keep } = options;
  let session: StoreSession;
  try {
    session = await connect(device, first.store.url, { root: null, mayBeNew: false, keep });
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    return apps.map((installed) => ({
      step: { kind: "failed", app: installed.app_id, error },
      installed,
      session: null,
      finding: null,
    }));
  }
  const planned: Planned[] = [];
  for (const installed of apps) {
    let finding: AppFinding | null = null;
    const step = await attempt(installed.app_id, async () => {
      const found = await lookUp(device, session, installed.app_id);
      session = found.session;
      const seen = await planApp(device, found, installed, options);
      finding = seen.finding;
      return seen.step;
    });
    planned.push({ step, installed, session, finding });
  }
  if (keep) await keepTrust(device, session);
  return planned;
}

async function planApp(
  device: Device,
  { session, target }: Awaited<ReturnType<typeof lookUp>>,
  installed: InstalledApp,
  { keep, outlooks }: PlanOptions,
): Promise<Pick<Planned, "step" | "finding">> {
  const { app_id: app, version_code, track } = installed;
  if (target === null) {
    const why = "The store no longer has the app.";
    const gone = { app_id: app, version_code, document: null, status_reason: null, available: null };
    return { step: { kind: "none", app, reason: "withdrawn", why }, finding: { ...gone, status: "removed" } };
  }
  const upToDate: UpdateStep = {
    kind: "none",
    app,
    reason: "up-to-date",
    why: `Version ${installed.version} is the newest.`,
  };
  const isNewer = announcesNewer(target.custom, version_code, track);
  const before = outlooks?.get(app) ?? null;
  const isKnown = before?.document === target.sha256 && before.version_code === version_code;
  if (!isNewer && (outlooks === undefined || isKnown)) {
    return { step: upToDate, finding: before && { ...before, available: null } };
  }
  const offered = await loadApp(session, app, target);
  const step = isNewer ? await attempt(app, () => decideStep(device, session, offered, installed, keep)) : upToDate;
  const { status, reason } = statusOfInstalled(offered, version_code);
  const available = step.kind === "update" ? availableOf(step.plan) : null;
  const finding = { app_id: app, version_code, document: target.sha256, status, status_reason: reason, available };
  return { step, finding };
}

async function decideStep(
  device: Device,
  session: StoreSession,
  offered: OfferedApp,
  installed: InstalledApp,
  keep: boolean,
): Promise<UpdateStep> {
  const { app_id: app, track } = installed;
  const decision = await decideChange(device, session, offered, { app, track, installed, keep });
  if (decision.kind === "none") return { kind: "none", app, reason: decision.reason, why: decision.why };
  return { kind: "update", app, plan: decision.plan, transfer: null };
}
