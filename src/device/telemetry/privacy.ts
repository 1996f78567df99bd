import { forgetWaiting } from "./consent.ts";
import { changingTelemetry, readOutbox } from "./telemetry-files.ts";
import type { TelemetryPath, TelemetryService } from "./telemetry-service.ts";
import { isJsonObject, type JsonArray, type JsonValue } from "../../core/json/value.ts";
import { ownIds } from "../../core/telemetry/client/own-ids.ts";
import type { PrivacyRequest } from "../../core/telemetry/batch.ts";
import { dayOf } from "../../core/telemetry/days.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { DeviceError } from "../device-error.ts";
import type { Device } from "../device.ts";
import { appFolders } from "../records.ts";

/** What a service has of this device, by kind. */
export type ExportedTelemetry = Readonly<Record<string, JsonArray>>;

/**
 * Everything that a service has of this device, events and crashes. The ids are worked out anew for all apps that are or were here, so that
 * nothing that was sent need be remembered.
 *
 * @throws DeviceError `telemetry-unreachable` or `telemetry-refused`
 */
export async function exportTelemetry(device: Device, service: TelemetryService): Promise<ExportedTelemetry> {
  const all: Record<string, JsonArray> = { events: [], crashes: [] };
  for (const answer of await ask(device, service, "/telemetry/privacy/export")) {
    if (!isJsonObject(answer))
      throw new DeviceError("telemetry-refused", "The telemetry service answered no JSON object.");
    for (const [kind, list] of Object.entries(answer)) {
      if (Array.isArray(list)) all[kind] = [...(all[kind] ?? []), ...(list as JsonArray)];
    }
  }
  return all;
}

/**
 * Has everything deleted that a service has of this device, after dropping what waits.
 *
 * @throws DeviceError `telemetry-unreachable` or `telemetry-refused`; then some of it may be deleted, and it is to be tried again
 */
export async function deleteTelemetry(device: Device, service: TelemetryService): Promise<void> {
  await changingTelemetry(device, (outbox) => forgetWaiting(device, outbox));
  await ask(device, service, "/telemetry/privacy/delete");
}

async function ask(device: Device, service: TelemetryService, path: TelemetryPath): Promise<readonly JsonValue[]> {
  const answers: JsonValue[] = [];
  for (const request of await requestsOf(device)) {
    const answer = await service.post(path, request);
    if (answer === null) throw new DeviceError("telemetry-unreachable", "The telemetry service does not answer.");
    if (answer.status >= 300) {
      throw new DeviceError("telemetry-refused", `The telemetry service answered ${answer.status} to ${path}.`);
    }
    answers.push(answer.body);
  }
  return answers;
}

async function requestsOf(device: Device): Promise<readonly PrivacyRequest[]> {
  const { secret, apps, offset_ms: offset, old_clocks: clocks } = await readOutbox(device);
  if (secret === null) return [];
  const known = new Set([...apps.map(({ app_id: app }) => app), ...(await appFolders(device))]);
  const days = [dayOf(device.ports.now().getTime() + offset), ...clocks.map(({ day }) => day)];
  return ownIds(secret, [...known].toSorted(), days, nodeCrypto.sha256);
}
