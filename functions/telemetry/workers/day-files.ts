import { renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { openDatabase } from "../../shared/sqlite.ts";
import { rawMigrations } from "../node/raw-schema.ts";
import { deleteRawDay, rawDays } from "../rollup/raw-days.ts";

/** What was given is no export of the database of telemetry. */
export class NoExportError extends Error {
  override readonly name = "NoExportError";
}

const COPY = [
  `INSERT INTO batches (number, batch_id, app_id, version_code, device_id, mosis_version)
   SELECT number, batch_id, app_id, version_code, device_id, mosis_version FROM d1.batches WHERE day = ?`,
  `INSERT INTO batch_events (batch, at, type, data, time, session)
   SELECT number, value ->> 'at', value ->> 'type', value -> 'data', value ->> 'time', value ->> 'session'
   FROM d1.batches, json_each(events) WHERE day = ?`,
  `INSERT INTO crashes (number, crash_id, app_id, version_code, app_version, mosis_version, device_id, time, session, crash_type, message,
     stack_trace, context)
   SELECT number, crash_id, app_id, version_code, app_version, mosis_version, device_id, time, session, crash_type, message, stack_trace,
     context
   FROM d1.crashes WHERE day = ?`,
];

/**
 * Makes the raw files that a process with SQLite would have of what is in D1, for roll-ups to count. They take the place of all that are
 * there; a round that counts meanwhile leaves a day that is just missing as it is, for the next one.
 *
 * @param exported SQL, as `wrangler d1 export` writes it
 * @param scratch an empty folder for what is made on the way, on the same disk
 * @param folder the one of raw files, to which nobody else writes
 * @returns the days, oldest first
 * @throws NoExportError; no file has changed then
 */
export function writeDayFiles(exported: string, scratch: string, folder: string): readonly string[] {
  const copy = join(scratch, "d1.db");
  const days = readExport(exported, copy);
  for (const day of days) makeDay(copy, day, join(scratch, `${day}.db`));
  // With their logs, which would belong to another file.
  for (const old of rawDays(folder)) deleteRawDay(old);
  for (const day of days) renameSync(join(scratch, `${day}.db`), join(folder, `${day}.db`));
  return days;
}

function readExport(exported: string, path: string): readonly string[] {
  const database = new DatabaseSync(path);
  try {
    database.exec(exported);
    const rows = database.prepare("SELECT day FROM batches UNION SELECT day FROM crashes ORDER BY day").all();
    return rows.map((row) => String(row["day"]));
  } catch (error) {
    throw new NoExportError(
      `This is no export of the database of telemetry (${error instanceof Error ? error.message : "unreadable"}). Make one: npx wrangler d1 export mosis-telemetry --remote --output telemetry.sql`,
      { cause: error },
    );
  } finally {
    database.close();
  }
}

function makeDay(copy: string, day: string, path: string): void {
  const database = openDatabase(path, rawMigrations);
  database.prepare("ATTACH ? AS d1").run(copy);
  database.exec("BEGIN");
  for (const sql of COPY) database.prepare(sql).run(day);
  database.exec("COMMIT; DETACH d1");
  database.close();
}
