import { DeviceError } from "./device-error.ts";
import type { Device } from "./device.ts";
import { deviceBucket } from "./identity.ts";
import { requireOwnStore } from "./store/own-store.ts";
import { statedRecoveries, type StoreSession } from "./store/store-session.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import type { OfferedApp } from "../core/device/offered-app.ts";
import { type ChangeDecision, planChange } from "../core/device/plan-change.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { Track } from "../core/registry/documents.ts";
import { nodeCrypto } from "../node/crypto.ts";

export interface PlanRequest {
  readonly app: AppId;
  readonly track: Track;
  readonly installed: InstalledApp | null;
  /** Whether a secret made for this plan is kept. */
  readonly keep: boolean;
}

/**
 * Decides what becomes of an app, by what its store offers.
 *
 * @throws DeviceError
 */
export async function decideChange(
  device: Device,
  session: StoreSession,
  offered: OfferedApp,
  { app, track, installed, keep }: PlanRequest,
): Promise<Exclude<ChangeDecision, { readonly kind: "refused" }>> {
  const { key, record } = session;
  const pinned = await requireOwnStore(device, app, { key, url: record.url }, installed);
  if (pinned === null && installed !== null) {
    throw new DeviceError("state-broken", `The device no longer knows the owner of ${app} (${installed.pin}).`);
  }
  const bucket = await deviceBucket(device, app, keep);
  const input = {
    offered,
    installed,
    pin: pinned?.pin ?? null,
    device: { mosisVersion: device.mosisVersion, track, bucket, rolledBack: installed?.rolled_back ?? [] },
    stated: { recoveries: await statedRecoveries(session), now: device.ports.now() },
  };
  const decision = planChange(input, nodeCrypto);
  if (decision.kind !== "refused") return decision;
  const { problem, reason } = decision;
  const code = problem === "recovery-early" ? problem : "lineage";
  throw new DeviceError(code, `${app}: ${reason}`, { problem });
}
