import { applyChange, isAgreed } from "./apply-change.ts";
import { changing, type Device } from "./device.ts";
import { attempt, forEachApp, type UpdateStep } from "./plan-updates.ts";
import { readApps, requireApp } from "./records.ts";
import type { StoreSession } from "./store/store-session.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import type { AppId } from "../core/ids/ids.ts";

/**
 * What {@link updateApps} would do, before anybody is asked for consent. Changes nothing.
 *
 * @param apps all installed ones when null
 * @throws DeviceError when one of the apps is not installed
 */
export async function planUpdates(device: Device, apps: readonly AppId[] | null): Promise<readonly UpdateStep[]> {
  const { apps: chosen, failed } = await choose(device, apps);
  const steps = [...failed];
  await forEachApp(device, chosen, { keep: false }, async ({ step }) => void steps.push(step));
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
    const { apps: chosen, failed } = await choose(device, apps);
    const steps = [...failed];
    await forEachApp(device, chosen, { keep: true }, async ({ step, installed, session }) => {
      if (step.kind !== "update" || session === null) steps.push(step);
      else steps.push(await attempt(step.app, () => carryOut(device, step, installed, session)));
    });
    return steps;
  });
}

/** All installed apps; those whose record cannot be read have failed already. */
export async function readInstalled(
  device: Device,
): Promise<{ readonly apps: readonly InstalledApp[]; readonly failed: readonly UpdateStep[] }> {
  const { apps, broken } = await readApps(device);
  return { apps, failed: broken.map(({ app, error }) => ({ kind: "failed", app, error })) };
}

async function choose(device: Device, apps: readonly AppId[] | null): ReturnType<typeof readInstalled> {
  if (apps === null) return readInstalled(device);
  return { apps: await Promise.all(apps.map((app) => requireApp(device, app))), failed: [] };
}

/** Carries out an update that was planned, if somebody agrees to what it asks for. */
export async function carryOut(
  device: Device,
  step: Extract<UpdateStep, { readonly kind: "update" }>,
  installed: InstalledApp,
  session: StoreSession,
): Promise<UpdateStep> {
  if (!(await isAgreed(device, step.plan))) return { kind: "held", app: step.app, plan: step.plan };
  const { transfer } = await applyChange(device, step.plan, { session, installed, track: installed.track });
  return { ...step, transfer };
}
