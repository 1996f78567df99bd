import { applyChange, isAgreed } from "./apply-change.ts";
import { changing, type Device } from "./device.ts";
import { DeviceError } from "./device-error.ts";
import type { Transfer } from "./download.ts";
import { decideChange } from "./plan.ts";
import { readApps, requireApp } from "./records.ts";
import { connect, keepTrust, lookUp, type StoreSession } from "./store-session.ts";
import { announcesNewer } from "../core/device/announced-versions.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
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

/**
 * What {@link updateApps} would do, before anybody is asked for consent. Changes nothing.
 *
 * @param apps all installed ones when null
 * @throws DeviceError when one of the apps is not installed
 */
export async function planUpdates(device: Device, apps: readonly AppId[] | null): Promise<readonly UpdateStep[]> {
  const { chosen, failed } = await choose(device, apps);
  const steps = [...failed];
  await forEachApp(device, chosen, false, async ({ step }) => void steps.push(step));
  return steps;
}

/**
 * Updates apps from the stores they came from. One that fails leaves the others to go on. Asks a store for its metadata and for an
 * app's document only where the metadata shows something newer.
 *
 * @param apps all installed ones when null
 * @throws DeviceError when one of the apps is not installed
 */
export async function updateApps(device: Device, apps: readonly AppId[] | null): Promise<readonly UpdateStep[]> {
  return changing(device, async () => {
    const { chosen, failed } = await choose(device, apps);
    const steps = [...failed];
    await forEachApp(device, chosen, true, async ({ step, installed, session }) => {
      if (step.kind !== "update" || session === null) steps.push(step);
      else steps.push(await attempt(step.app, () => carryOut(device, step, installed, session)));
    });
    return steps;
  });
}

/** The records of apps; those that cannot be read have failed already. */
async function choose(
  device: Device,
  apps: readonly AppId[] | null,
): Promise<{ readonly chosen: readonly InstalledApp[]; readonly failed: readonly UpdateStep[] }> {
  if (apps !== null) return { chosen: await Promise.all(apps.map((app) => requireApp(device, app))), failed: [] };
  const { apps: chosen, broken } = await readApps(device);
  return { chosen, failed: broken.map(({ app, error }) => ({ kind: "failed", app, error })) };
}

interface Planned {
  readonly step: UpdateStep;
  readonly installed: InstalledApp;
  /** Null when the store could not be used at all. */
  readonly session: StoreSession | null;
}

async function forEachApp(
  device: Device,
  apps: readonly InstalledApp[],
  keep: boolean,
  visit: (planned: Planned) => Promise<void>,
): Promise<void> {
  for (const installedHere of Map.groupBy(apps, ({ store }) => store.url).values()) {
    for (const planned of await planStore(device, installedHere, keep)) await visit(planned);
  }
}

/** All apps of one store: their bins are looked up together, so that the metadata is kept once. */
async function planStore(device: Device, apps: readonly InstalledApp[], keep: boolean): Promise<readonly Planned[]> {
  const [first] = apps;
  if (first === undefined) return [];
  let session: StoreSession;
  try {
    session = await connect(device, first.store.url, { root: null, mayBeNew: false, keep });
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    return apps.map((installed) => ({
      step: { kind: "failed", app: installed.app_id, error },
      installed,
      session: null,
    }));
  }
  const planned: Planned[] = [];
  for (const installed of apps) {
    const step = await attempt(installed.app_id, async () => {
      const found = await lookUp(device, session, installed.app_id);
      session = found.session;
      return planApp(device, found, installed, keep);
    });
    planned.push({ step, installed, session });
  }
  if (keep) await keepTrust(device, session);
  return planned;
}

async function planApp(
  device: Device,
  { session, target }: Awaited<ReturnType<typeof lookUp>>,
  installed: InstalledApp,
  keep: boolean,
): Promise<UpdateStep> {
  const { app_id: app, track } = installed;
  if (target === null) return { kind: "none", app, reason: "withdrawn", why: "The store no longer has the app." };
  if (!announcesNewer(target.custom, installed.version_code, track)) {
    return { kind: "none", app, reason: "up-to-date", why: `Version ${installed.version} is the newest.` };
  }
  const decision = await decideChange(device, session, target, { app, track, installed, keep });
  if (decision.kind === "none") return { kind: "none", app, reason: decision.reason, why: decision.why };
  return { kind: "update", app, plan: decision.plan, transfer: null };
}

async function carryOut(
  device: Device,
  step: Extract<UpdateStep, { readonly kind: "update" }>,
  installed: InstalledApp,
  session: StoreSession,
): Promise<UpdateStep> {
  if (!(await isAgreed(device, step.plan))) return { kind: "held", app: step.app, plan: step.plan };
  const { transfer } = await applyChange(device, step.plan, { session, installed, track: installed.track });
  return { ...step, transfer };
}

async function attempt(app: AppId, action: () => Promise<UpdateStep>): Promise<UpdateStep> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof DeviceError) return { kind: "failed", app, error };
    throw error;
  }
}
