import type { AppVersion } from "./app-run.ts";
import type { Sha256Function } from "../../crypto.ts";
import type { CrashReport, TelemetryBatch } from "../batch.ts";
import { deviceId, secretBytes } from "../device-id.ts";
import { type Consent, eventTypes } from "../event-types.ts";

/** What the device adds when it sends: it would be wrong by then, or tell who it is to whoever reads the queue. */
type AddedWhenSent = "v" | "device_id" | "sent_at";

/** Where something stands in the queue, and by which clock its times are. */
interface Place {
  /** Sent in this order. */
  readonly seq: number;
  /** What was added to the device's clock. */
  readonly offset_ms: number;
}

export type QueuedBatch = Place & { readonly kind: "events" } & Omit<TelemetryBatch, AddedWhenSent>;
export type QueuedCrash = Place & { readonly kind: "crash" } & Omit<CrashReport, AddedWhenSent>;
/** What waits to be sent. */
export type Queued = QueuedBatch | QueuedCrash;

/** The version whose events may share a batch, and the Mosis it runs on. */
export type RanOn = AppVersion & { readonly mosis_version: string };

/** What may still be sent of something that waits, now that the device's owner agrees to less; null where nothing is. */
export function atConsent(queued: Queued, consent: Consent): Queued | null {
  if (consent === 0) return null;
  if (queued.consent <= consent) return queued;
  if (queued.kind === "crash") {
    const { screen: _, ...context } = queued.context;
    return { ...queued, consent, context };
  }
  const events = queued.events.filter(({ type }) => eventTypes[type].consent <= consent);
  return events.length === 0 ? null : { ...queued, consent, events };
}

/** Name of the file it waits in; files sort as they are sent. */
export function queuedName(queued: Queued): string {
  const id = queued.kind === "events" ? queued.batch_id : queued.crash_id;
  return `${String(queued.seq).padStart(10, "0")}-${id}.json`;
}

/**
 * What is sent.
 *
 * @param secret of the device, in hex
 * @param now of the device's clock, as it is
 */
export function toDocument(
  queued: Queued,
  secret: string,
  now: number,
  sha256: Sha256Function,
): TelemetryBatch | CrashReport {
  const { seq: _seq, offset_ms: offset, kind: _kind, ...body } = queued;
  return {
    v: 1,
    ...body,
    device_id: deviceId(secretBytes(secret), body.app_id, body.day, sha256),
    sent_at: new Date(now + offset).toISOString(),
  };
}
