import { DeviceError } from "./device-error.ts";
import type { Device } from "./device.ts";
import { deviceSecret } from "./identity.ts";
import { requireOwnStore } from "./own-store.ts";
import { loadApp, type StoreSession } from "./store-session.ts";
import type { InstalledApp } from "../core/device/installed-app.ts";
import { type ChangeDecision, planChange } from "../core/device/plan-change.ts";
import { rolloutBucket } from "../core/device/rollout.ts";
import type { AppId } from "../core/ids/ids.ts";
import type { Track } from "../core/registry/documents.ts";
import type { TargetRecord } from "../core/trust/metadata.ts";
import { nodeCrypto } from "../node/crypto.ts";

export interface PlanRequest {
  readonly app: AppId;
  readonly track: Track;
  readonly installed: InstalledApp | null;
  /** Whether a secret made for this plan is kept. */
  readonly keep: boolean;
}

/**
 * Loads the document of an app and decides what becomes of the app.
 *
 * @throws DeviceError
 */
export async function decideChange(
  device: Device,
  session: StoreSession,
  target: TargetRecord,
  { app, track, installed, keep }: PlanRequest,
): Promise<Exclude<ChangeDecision, { readonly kind: "refused" }>> {
  const { key, record } = session;
  const pinned = await requireOwnStore(device, app, { key, url: record.url }, installed);
  if (pinned === null && installed !== null) {
    throw new DeviceError("state-broken", `The device no longer knows the owner of ${app} (${installed.pin}).`);
  }
  const offered = await loadApp(session, app, target);
  const bucket = rolloutBucket(await deviceSecret(device, keep), app, nodeCrypto.sha256);
  const input = {
    offered,
    installed,
    pin: pinned?.pin ?? null,
    device: { mosisVersion: device.mosisVersion, track, bucket, rolledBack: installed?.rolled_back ?? [] },
  };
  const decision = planChange(input, nodeCrypto);
  if (decision.kind === "refused") {
    const { problem, reason } = decision;
    throw new DeviceError("lineage", `${app}: ${reason}`, { problem });
  }
  return decision;
}
