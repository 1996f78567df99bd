import type { CrashType, EventData, EventType } from "../batch.ts";
import { bucketOf } from "../buckets.ts";
import { dayOf } from "../days.ts";
import { isElementName } from "../event-types.ts";
import { ulid } from "../ulid.ts";
import { toHex } from "../../bytes.ts";

/** A version of an app. */
export interface AppVersion {
  readonly app_id: string;
  readonly version_code: number;
}

/** An event before it is in the queue, which knows whether a start is the first of its day. */
export type EventDraft = {
  readonly [T in EventType]: {
    readonly type: T;
    /** Milliseconds of the epoch, of the corrected clock. */
    readonly at: number;
    readonly session: string;
    readonly data: T extends "app_start" ? Omit<EventData["app_start"], "new"> : EventData[T];
  };
}[EventType];

/** How an app crashed, as whoever ran it saw it. */
export interface Crash {
  readonly type: CrashType;
  readonly message: string;
  readonly stack_trace: string;
}

/** A crash before it is in the queue. */
export interface CrashDraft extends Crash {
  readonly crash_id: string;
  readonly at: number;
  readonly session: string;
  readonly context: { readonly screen?: string; readonly memory_mb?: number; readonly uptime_seconds: number };
}

/** One run of an app, from start to stop. What it counts is added up here; what its methods give is to be queued. */
export interface AppRun {
  started(info: EventData["device_info"], coldMs: number): readonly EventDraft[];
  /** A picture was drawn. */
  frame(milliseconds: number): void;
  memory(megabytes: number): void;
  /** An error that the app survived. */
  luaError(): void;
  /** A name that is none of a constant is not counted. */
  screen(name: string): readonly EventDraft[];
  button(name: string): readonly EventDraft[];
  /** To be called once a minute: what was added up since. */
  minute(): readonly EventDraft[];
  stopped(reason: EventData["app_stop"]["reason"]): readonly EventDraft[];
  crashed(crash: Crash): { readonly events: readonly EventDraft[]; readonly report: CrashDraft };
}

export interface RunPorts {
  /** Milliseconds of the epoch, of the corrected clock. */
  now(): number;
  randomBytes(length: number): Uint8Array;
}

/** Where a button is that is used before any screen was told of. */
const NO_SCREEN = "unknown";
const SESSION_BYTES = 8;
const ULID_BYTES = 10;
const MAX_COLD_MS = 600_000;
const MAX_SECONDS = 604_800;
const MAX_MB = 65_535;
/** Of one bucket, and of errors in one minute. */
const MAX_COUNT = 100_000;

/** Begins a run. Its session has another name on each day, so that nothing links two of them. */
export function appRun({ now, randomBytes }: RunPorts): AppRun {
  const began = now();
  let session = { day: "", id: "" };
  let frames = new Map<number, number>();
  let peakMb: number | null = null;
  let errors = 0;
  let shown: string | null = null;

  const stamp = (): { readonly at: number; readonly session: string } => {
    const at = now();
    const day = dayOf(at);
    if (session.day !== day) session = { day, id: toHex(randomBytes(SESSION_BYTES)) };
    return { at, session: session.id };
  };
  const seconds = (): number => within(MAX_SECONDS, (now() - began) / 1000);
  const minute = (): readonly EventDraft[] => {
    const common = stamp();
    const drafts: EventDraft[] = [];
    if (frames.size > 0) drafts.push({ ...common, type: "frame_time", data: { buckets: counted(frames) } });
    if (peakMb !== null) drafts.push({ ...common, type: "memory_usage", data: { peak_mb: peakMb } });
    if (errors > 0) drafts.push({ ...common, type: "lua_errors", data: { count: Math.min(errors, MAX_COUNT) } });
    frames = new Map();
    peakMb = null;
    errors = 0;
    return drafts;
  };
  const stopped = (reason: EventData["app_stop"]["reason"]): readonly EventDraft[] => [
    ...minute(),
    { ...stamp(), type: "app_stop", data: { seconds: seconds(), reason } },
  ];

  return {
    started: (info, coldMs) => [
      { ...stamp(), type: "app_start", data: { cold_ms: within(MAX_COLD_MS, coldMs) } },
      { ...stamp(), type: "device_info", data: info },
    ],
    frame(milliseconds) {
      const bucket = bucketOf(milliseconds);
      frames.set(bucket, (frames.get(bucket) ?? 0) + 1);
    },
    memory(megabytes) {
      peakMb = Math.max(peakMb ?? 0, within(MAX_MB, megabytes));
    },
    luaError() {
      errors += 1;
    },
    screen(name) {
      if (!isElementName(name)) return [];
      shown = name;
      return [{ ...stamp(), type: "screen_view", data: { screen: name } }];
    },
    button(name) {
      if (!isElementName(name)) return [];
      return [{ ...stamp(), type: "button_click", data: { screen: shown ?? NO_SCREEN, element: name } }];
    },
    minute,
    stopped,
    crashed(crash) {
      const common = stamp();
      const crashId = ulid(common.at, randomBytes(ULID_BYTES));
      const context = {
        ...(shown === null ? {} : { screen: shown }),
        ...(peakMb === null ? {} : { memory_mb: peakMb }),
        uptime_seconds: seconds(),
      };
      const told: EventDraft = { ...common, type: "app_crash", data: { crash_id: crashId } };
      return { events: [told, ...stopped("crash")], report: { ...crash, ...common, crash_id: crashId, context } };
    },
  };
}

function within(most: number, value: number): number {
  return Math.min(most, Math.max(0, Math.round(value)));
}

function counted(frames: ReadonlyMap<number, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...frames].map(([bucket, count]) => [String(bucket), Math.min(count, MAX_COUNT)]));
}
