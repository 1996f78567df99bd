import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

import { deleteRawDay, rawDays } from "./raw-days.ts";
import { rollDay, type RollPorts } from "./roll-day.ts";
import { addDays } from "../../../src/core/telemetry/days.ts";
import { openDatabase } from "../../shared/sqlite.ts";
import { rawMigrations } from "../node/raw-schema.ts";

/** Events of a number of days, spread over apps and their versions. */
export interface ManyEvents {
  readonly from: string;
  readonly days: number;
  readonly eventsPerDay: number;
  readonly apps: number;
  readonly versions: number;
}

const BATCH = 50;
/** Batches of which one has a crash. */
const PER_CRASH = 23;
const CRASH_GROUPS = 40;

/** The id of the first of the apps. */
export const FIRST_APP = "com.example.app0";

/**
 * Fills the raw file of one day after the other, counts it, and deletes it: so many events never lie on the disk at once.
 *
 * @returns how many were counted
 */
export async function countManyEvents(
  database: DatabaseSync,
  folder: string,
  { from, days, ...many }: ManyEvents,
  ports: RollPorts,
): Promise<number> {
  mkdirSync(folder, { recursive: true });
  let counted = 0;
  for (let offset = 0; offset < days; offset += 1) {
    const day = addDays(from, offset);
    counted += fillDay(join(folder, `${day}.db`), day, many);
    for (const raw of rawDays(folder)) {
      await rollDay(database, raw, ports);
      deleteRawDay(raw);
    }
  }
  return counted;
}

function fillDay(
  path: string,
  day: string,
  { eventsPerDay, apps, versions }: Omit<ManyEvents, "from" | "days">,
): number {
  const database = openDatabase(path, rawMigrations);
  const batches = Math.ceil(eventsPerDay / BATCH);
  const up_to = (last: number): string =>
    `WITH RECURSIVE counter (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counter WHERE n < ${last - 1})`;
  database.exec("BEGIN");
  database.exec(`
    INSERT INTO batches (batch_id, app_id, version_code, device_id, mosis_version)
    ${up_to(batches)} SELECT 'batch' || n, 'com.example.app' || (n % ${apps}), 1 + n / ${apps} % ${versions},
      printf('%064x', n), '1.0.0' FROM counter`);
  database.exec(`
    INSERT INTO batch_events ${up_to(BATCH)}
    SELECT number, n,
      CASE n WHEN 0 THEN 'app_start' WHEN 1 THEN 'app_stop' WHEN 2 THEN 'lua_errors' WHEN 3 THEN 'screen_view' ELSE
        CASE n % 4 WHEN 0 THEN 'memory_usage' ELSE 'frame_time' END END,
      CASE n WHEN 0 THEN '{"new":["d","w"],"cold_ms":' || (200 + number % 900) || '}'
        WHEN 1 THEN '{"seconds":90,"reason":"user"}' WHEN 2 THEN '{"count":1}'
        WHEN 3 THEN '{"screen":"screen' || (number % 3) || '"}' ELSE
        CASE n % 4 WHEN 0 THEN '{"peak_mb":' || (30 + (number * 7 + n) % 90) || '}'
        ELSE '{"buckets":{"' || (20 + (number + n) % 9) || '":3400,"' || (30 + (number * n) % 20) || '":60}}' END END,
      '${day}T12:00:00.000Z', printf('%016x', number)
    FROM batches, counter`);
  database.exec(`
    INSERT INTO crashes (crash_id, app_id, version_code, app_version, mosis_version, device_id, time, session, crash_type,
      message, stack_trace, context)
    SELECT 'crash' || number, app_id, version_code, '1.0.0', mosis_version, device_id, '${day}T12:00:00.000Z',
      printf('%016x', number), 'lua_error', 'assets/app.lua:3: attempt to index a nil value (local ''x'')',
      'stack traceback:' || char(10) || 'assets/app.lua:3: in local ''f' || (number / ${PER_CRASH} % ${CRASH_GROUPS}) || '''', '{}'
    FROM batches WHERE number % ${PER_CRASH} = 0`);
  database.exec("COMMIT");
  database.close();
  return batches * BATCH;
}
