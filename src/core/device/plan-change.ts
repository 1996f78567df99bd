import type { StatedRecoveries } from "./check-rotation.ts";
import { extendLineage, type LineageProblem, pinLineage } from "./lineage.ts";
import type { LineagePin } from "./lineage-pin.ts";
import type { OfferedApp, OfferedVersion } from "./offered-app.ts";
import { needsConsent, type PermissionDiff, permissionDiff } from "./permission-diff.ts";
import { type PassedOver, selectUpdate, type UpdateDecision, type UpdateDevice } from "./select-update.ts";
import type { CryptoPort } from "../crypto.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";

/** An installation or an update, decided: applying it decides nothing more. A type, so that it is a JSON value. */
export type ChangePlan = {
  readonly kind: "install" | "update";
  readonly app_id: AppId;
  readonly name: string;
  readonly from: InstalledVersion | null;
  readonly to: OfferedVersion;
  readonly permissions: PermissionDiff;
  /** Permissions of `to` that a person has to agree to first. */
  readonly consent: readonly string[];
  /** What the device will know of the owner afterwards. */
  readonly pin: LineagePin;
};

export type InstalledVersion = { readonly version: string; readonly version_code: VersionCode };

export interface ChangeInput {
  readonly offered: OfferedApp;
  readonly installed: (InstalledVersion & { readonly permissions: readonly string[] }) | null;
  /** Of the app's first installation, even if it was removed since. */
  readonly pin: LineagePin | null;
  readonly device: UpdateDevice;
  readonly stated: StatedRecoveries;
}

export type ChangeDecision =
  | { readonly kind: "change"; readonly plan: ChangePlan; readonly passedOver: readonly PassedOver[] }
  | Extract<UpdateDecision<OfferedVersion>, { readonly kind: "none" }>
  | { readonly kind: "refused"; readonly problem: LineageProblem; readonly reason: string };

/** Decides what becomes of an app on this device, from what the store offers and what is there. */
export function planChange(
  { offered, installed, pin, device, stated }: ChangeInput,
  crypto: CryptoPort,
): ChangeDecision {
  const chosen = selectUpdate(offered.versions, installed, device);
  if (chosen.kind === "none") return chosen;
  const { version: to, passedOver } = chosen;
  const newest = offered.versions.reduce(
    (code, each) => (each.version_code > code ? each.version_code : code),
    to.version_code,
  );
  const owner = { registry: offered.registry, lineage: offered.lineage, newest };
  const lineage = pin === null ? pinLineage(owner, stated, crypto) : extendLineage(pin, owner, stated, crypto);
  if (!lineage.ok) return { kind: "refused", problem: lineage.problem, reason: lineage.reason };
  const kind = installed === null ? "install" : "update";
  const permissions = permissionDiff(installed?.permissions ?? [], to.permissions);
  const from = installed && { version: installed.version, version_code: installed.version_code };
  const { app_id, name } = offered;
  const consent = needsConsent(permissions, kind);
  return { kind: "change", plan: { kind, app_id, name, from, to, permissions, consent, pin: lineage.pin }, passedOver };
}
