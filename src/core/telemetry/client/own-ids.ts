import type { Sha256Function } from "../../crypto.ts";
import type { PrivacyRequest } from "../batch.ts";
import { addDays } from "../days.ts";
import { deviceId, secretBytes } from "../device-id.ts";
import { telemetryLimits } from "../telemetry-limits.ts";

/**
 * Requests with every id that a device had in some apps within the days that a service keeps, and a day more at both ends, as clocks
 * differ. Only whoever has the secret can work them out.
 *
 * @param secret of the device, in hex
 * @param todays the day that it is, and those that wrong clocks showed
 */
export function ownIds(
  secret: string,
  apps: readonly string[],
  todays: readonly string[],
  sha256: Sha256Function,
): readonly PrivacyRequest[] {
  const key = secretBytes(secret);
  const back = Array.from({ length: telemetryLimits.rawDays + 3 }, (_, ago) => 1 - ago);
  const days = [...new Set(todays.flatMap((today) => back.map((ago) => addDays(today, ago))))];
  const ids = apps.flatMap((app) =>
    days.map((day) => ({ app_id: app, day, device_id: deviceId(key, app, day, sha256) })),
  );
  const size = telemetryLimits.privacyIds;
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, at) => ({
    ids: ids.slice(at * size, (at + 1) * size),
  }));
}
