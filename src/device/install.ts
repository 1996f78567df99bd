import { applyChange, isAgreed } from "./apply-change.ts";
import { changing, type Device } from "./device.ts";
import { DeviceError } from "./device-error.ts";
import { requireOwnStore } from "./store/own-store.ts";
import { decideChange } from "./plan.ts";
import { readApp } from "./records.ts";
import { connect, keepTrust, loadApp, lookUp, type StoreSession } from "./store/store-session.ts";
import { storeKey, type StoreRecord, storeUrl } from "./store/store-state.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import type { ChangePlan } from "../core/device/plan-change.ts";
import type { PassedOver } from "../core/device/select-update.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { Track } from "../core/registry/documents.ts";

export interface InstallRequest {
  readonly app: AppId;
  /** Address of the store, or the folder of a copy of it; see `storeUrl`. */
  readonly store: string;
  /** A root of the store that was had from elsewhere, or null. */
  readonly root: Uint8Array | null;
  readonly track: Track;
}

/** What an installation will do; a JSON value. */
export type InstallPlan = ChangePlan & {
  readonly store: StoreRecord & {
    /** The store's root is pinned by this. Whoever pins on first use should compare the fingerprint `first_root`. */
    readonly first_contact: boolean;
  };
};

export type PlannedInstall =
  | { readonly kind: "install"; readonly plan: InstallPlan; readonly passedOver: readonly PassedOver[] }
  | { readonly kind: "present"; readonly installed: InstalledApp };

export type Installed =
  | {
      readonly kind: "installed";
      readonly plan: InstallPlan;
      readonly passedOver: readonly PassedOver[];
      readonly installed: InstalledApp;
    }
  /** The app is there already; `updateApps` brings newer versions. */
  | { readonly kind: "present"; readonly installed: InstalledApp };

/**
 * What {@link installApp} would do. Changes nothing.
 *
 * @throws DeviceError
 */
export async function planInstall(device: Device, request: InstallRequest): Promise<PlannedInstall> {
  const prepared = await prepare(device, request, false);
  if (prepared.kind === "present") return prepared;
  const { plan, passedOver } = prepared;
  return { kind: "install", plan, passedOver };
}

/**
 * Installs an app from a store: the first time anything comes from the store its root is pinned, and with the app its owner.
 *
 * @throws DeviceError; then apps, pins and registrations are as before, and of a store that was known already only newer metadata
 * may have been kept
 */
export async function installApp(device: Device, request: InstallRequest): Promise<Installed> {
  return changing(device, async () => {
    const prepared = await prepare(device, request, true);
    if (prepared.kind === "present") return prepared;
    const { plan, passedOver, session } = prepared;
    if (!(await isAgreed(device, plan))) {
      throw new DeviceError("consent", `${plan.app_id} asks for ${plan.consent.join(", ")}, and nobody agreed to it.`);
    }
    const { installed } = await applyChange(device, plan, { session, installed: null, track: request.track });
    return { kind: "installed", plan, passedOver, installed };
  });
}

async function prepare(
  device: Device,
  { app, store, root, track }: InstallRequest,
  keep: boolean,
): Promise<
  | (Extract<PlannedInstall, { readonly kind: "install" }> & { readonly session: StoreSession })
  | Extract<PlannedInstall, { readonly kind: "present" }>
> {
  const installed = await readApp(device, app);
  const url = storeUrl(store);
  if (installed !== null && installed.store.url === url) return { kind: "present", installed };
  // Before anything is asked of a store that must not answer.
  if (url !== null) await requireOwnStore(device, app, { key: storeKey(url), url }, installed);
  const connected = await connect(device, store, { root, mayBeNew: true, keep });
  const { session, target } = await lookUp(device, connected, app);
  if (keep && !session.isFirstContact) await keepTrust(device, session);
  if (target === null) throw new DeviceError("not-offered", `${session.record.url} does not have ${app}.`);
  const offered = await loadApp(session, app, target);
  const decision = await decideChange(device, session, offered, { app, track, installed, keep });
  if (decision.kind === "none") {
    throw new DeviceError("not-for-device", `${app}: ${decision.why}`, { problem: decision.reason });
  }
  const plan = { ...decision.plan, store: { ...session.record, first_contact: session.isFirstContact } };
  return { kind: "install", plan, passedOver: decision.passedOver, session };
}
