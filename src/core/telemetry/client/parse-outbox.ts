import { type AppMemory, emptyOutbox, type Outbox } from "./outbox.ts";
import type { Queued, QueuedBatch } from "./queued.ts";
import { isJsonObject, type JsonValue } from "../../json/value.ts";
import { asInteger, asString, type Cursor, items, malformed, member } from "../../trust/cursor.ts";
import { isDay } from "../days.ts";
import type { Consent } from "../event-types.ts";
import { parseBatch, parseCrash } from "../parse-telemetry.ts";

/**
 * Reads what a device remembers of telemetry. Batches that no service would take are left out.
 *
 * @throws TrustError `malformed`
 */
export function parseOutbox(root: Cursor): Outbox {
  asString(member(root, "_type"), /^mosis-telemetry$/, '"mosis-telemetry"');
  const secret = member(root, "secret");
  return {
    ...emptyOutbox,
    consent: asInteger(member(root, "consent"), 0, 2) as Consent,
    secret: secret.value === null ? null : asString(secret, /^[0-9a-f]{64}$/, "64 hex digits"),
    seq: asInteger(member(root, "seq"), 0),
    offset_ms: asInteger(member(root, "offset_ms"), Number.MIN_SAFE_INTEGER),
    old_clocks: items(member(root, "old_clocks")).map((cursor) => ({
      day: asDay(member(cursor, "day")),
      until: asDay(member(cursor, "until")),
    })),
    apps: items(member(root, "apps")).map(parseMemory),
    open: items(member(root, "open")).flatMap(({ value }) => {
      const queued = parseQueued(value ?? null);
      return queued?.kind === "events" ? [queued satisfies QueuedBatch] : [];
    }),
    failures: asInteger(member(root, "failures"), 0),
    retry_at: asInteger(member(root, "retry_at"), 0),
  };
}

function parseMemory(cursor: Cursor): AppMemory {
  return {
    app_id: asString(member(cursor, "app_id"), /^.+$/, "the id of an app"),
    started: dayOrNull(member(cursor, "started")),
    described: dayOrNull(member(cursor, "described")),
    crashed: dayOrNull(member(cursor, "crashed")),
    crashes: asInteger(member(cursor, "crashes"), 0),
  };
}

function dayOrNull(cursor: Cursor): string | null {
  return cursor.value === null ? null : asDay(cursor);
}

function asDay(cursor: Cursor): string {
  const { value } = cursor;
  return typeof value === "string" && isDay(value) ? value : malformed(cursor, "a day");
}

/** What waits in a file; null where it is nothing that a service would take. */
export function parseQueued(value: JsonValue): Queued | null {
  if (!isJsonObject(value)) return null;
  const { kind, seq, offset_ms: offset, ...body } = value;
  if (!Number.isSafeInteger(seq) || !Number.isSafeInteger(offset)) return null;
  const document = { ...body, v: 1, device_id: "0".repeat(64), sent_at: "2026-01-01T00:00:00.000Z" };
  const isGood = kind === "events" ? parseBatch(document).ok : kind === "crash" && parseCrash(document).ok;
  return isGood ? (value as unknown as Queued) : null;
}
