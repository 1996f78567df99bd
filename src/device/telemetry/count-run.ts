import { changingTelemetry, readOutbox, writeOutbox, writeQueued } from "./telemetry-files.ts";
import { type AppRun, appRun, type CrashDraft, type EventDraft } from "../../core/telemetry/client/app-run.ts";
import { recordEvents } from "../../core/telemetry/client/outbox.ts";
import { recordCrash } from "../../core/telemetry/client/record-crash.ts";
import type { InstalledApp } from "../../core/device/installed-app.ts";
import type { Device } from "../device.ts";

/** The version that runs. */
export type RunningVersion = Pick<InstalledApp, "app_id" | "version" | "version_code">;

/** Begins to count a run of an app; what it gives is for {@link recordRun}. */
export async function countRun(device: Device): Promise<AppRun> {
  const { offset_ms: offset } = await readOutbox(device);
  const { now, randomBytes } = device.ports;
  return appRun({ now: () => now().getTime() + offset, randomBytes: (length) => randomBytes(length) });
}

/**
 * Puts what a run gave into the queue, as far as the device's owner agreed. It is on the disk when this returns; a power cut leaves all of
 * it there or none, but for a crash report, which may be there without its event.
 *
 * @throws DeviceError `locked` or `no-space`
 */
export async function recordRun(
  device: Device,
  { app_id, version, version_code }: RunningVersion,
  events: readonly EventDraft[],
  crash: CrashDraft | null = null,
): Promise<void> {
  const ran = { app_id, version_code, app_version: version, mosis_version: device.mosisVersion };
  if ((await readOutbox(device)).consent === 0) return;
  await changingTelemetry(device, async (before) => {
    const told = recordEvents(before, ran, events, (length) => device.ports.randomBytes(length));
    const reported = crash === null ? null : recordCrash(told.outbox, ran, crash);
    await writeQueued(device, [...told.closed, ...(reported?.closed ?? [])]);
    await writeOutbox(device, reported?.outbox ?? told.outbox);
  });
}
