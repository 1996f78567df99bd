import type { Context } from "hono";

import type { Gunzip } from "../shared/read-json.ts";
import type { RateLimiter } from "../shared/rate-limit.ts";

/** What is kept of a batch. One batch is of one app, version, day and device, so that its events need not repeat them. */
export interface RawBatch {
  /** UTC day whose file it belongs to, `YYYY-MM-DD`: the device's, corrected by the skew of its clock in whole days. */
  readonly day: string;
  /** ULID that the device made. */
  readonly batch_id: string;
  readonly app_id: string;
  readonly version_code: number;
  /** HMAC of app and day, 64 hex digits. */
  readonly device_id: string;
  readonly mosis_version: string;
  readonly events: readonly RawEvent[];
}

export interface RawEvent {
  /** Place in the batch as it was sent; `<batch_id>/<at>` is the id of the event. */
  readonly at: number;
  readonly type: string;
  readonly data: object;
  /** RFC 3339 in UTC with milliseconds, corrected by the skew of the device's clock. */
  readonly time: string;
  /** 16 hex digits. */
  readonly session: string;
}

/** What is kept of a crash report, cut to its limits and scrubbed. */
export interface RawCrash {
  /** As `RawBatch.day`. */
  readonly day: string;
  /** ULID that the device made. */
  readonly crash_id: string;
  readonly app_id: string;
  readonly version_code: number;
  readonly app_version: string;
  readonly mosis_version: string;
  readonly device_id: string;
  /** As `RawEvent.time`. */
  readonly time: string;
  readonly session: string;
  readonly crash_type: string;
  readonly message: string;
  readonly stack_trace: string;
  readonly context: object;
}

/** A row of raw events (docs/spec/data-model.md), as roll-ups read it and a person gets it. */
export interface EventRow extends Omit<RawEvent, "at"> {
  readonly id: string;
  readonly app_id: string;
  readonly version_code: number;
  readonly device_id: string;
  readonly mosis_version: string;
}

/** A row of raw crashes. */
export type CrashRow = Omit<RawCrash, "day">;

/** What a phone calls itself in one app on one day; whoever knows it has the right to what is stored of it. */
export interface DeviceDay {
  readonly app_id: string;
  readonly day: string;
  readonly device_id: string;
}

/** `duplicate`: that batch or crash of that device is stored already. `deleted`: the device asked for all of it to be deleted. */
export type Appended = "stored" | "duplicate" | "deleted";

/** Where raw events are. What a promise has answered survives a crash of the process and of the machine. */
export interface TelemetryStore {
  /** @throws StoreUnavailableError when nothing of it was stored */
  appendBatch(batch: RawBatch): Promise<Appended>;
  /** @throws StoreUnavailableError */
  appendCrash(crash: RawCrash): Promise<Appended>;
  /** All events of these devices, whichever day they were stored under. */
  eventsOf(ids: readonly DeviceDay[]): AsyncIterable<EventRow>;
  crashesOf(ids: readonly DeviceDay[]): AsyncIterable<CrashRow>;
  /**
   * Deletes everything of these devices, and whatever comes of them until raw events of today are deleted anyway.
   *
   * @throws StoreUnavailableError when it has to be asked for again
   */
  deleteAll(ids: readonly DeviceDay[]): Promise<Deleted>;
}

export interface Deleted {
  readonly events: number;
  readonly crashes: number;
}

/** The disk is full, or does not answer: the same request may succeed later. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}

/** Which versions the store's index has; only these are counted. */
export interface KnownVersions {
  has(app: string, versionCode: number): boolean | Promise<boolean>;
}

export interface TelemetryPorts {
  readonly store: TelemetryStore;
  readonly versions: KnownVersions;
  readonly limiter: RateLimiter;
  readonly now: () => Date;
  /** Address of who asks. It is counted by in memory, and goes nowhere else. */
  readonly addressOf: (context: Context) => string;
  /** Hears of what is our own fault. */
  readonly report: (error: unknown) => void;
  /** Days before today that are taken, where raw events are kept for fewer than is usual. */
  readonly rawDays?: number;
  /** In the place of the one of web standards. */
  readonly gunzip?: Gunzip;
}
