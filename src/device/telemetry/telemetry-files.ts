import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { encodeState } from "../../core/device/installed-app.ts";
import { parseJson } from "../../core/json/parse.ts";
import type { JsonObject } from "../../core/json/value.ts";
import { emptyOutbox, type Outbox } from "../../core/telemetry/client/outbox.ts";
import { parseOutbox, parseQueued } from "../../core/telemetry/client/parse-outbox.ts";
import { type Queued, queuedName } from "../../core/telemetry/client/queued.ts";
import { telemetryLimits } from "../../core/telemetry/telemetry-limits.ts";
import { TrustError } from "../../core/trust/trust-error.ts";
import { TEMPORARY_FILE } from "../../node/write-atomically.ts";
import { DeviceError } from "../device-error.ts";
import type { Device } from "../device.ts";
import { underLock } from "../disk/lock.ts";
import { jsonOf } from "../records.ts";

/** Tries to get the lock, which is held for some file operations, and milliseconds between them. */
const TRIES = 100;
const WAIT_MS = 20;

/**
 * Runs something that changes what a device knows of telemetry, after whoever does so now.
 *
 * @throws DeviceError `locked` when that takes long
 */
export async function changingTelemetry<T>(device: Device, action: (outbox: Outbox) => Promise<T>): Promise<T> {
  const run = async (): Promise<T> => action(await readOutbox(device));
  for (let left = TRIES; ; left -= 1) {
    try {
      return await underLock(device.layout.telemetry.lock, run);
    } catch (error) {
      if (left === 0 || !(error instanceof DeviceError) || error.code !== "locked") throw error;
      await setTimeout(WAIT_MS);
    }
  }
}

/** What the device remembers. A record that cannot be read counts as none: then nobody agreed. */
export async function readOutbox({ layout, ports }: Device): Promise<Outbox> {
  const path = layout.telemetry.record;
  const bytes = await ports.disk.read(path);
  if (bytes === null) return emptyOutbox;
  try {
    return parseOutbox(jsonOf(bytes, path));
  } catch (error) {
    if (error instanceof TrustError) return emptyOutbox;
    throw error;
  }
}

export async function writeOutbox({ layout, ports }: Device, outbox: Outbox): Promise<void> {
  const record = { _type: "mosis-telemetry", spec_version: "1.0.0", ...outbox };
  await ports.disk.write(layout.telemetry.record, encodeState(record as unknown as JsonObject));
}

/** Names of the files that wait, in the order they are to be sent. */
export async function queueNames({ layout, ports }: Device): Promise<readonly string[]> {
  return (await ports.disk.list(layout.telemetry.queue)).filter((name) => /^\d{10}-[0-9A-Z]{26}\.json$/.test(name));
}

/** Removes files that were being written when the power went. */
export async function sweepTelemetry({ layout, ports }: Device): Promise<void> {
  for (const folder of [layout.telemetry.folder, layout.telemetry.queue]) {
    for (const name of await ports.disk.list(folder)) {
      if (TEMPORARY_FILE.test(name)) await ports.disk.remove(join(folder, name));
    }
  }
}

/** What waits in a file; null where it is gone, or nothing that may be sent. */
export async function readQueued({ layout, ports }: Device, name: string): Promise<Queued | null> {
  const path = join(layout.telemetry.queue, name);
  const bytes = await ports.disk.read(path);
  const parsed = bytes === null ? null : parseJson(bytes, basename(path));
  return parsed?.ok === true ? parseQueued(parsed.document.value) : null;
}

/**
 * Puts things into the queue; the oldest make room. To be done before the record says that a batch is closed: if the power goes in
 * between, it is closed again into the same file, and nothing is sent before the record is written.
 */
export async function writeQueued(device: Device, waiting: readonly Queued[]): Promise<void> {
  if (waiting.length === 0) return;
  const { layout, ports } = device;
  for (const queued of waiting) {
    const bytes = encodeState(queued as unknown as JsonObject);
    await ports.disk.write(join(layout.telemetry.queue, queuedName(queued)), bytes);
  }
  const names = await queueNames(device);
  for (const name of names.slice(0, Math.max(0, names.length - telemetryLimits.queuedFiles))) {
    await dropQueued(device, name);
  }
}

export async function dropQueued({ layout, ports }: Device, name: string): Promise<void> {
  await ports.disk.remove(join(layout.telemetry.queue, name));
}
