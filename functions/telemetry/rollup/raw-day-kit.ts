import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { EventData, EventType } from "../../../src/core/telemetry/batch.ts";
import { openDatabase } from "../../shared/sqlite.ts";
import { type DayFile, openDayFile } from "../node/day-file.ts";
import type { RawBatch, RawCrash } from "../ports.ts";

/** An event of a made-up device. */
type MadeEvent = { readonly [T in EventType]: readonly [type: T, data: EventData[T], session?: string] }[EventType];

/** Raw files as the service leaves them, for tests of what reads them. Ids of batches and crashes are made one after the other. */
export interface RawDayKit {
  batch(day: string, batch: Partial<RawBatch>, events: readonly MadeEvent[]): void;
  crash(day: string, crash?: Partial<RawCrash>): void;
  /** Deletes all of a device on a day, as a wish for privacy does. */
  forget(day: string, device: string): void;
  close(): void;
}

const someone = { app_id: "com.example.notes", version_code: 1, device_id: "d1", mosis_version: "1.0.0" };

export function rawDayKit(folder: string): RawDayKit {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, DayFile>();
  let made = 0;
  const fileOf = (day: string): DayFile => {
    const file = files.get(day) ?? openDayFile(join(folder, `${day}.db`), openDatabase);
    files.set(day, file);
    return file;
  };
  const append = (record: RawBatch | RawCrash): void => {
    fileOf(record.day).append([record], () => false);
  };
  return {
    batch(day, batch, events) {
      made += 1;
      const time = `${day}T12:00:00.000Z`;
      append({
        ...someone,
        day,
        batch_id: `batch-${made}`,
        events: events.map(([type, data, session = "s1"], at) => ({ at, type, data, time, session })),
        ...batch,
      });
    },
    crash(day, crash) {
      made += 1;
      append({ ...someone, ...sampleCrash, day, crash_id: `crash-${made}`, time: `${day}T12:00:00.000Z`, ...crash });
    },
    forget(day, device_id) {
      fileOf(day).remove([{ app_id: someone.app_id, day, device_id }]);
    },
    close() {
      for (const file of files.values()) file.close();
    },
  };
}

const sampleCrash = {
  app_version: "1.0.0",
  session: "s1",
  crash_type: "lua_error",
  message: "assets/scripts/app.lua:42: attempt to index a nil value (field 'user')",
  stack_trace:
    "stack traceback:\n\tassets/scripts/app.lua:42: in local 'load'\n\tassets/scripts/app.lua:80: in main chunk",
  context: {},
};
