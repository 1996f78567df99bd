import { randomBytes } from "node:crypto";

import type { CrashReport, EventData, EventType, PrivacyId, TelemetryBatch } from "../../src/core/telemetry/batch.ts";
import { dayOf } from "../../src/core/telemetry/days.ts";
import { eventTypes } from "../../src/core/telemetry/event-types.ts";
import { ulid } from "../../src/core/telemetry/ulid.ts";

/** What the store of tests has. */
export const knownApps: Readonly<Record<string, readonly number[]>> = {
  "com.example.notes": [1, 2, 3],
  "com.example.clock": [7],
};

export function hex(digits: number): string {
  return randomBytes(digits / 2).toString("hex");
}

export function aUlid(): string {
  return ulid(Date.now(), randomBytes(10));
}

function envelope(at: Date) {
  return {
    v: 1,
    app_id: "com.example.notes",
    version_code: 3,
    mosis_version: "1.4.0",
    device_id: hex(64),
    day: dayOf(at.getTime()),
    consent: 2,
    sent_at: at.toISOString(),
  } as const;
}

/** An event with the example data of its type. */
export function anEvent<T extends EventType>(type: T, data: EventData[T] = eventTypes[type].example, at = new Date()) {
  return { type, time: at.toISOString(), session: hex(16), data };
}

/** A batch of now, of a device that nobody saw before, with an event of each type. */
export function aBatch(changes: object = {}, at = new Date()): TelemetryBatch {
  const types = Object.keys(eventTypes) as EventType[];
  const events = types.map((type) => anEvent(type, undefined, at));
  return { ...envelope(at), batch_id: aUlid(), events, ...changes } as TelemetryBatch;
}

/** A crash of now, of a device that nobody saw before. */
export function aCrash(changes: object = {}, at = new Date()): CrashReport {
  return {
    ...envelope(at),
    crash_id: aUlid(),
    app_version: "1.2.0",
    timestamp: at.toISOString(),
    session: hex(16),
    crash_type: "lua_error",
    message: "scripts/main.lua:12: attempt to index a nil value (field 'items')",
    stack_trace: "stack traceback:\n\tscripts/main.lua:12: in function 'draw'",
    context: { screen: "history", memory_mb: 48, uptime_seconds: 95 },
    ...changes,
  };
}

/** How somebody asks for what is stored of a device. */
export function idOf({ app_id, day, device_id }: PrivacyId): PrivacyId {
  return { app_id, day, device_id };
}
