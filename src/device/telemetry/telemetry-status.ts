import { queueNames, readOutbox } from "./telemetry-files.ts";
import type { Consent } from "../../core/telemetry/event-types.ts";
import type { Device } from "../device.ts";

/** What a device counts, as its owner may want to know. A type, so that it is a JSON value. */
export type TelemetryStatus = {
  readonly consent: Consent;
  /** Apps that were counted. */
  readonly apps: readonly string[];
  /** Batches and crash reports that wait. */
  readonly waiting: number;
  /** Before this time nothing is sent by itself; null where nothing is in the way. */
  readonly retry_at: string | null;
};

export async function telemetryStatus(device: Device): Promise<TelemetryStatus> {
  const { consent, apps, open, retry_at: retryAt } = await readOutbox(device);
  const waiting = open.length + (await queueNames(device)).length;
  return {
    consent,
    apps: apps.map(({ app_id: app }) => app).toSorted(),
    waiting,
    retry_at: retryAt > device.ports.now().getTime() ? new Date(retryAt).toISOString() : null,
  };
}
