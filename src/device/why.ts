import type { Device } from "./device.ts";
import { DeviceError } from "./device-error.ts";
import { deviceBucket } from "./identity.ts";
import { decideChange } from "./plan.ts";
import { requireApp } from "./records.ts";
import { connect, loadApp, lookUp } from "./store/store-session.ts";
import { type InstalledStatus, statusOfInstalled } from "../core/device/installed-status.ts";
import type { ChangeDecision, InstalledVersion } from "../core/device/plan-change.ts";
import type { NoUpdateReason, PassedOver } from "../core/device/select-update.ts";
import type { AppId } from "../core/ids/ids.ts";

/** Why an app is at the version it is; a JSON value. */
export type UpdateReasons = {
  readonly app_id: AppId;
  readonly installed: InstalledVersion;
  /** What the store says of the installed version now. */
  readonly status: InstalledStatus["status"];
  /** Why the installed version was withdrawn, in the store's words. */
  readonly status_reason: string | null;
  /** The version that would come; null when none would. */
  readonly next: InstalledVersion | null;
  /** Why none would; null when one would. */
  readonly reason: NoUpdateReason | null;
  /** Permissions that hold `next` until somebody agrees. */
  readonly consent: readonly string[];
  /** Newest first: every version above `next`, or above the installed one. */
  readonly passed_over: readonly PassedOver[];
  /** Versions that were rolled back on this device. */
  readonly rolled_back: readonly number[];
  /** The device's for staged rollouts of the app: those to more hundredths of a percent than this reach it. */
  readonly bucket: number;
};

/**
 * Explains what an update would make of an app, with every version passed over. Asks the store; changes nothing.
 *
 * @throws DeviceError
 */
export async function explainUpdate(device: Device, app: AppId): Promise<UpdateReasons> {
  const installed = await requireApp(device, app);
  const { version, version_code, track, rolled_back } = installed;
  const connected = await connect(device, installed.store.url, { root: null, mayBeNew: false, keep: false });
  const { session, target } = await lookUp(device, connected, app);
  if (target === null) throw new DeviceError("not-offered", `${session.record.url} no longer has ${app}.`);
  const offered = await loadApp(session, app, target);
  const { status, reason } = statusOfInstalled(offered, version_code);
  const decision = await decideChange(device, session, offered, { app, track, installed, keep: false });
  return {
    app_id: app,
    installed: { version, version_code },
    status,
    status_reason: reason,
    ...nextOf(decision),
    passed_over: decision.passedOver,
    rolled_back,
    bucket: await deviceBucket(device, app, false),
  };
}

function nextOf(
  decision: Exclude<ChangeDecision, { readonly kind: "refused" }>,
): Pick<UpdateReasons, "next" | "reason" | "consent"> {
  if (decision.kind === "none") return { next: null, reason: decision.reason, consent: [] };
  const { to, consent } = decision.plan;
  return { next: { version: to.version, version_code: to.version_code }, reason: null, consent };
}
