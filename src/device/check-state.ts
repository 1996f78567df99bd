import type { Device } from "./device.ts";
import { jsonOf } from "./records.ts";
import { type CheckRecord, noChecks, parseCheckRecord } from "../core/device/check-record.ts";
import { encodeState } from "../core/device/installed-app.ts";
import { TrustError } from "../core/trust/trust-error.ts";

/**
 * What the device remembers of its checks. A file that cannot be read counts as none: nothing depends on it but that a person is told
 * once more.
 */
export async function readChecks({ layout, ports }: Device): Promise<CheckRecord> {
  const bytes = await ports.disk.read(layout.updateCheck);
  if (bytes === null) return noChecks;
  try {
    return parseCheckRecord(jsonOf(bytes, layout.updateCheck));
  } catch (error) {
    if (error instanceof TrustError) return noChecks;
    throw error;
  }
}

export async function writeChecks({ layout, ports }: Device, record: CheckRecord): Promise<void> {
  await ports.disk.write(layout.updateCheck, encodeState(record));
}
