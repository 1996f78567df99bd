import type { EventDraft } from "./app-run.ts";
import type { QueuedBatch, RanOn } from "./queued.ts";
import type { TelemetryEvent } from "../batch.ts";
import { dayOf, newFlags } from "../days.ts";
import { type Consent, eventTypes } from "../event-types.ts";
import { telemetryLimits } from "../telemetry-limits.ts";
import { ulid } from "../ulid.ts";

/** What a device remembers of an app. Types, so that they are JSON values. */
export type AppMemory = {
  readonly app_id: string;
  /** UTC day of its last start; null before the first that was counted. */
  readonly started: string | null;
  /** UTC day of the last `device_info`. */
  readonly described: string | null;
  /** UTC day of the last crash report, and how many there were on it. */
  readonly crashed: string | null;
  readonly crashes: number;
};

/** A clock that was wrong by days: ids that were sent by it are of its days. */
export type OldClock = {
  /** The UTC day it showed when it was corrected. */
  readonly day: string;
  /** The last day on which anything that was sent by it may still be stored. */
  readonly until: string;
};

/** What a device remembers of telemetry, but for what waits in files. */
export type Outbox = {
  readonly consent: Consent;
  /** Hex; null until somebody agrees. */
  readonly secret: string | null;
  /** Of the last batch or crash. */
  readonly seq: number;
  /** What is added to the device's clock. */
  readonly offset_ms: number;
  readonly old_clocks: readonly OldClock[];
  readonly apps: readonly AppMemory[];
  /** Batches that may still take events. */
  readonly open: readonly QueuedBatch[];
  /** Failed attempts to send since the last that succeeded, and when to try again: milliseconds of the epoch. */
  readonly failures: number;
  readonly retry_at: number;
};

export const emptyOutbox: Outbox = {
  consent: 0,
  secret: null,
  seq: 0,
  offset_ms: 0,
  old_clocks: [],
  apps: [],
  open: [],
  failures: 0,
  retry_at: 0,
};

/** Batches that may take events at a time: with more, the oldest is closed. */
const OPEN_BATCHES = 4;
/** Bytes of a batch besides its events. */
const ENVELOPE_BYTES = 1_024;
const ULID_BYTES = 10;

/** An outbox after something was put into it, and what is ready to be sent. */
export interface Recorded<Q> {
  readonly outbox: Outbox;
  readonly closed: readonly Q[];
}

/**
 * Puts events into their batches: one of each app, version, day and consent. What the device's owner did not agree to is left out, and
 * nothing at all is remembered at consent 0.
 *
 * @param randomBytes for ids of batches
 */
export function recordEvents(
  outbox: Outbox,
  ran: RanOn,
  drafts: readonly EventDraft[],
  randomBytes: (length: number) => Uint8Array,
): Recorded<QueuedBatch> {
  let current = outbox;
  const closed: QueuedBatch[] = [];
  for (const draft of drafts) {
    if (eventTypes[draft.type].consent > current.consent) continue;
    const { event, memory } = finished(draft, memoryOf(current, ran.app_id));
    current = remember(current, memory);
    if (event === null) continue;
    const batch = batchFor(current, ran, draft.at, randomBytes);
    const grown = { ...batch, events: [...batch.events, event] };
    if (isSendable(grown)) {
      current = keep(current, grown);
      continue;
    }
    closed.push(batch);
    const rest = { ...current, open: current.open.filter(({ seq }) => seq !== batch.seq) };
    current = keep(rest, { ...newBatch(rest, ran, draft.at, randomBytes), events: [event] });
  }
  const surplus = current.open.length - OPEN_BATCHES;
  if (surplus <= 0) return { outbox: current, closed };
  return {
    outbox: { ...current, open: current.open.slice(surplus) },
    closed: [...closed, ...current.open.slice(0, surplus)],
  };
}

/** Closes every batch, to be sent. */
export function closeAll(outbox: Outbox): Recorded<QueuedBatch> {
  return { outbox: { ...outbox, open: [] }, closed: outbox.open };
}

/** The event of a draft, and what the device remembers after it. Null where it says nothing new. */
function finished(
  draft: EventDraft,
  memory: AppMemory,
): { readonly event: TelemetryEvent | null; readonly memory: AppMemory } {
  const { type, at, session } = draft;
  const day = dayOf(at);
  const common = { time: new Date(at).toISOString(), session };
  if (type === "app_start") {
    const data = { new: newFlags(memory.started, day), ...draft.data };
    return { event: { type, ...common, data }, memory: { ...memory, started: day } };
  }
  if (type !== "device_info") return { event: { type, ...common, data: draft.data } as TelemetryEvent, memory };
  const event = memory.described === day ? null : { type, ...common, data: draft.data };
  return { event, memory: { ...memory, described: day } };
}

function batchFor(outbox: Outbox, ran: RanOn, at: number, randomBytes: (length: number) => Uint8Array): QueuedBatch {
  const fits = (batch: QueuedBatch): boolean =>
    batch.app_id === ran.app_id &&
    batch.version_code === ran.version_code &&
    batch.mosis_version === ran.mosis_version &&
    batch.day === dayOf(at) &&
    batch.consent === outbox.consent &&
    batch.offset_ms === outbox.offset_ms;
  return outbox.open.find(fits) ?? newBatch(outbox, ran, at, randomBytes);
}

function newBatch(
  { seq, offset_ms, consent }: Outbox,
  { app_id, version_code, mosis_version }: RanOn,
  at: number,
  randomBytes: (length: number) => Uint8Array,
): QueuedBatch {
  return {
    kind: "events",
    seq: seq + 1,
    offset_ms,
    batch_id: ulid(at, randomBytes(ULID_BYTES)),
    app_id,
    version_code,
    mosis_version,
    day: dayOf(at),
    consent: consent === 2 ? 2 : 1,
    events: [],
  };
}

/** Whether the service would take it; all of its text is ASCII. */
function isSendable({ events }: QueuedBatch): boolean {
  const { batchEvents, batchBytes } = telemetryLimits;
  return events.length <= batchEvents && JSON.stringify(events).length + ENVELOPE_BYTES <= batchBytes;
}

function keep(outbox: Outbox, batch: QueuedBatch): Outbox {
  const others = outbox.open.filter(({ seq }) => seq !== batch.seq);
  return { ...outbox, seq: Math.max(outbox.seq, batch.seq), open: [...others, batch] };
}

/** What the outbox knows of an app. */
export function memoryOf({ apps }: Outbox, app: string): AppMemory {
  const known = apps.find(({ app_id: id }) => id === app);
  return known ?? { app_id: app, started: null, described: null, crashed: null, crashes: 0 };
}

/** An outbox that knows something else of an app. */
export function remember(outbox: Outbox, memory: AppMemory): Outbox {
  const others = outbox.apps.filter(({ app_id: id }) => id !== memory.app_id);
  return { ...outbox, apps: [...others, memory] };
}
