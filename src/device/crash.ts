import { changing, type Device } from "./device.ts";
import { tell } from "./notify.ts";
import { readApp } from "./records.ts";
import { rollBack, type RollbackPlan } from "./rollback.ts";
import { encodeState } from "../core/device/installed-app.ts";
import { afterCrash } from "../core/device/probation.ts";
import type { AppId, VersionCode } from "../core/ids/ids.ts";

export interface CrashReport {
  readonly app: AppId;
  /** The version that crashed; a late report of another one counts for nothing. */
  readonly version_code: VersionCode;
}

export type CrashOutcome =
  | { readonly kind: "ignored" }
  | { readonly kind: "counted"; readonly crashes: number }
  | { readonly kind: "rolled-back"; readonly plan: RollbackPlan };

/**
 * Takes note that an app crashed. A version that crashes again and again soon after it was installed by an update is replaced by the
 * previous one, and somebody is told.
 *
 * @throws DeviceError when the device's state is broken
 */
export async function reportCrash(device: Device, { app, version_code }: CrashReport): Promise<CrashOutcome> {
  return changing(device, async () => {
    const record = await readApp(device, app);
    if (record === null || record.version_code !== version_code || record.previous === null) return { kind: "ignored" };
    const verdict = afterCrash(record.probation, device.ports.now());
    if (verdict.kind === "ignored") return verdict;
    if (verdict.kind === "counted") {
      const { probation } = verdict;
      await device.ports.disk.write(device.layout.app(app).record, encodeState({ ...record, probation }));
      return { kind: "counted", crashes: probation.crashes };
    }
    const plan = await rollBack(device, record);
    const { from, to } = plan;
    await tell(device, { kind: "rolled-back", app, from: from.version, to: to.version, crashes: verdict.crashes });
    return { kind: "rolled-back", plan };
  });
}
