import type { Buckets } from "./buckets.ts";
import type { NewFlag } from "./days.ts";
import type { Consent } from "./event-types.ts";

/** What each type of event carries. */
export interface EventData {
  readonly app_start: { readonly new: readonly NewFlag[]; readonly cold_ms?: number };
  readonly app_stop: { readonly seconds: number; readonly reason: "user" | "system" | "crash" };
  readonly app_crash: { readonly crash_id: string };
  readonly frame_time: { readonly buckets: Buckets };
  readonly memory_usage: { readonly peak_mb: number };
  readonly lua_errors: { readonly count: number };
  readonly device_info: {
    readonly os: "linux" | "windows" | "macos" | "android" | "ios" | "other";
    readonly ram_class: "s" | "m" | "l" | "xl";
    readonly locale: string;
    readonly screen: "s" | "m" | "l";
  };
  readonly screen_view: { readonly screen: string };
  readonly button_click: { readonly screen: string; readonly element: string };
}

/** The name of a type of event. */
export type EventType = keyof EventData;

/** One event; its id is the batch's and its index, `<batch_id>/<index>`. */
export type TelemetryEvent = {
  readonly [T in EventType]: {
    readonly type: T;
    /** RFC 3339 in UTC with milliseconds, on the batch's day. */
    readonly time: string;
    /** 16 hex digits, new for each run of an app and each day. */
    readonly session: string;
    readonly data: EventData[T];
  };
}[EventType];

/** Who and when: what batches and crash reports have in common. */
interface Envelope {
  readonly v: 1;
  readonly app_id: string;
  readonly version_code: number;
  readonly mosis_version: string;
  /** 64 hex digits: see `deviceId`. */
  readonly device_id: string;
  /** The UTC day of the events, and of the device id. */
  readonly day: string;
  readonly consent: Exclude<Consent, 0>;
  /** When it was sent, by the device's clock, anew at each try: RFC 3339 in UTC with milliseconds. */
  readonly sent_at: string;
}

/** Events of one device in one version of one app on one UTC day. */
export interface TelemetryBatch extends Envelope {
  /** A ULID, the same at each try. */
  readonly batch_id: string;
  readonly events: readonly TelemetryEvent[];
}

/** What went wrong. */
export type CrashType = "lua_error" | "native" | "out_of_memory" | "not_responding";

/** One crash of an app. */
export interface CrashReport extends Envelope {
  /** A ULID, the same at each try. */
  readonly crash_id: string;
  readonly app_version: string;
  /** When it happened: RFC 3339 in UTC with milliseconds, on `day`. */
  readonly timestamp: string;
  readonly session: string;
  readonly crash_type: CrashType;
  readonly message: string;
  readonly stack_trace: string;
  readonly context: { readonly screen?: string; readonly memory_mb?: number; readonly uptime_seconds?: number };
}

/** A device in an app on a day, as it asks for what is stored of it. Knowing the id is the right to. */
export interface PrivacyId {
  readonly app_id: string;
  readonly day: string;
  readonly device_id: string;
}

/** A request to export or delete. */
export interface PrivacyRequest {
  readonly ids: readonly PrivacyId[];
}
