import { lowerQueue } from "./consent.ts";
import {
  changingTelemetry,
  dropQueued,
  queueNames,
  readOutbox,
  readQueued,
  sweepTelemetry,
  writeOutbox,
  writeQueued,
} from "./telemetry-files.ts";
import type { FullAnswer, TelemetryService } from "./telemetry-service.ts";
import { afterAnswer, fateOf } from "../../core/telemetry/client/after-answer.ts";
import { closeAll } from "../../core/telemetry/client/outbox.ts";
import { atConsent, toDocument } from "../../core/telemetry/client/queued.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { Device } from "../device.ts";
import { underLock } from "../disk/lock.ts";

/** What became of an attempt to send what waits. */
export type SendOutcome =
  | { readonly kind: "wait"; readonly for: "consent" | "offline" | "back-off"; readonly until: Date | null }
  | {
      readonly kind: "sent";
      /** Batches and crash reports that are there now. */
      readonly taken: number;
      /** Those that the service does not take; they are gone. */
      readonly refused: readonly { readonly name: string; readonly status: number }[];
      /** What still waits, and until when. */
      readonly left: number;
      readonly until: Date | null;
    };

export interface SendRequest {
  /** Whether an earlier failure, or a service that wants to be left alone, is waited for. */
  readonly ifDue: boolean;
}

/**
 * Sends what waits, the oldest first, until the service fails or asks to be left alone. Something is removed once it is taken or refused;
 * what the power interrupts is sent again, and the service knows it by its id.
 *
 * @throws DeviceError `locked` when another process sends, or `no-space`
 */
export async function sendTelemetry(
  device: Device,
  service: TelemetryService,
  { ifDue }: SendRequest,
): Promise<SendOutcome> {
  if ((await readOutbox(device)).consent === 0) return wait("consent");
  return underLock(device.layout.telemetry.sending, async () => {
    const { retry_at: retryAt } = await readOutbox(device);
    if (ifDue && device.ports.now().getTime() < retryAt) return wait("back-off", new Date(retryAt));
    if (!(await device.ports.conditions()).online) return wait("offline");
    await closeOpen(device);
    return sendQueue(device, service);
  });
}

function wait(reason: "consent" | "offline" | "back-off", until: Date | null = null): SendOutcome {
  return { kind: "wait", for: reason, until };
}

async function closeOpen(device: Device): Promise<void> {
  await changingTelemetry(device, async (before) => {
    await sweepTelemetry(device);
    // What the power kept from being lowered.
    await lowerQueue(device, before.consent);
    const { outbox, closed } = closeAll(before);
    await writeQueued(device, closed);
    await writeOutbox(device, outbox);
  });
}

async function sendQueue(device: Device, service: TelemetryService): Promise<SendOutcome> {
  const names = await queueNames(device);
  const refused: { readonly name: string; readonly status: number }[] = [];
  let taken = 0;
  for (const [index, name] of names.entries()) {
    const sent = await sendOne(device, service, name);
    if (sent === "gone") continue;
    if (sent.fate === "later") {
      return { kind: "sent", taken, refused, left: names.length - index, until: sent.until };
    }
    if (sent.fate === "taken") taken += 1;
    else refused.push({ name, status: sent.status });
  }
  return { kind: "sent", taken, refused, left: 0, until: null };
}

type Sent =
  | "gone"
  | { readonly fate: "taken" }
  | { readonly fate: "refused"; readonly status: number }
  | { readonly fate: "later"; readonly until: Date };

/** The lock is not held while the network is waited for: apps go on being counted, and their owner may change the consent. */
async function sendOne(device: Device, service: TelemetryService, name: string): Promise<Sent> {
  const document = await documentOf(device, name);
  if (document === null) return "gone";
  const path = "events" in document ? "/telemetry/events" : "/telemetry/crash";
  const answer: FullAnswer | null = await service.post(path, document);
  const fate = fateOf(answer);
  return changingTelemetry(device, async (outbox) => {
    const [random = 0] = device.ports.randomBytes(1);
    const after = afterAnswer(outbox, answer, device.ports.now().getTime(), random / 256);
    if (fate !== "later") await dropQueued(device, name);
    await writeOutbox(device, after);
    if (fate === "later") return { fate, until: new Date(after.retry_at) };
    return fate === "taken" ? { fate } : { fate, status: answer?.status ?? 0 };
  });
}

async function documentOf(device: Device, name: string): Promise<ReturnType<typeof toDocument> | null> {
  return changingTelemetry(device, async ({ consent, secret }) => {
    const queued = await readQueued(device, name);
    const allowed = queued === null || secret === null ? null : atConsent(queued, consent);
    if (allowed === null || secret === null) return null;
    return toDocument(allowed, secret, device.ports.now().getTime(), nodeCrypto.sha256);
  });
}
