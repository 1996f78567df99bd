import { changingTelemetry, dropQueued, queueNames, readQueued, writeOutbox, writeQueued } from "./telemetry-files.ts";
import { toHex } from "../../core/bytes.ts";
import type { Outbox } from "../../core/telemetry/client/outbox.ts";
import { atConsent, queuedName } from "../../core/telemetry/client/queued.ts";
import type { Consent } from "../../core/telemetry/event-types.ts";
import { telemetryLimits } from "../../core/telemetry/telemetry-limits.ts";
import type { Device } from "../device.ts";

/**
 * Writes down what the device's owner agrees to. What waits and is above it, is dropped; at 0 that is everything. The first consent makes
 * the secret.
 *
 * @throws DeviceError `locked` or `no-space`
 */
export async function setConsent(device: Device, consent: Consent): Promise<void> {
  await changingTelemetry(device, async (outbox) => {
    const secret = outbox.secret ?? (consent === 0 ? null : newSecret(device));
    const open = outbox.open.flatMap((batch) => {
      const kept = atConsent(batch, consent);
      return kept?.kind === "events" ? [kept] : [];
    });
    // A consent that was lowered before the power went, is kept to before it is raised.
    await lowerQueue(device, outbox.consent);
    await writeOutbox(device, { ...outbox, consent, secret, open });
    await lowerQueue(device, consent);
  });
}

/** Takes out of the queue what is above a consent. */
export async function lowerQueue(device: Device, consent: Consent): Promise<void> {
  for (const name of await queueNames(device)) {
    const queued = await readQueued(device, name);
    const kept = queued === null ? null : atConsent(queued, consent);
    if (kept === null) await dropQueued(device, name);
    else if (kept !== queued && queuedName(kept) === name) await writeQueued(device, [kept]);
  }
}

/**
 * Makes another secret, so that nothing that is sent from now on can be found with what was sent before, not even by the device itself:
 * have that deleted first. What waits is dropped.
 *
 * @throws DeviceError `locked` or `no-space`
 */
export async function resetSecret(device: Device): Promise<void> {
  await changingTelemetry(device, async (outbox) => {
    await forgetWaiting(device, { ...outbox, secret: outbox.secret === null ? null : newSecret(device) });
  });
}

/** Writes an outbox down without anything that waits. */
export async function forgetWaiting(device: Device, outbox: Outbox): Promise<void> {
  for (const name of await queueNames(device)) await dropQueued(device, name);
  await writeOutbox(device, { ...outbox, open: [] });
}

function newSecret({ ports }: Device): string {
  return toHex(ports.randomBytes(telemetryLimits.secretBytes));
}
