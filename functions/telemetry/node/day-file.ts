import type { DatabaseSync } from "node:sqlite";

import { rawMigrations } from "./raw-schema.ts";
import type { Migration } from "../../shared/migrate.ts";
import type { Appended, CrashRow, Deleted, DeviceDay, EventRow, RawBatch, RawCrash } from "../ports.ts";

/** Opens a database and brings it to its newest version. */
export type OpenDatabase = (path: string, migrations: readonly Migration[]) => DatabaseSync;

/** What a file takes: a batch of events, or a crash. */
export type RawRecord = RawBatch | RawCrash;

/** Rows, and after which number to go on; null at the end. */
interface Page<Row> {
  readonly rows: readonly Row[];
  readonly after: number | null;
}

/** The raw events and crashes of one UTC day. Everything throws what SQLite throws, and then has changed nothing. */
export interface DayFile {
  /** In one transaction, durable when it returns. */
  append(records: readonly RawRecord[], isDeleted: (record: RawRecord) => boolean): readonly Appended[];
  eventsOf(ids: readonly DeviceDay[], after: number): Page<EventRow>;
  crashesOf(ids: readonly DeviceDay[], after: number): Page<CrashRow>;
  remove(ids: readonly DeviceDay[]): Deleted;
  close(): void;
}

/** Batches or crashes that are read at once: at most so many times 100 events are in memory. */
const PAGE = 50;
/** Pages of 4 KiB in the log before they are moved into the file: a busy minute is moved once, not every tenth of a second. */
const LOG_PAGES = 8192;

const WANTED = "SELECT value ->> 'device_id' AS device_id, value ->> 'app_id' AS app_id FROM json_each(?)";
const OF_THEM = `IN (SELECT number FROM (${WANTED}) CROSS JOIN batches USING (device_id, app_id))`;
const CRASH_COLUMNS =
  "crash_id, app_id, version_code, app_version, mosis_version, device_id, time, session, crash_type, message, stack_trace, context";

export function openDayFile(path: string, openDatabase: OpenDatabase): DayFile {
  const database = openDatabase(path, rawMigrations);
  database.exec(`PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
  const insertBatch = database.prepare(
    "INSERT INTO batches (batch_id, app_id, version_code, device_id, mosis_version) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const insertEvent = database.prepare(
    "INSERT INTO batch_events (batch, at, type, data, time, session) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const insertCrash = database.prepare(
    `INSERT INTO crashes (${CRASH_COLUMNS}) VALUES (${CRASH_COLUMNS.replaceAll(/\w+/g, ":$&")}) ON CONFLICT DO NOTHING`,
  );

  const appendBatch = (batch: RawBatch): Appended => {
    const { batch_id, app_id, version_code, device_id, mosis_version } = batch;
    const { changes, lastInsertRowid } = insertBatch.run(batch_id, app_id, version_code, device_id, mosis_version);
    if (changes === 0) return "duplicate";
    for (const { at, type, data, time, session } of batch.events) {
      insertEvent.run(lastInsertRowid, at, type, JSON.stringify(data), time, session);
    }
    return "stored";
  };
  const appendCrash = (crash: RawCrash): Appended => {
    const { day: _, context, ...row } = crash;
    const { changes } = insertCrash.run({ ...row, context: JSON.stringify(context) });
    return changes === 0 ? "duplicate" : "stored";
  };

  return {
    append: (records, isDeleted) =>
      inTransaction(database, () =>
        records.map((record) => {
          if (isDeleted(record)) return "deleted";
          return "batch_id" in record ? appendBatch(record) : appendCrash(record);
        }),
      ),
    eventsOf(ids, after) {
      const wanted = JSON.stringify(ids);
      const numbers = database
        .prepare(`SELECT number FROM batches WHERE number ${OF_THEM} AND number > ? ORDER BY number LIMIT ${PAGE}`)
        .all(wanted, after)
        .map(({ number }) => Number(number));
      const rows = database
        .prepare(
          `SELECT batch_id || '/' || at AS id, app_id, version_code, device_id, type, data, time, mosis_version, session
           FROM batches JOIN batch_events ON batch = number WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number, at`,
        )
        .all(JSON.stringify(numbers))
        .map((row) => ({ ...row, data: JSON.parse(String(row["data"])) as object }) as unknown as EventRow);
      return { rows, after: numbers.length < PAGE ? null : (numbers.at(-1) ?? null) };
    },
    crashesOf(ids, after) {
      const found = database
        .prepare(
          `SELECT number, ${CRASH_COLUMNS} FROM crashes WHERE (device_id, app_id) IN (${WANTED}) AND number > ? ORDER BY number LIMIT ${PAGE}`,
        )
        .all(JSON.stringify(ids), after);
      const rows = found.map(
        ({ number: _, ...row }) =>
          ({ ...row, context: JSON.parse(String(row["context"])) as object }) as unknown as CrashRow,
      );
      return { rows, after: found.length < PAGE ? null : Number(found.at(-1)?.["number"]) };
    },
    remove(ids) {
      const wanted = JSON.stringify(ids);
      const removed = inTransaction(database, () => {
        const events = database.prepare(`DELETE FROM batch_events WHERE batch ${OF_THEM}`).run(wanted);
        database.prepare(`DELETE FROM batches WHERE number ${OF_THEM}`).run(wanted);
        const crashes = database.prepare(`DELETE FROM crashes WHERE (device_id, app_id) IN (${WANTED})`).run(wanted);
        return { events: Number(events.changes), crashes: Number(crashes.changes) };
      });
      // What was deleted is still in the log, until that is moved.
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      return removed;
    },
    close: () => database.close(),
  };
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
