import type { D1Database, D1PreparedStatement, D1Result } from "@cloudflare/workers-types";

import { addDays, dayOf } from "../../../src/core/telemetry/days.ts";
import { limits } from "../../shared/limits.ts";
import { orUnavailable } from "./or-unavailable.ts";
import type { Appended, CrashRow, DeviceDay, EventRow, RawBatch, RawCrash, TelemetryStore } from "../ports.ts";

/** What is asked of D1: statements alone, and several as one transaction. */
export type Database = Pick<D1Database, "prepare" | "batch">;

/** Devices that are read with one query; what they have must fit into its answer. */
const IDS_A_QUERY = 20;

const IS_DELETED = "EXISTS (SELECT 1 FROM deletions WHERE device_id = ?1 AND app_id = ?2)";
const INSERT_BATCH = `
  INSERT INTO batches (device_id, app_id, batch_id, day, version_code, mosis_version, events)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT ${IS_DELETED}
  ON CONFLICT DO NOTHING`;
const INSERT_CRASH = `
  INSERT INTO crashes (
    device_id, app_id, crash_id, day, version_code, app_version, mosis_version, time, session, crash_type, message, stack_trace, context
  )
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13 WHERE NOT ${IS_DELETED}
  ON CONFLICT DO NOTHING`;
const IS_MEANT = "(device_id, app_id) IN (SELECT value ->> 'device_id', value ->> 'app_id' FROM json_each(?1))";

/**
 * Raw events in D1, all days in one database.
 *
 * @param now milliseconds since 1970
 */
export function d1Store(db: Database, now: () => number): TelemetryStore {
  const append = async (insert: D1PreparedStatement, { device_id, app_id }: DeviceApp): Promise<Appended> => {
    const deleted = db.prepare(`SELECT ${IS_DELETED} AS is_deleted`).bind(device_id, app_id);
    const [inserted, answer] = await orUnavailable("D1", () => db.batch<{ is_deleted: number }>([insert, deleted]));
    if (inserted?.meta.changes === 1) return "stored";
    return answer?.results[0]?.is_deleted === 1 ? "deleted" : "duplicate";
  };

  return {
    appendBatch(batch) {
      return append(db.prepare(INSERT_BATCH).bind(...batchValues(batch)), batch);
    },
    appendCrash(crash) {
      return append(db.prepare(INSERT_CRASH).bind(...crashValues(crash)), crash);
    },
    async *eventsOf(ids) {
      const columns = "id, app_id, version_code, device_id, type, data, time, mosis_version, session";
      for await (const row of rowsOf<EventRow>(db, `SELECT ${columns} FROM events WHERE ${IS_MEANT}`, ids)) {
        yield { ...row, data: JSON.parse(row.data as unknown as string) as object };
      }
    },
    async *crashesOf(ids) {
      const columns =
        "crash_id, app_id, version_code, app_version, mosis_version, device_id, time, session, crash_type, message, stack_trace, context";
      for await (const row of rowsOf<CrashRow>(db, `SELECT ${columns} FROM crashes WHERE ${IS_MEANT}`, ids)) {
        yield { ...row, context: JSON.parse(row.context as unknown as string) as object };
      }
    },
    async deleteAll(ids) {
      const list = JSON.stringify(ids);
      const results = await orUnavailable("D1", () =>
        db.batch<{ events: number }>([
          rememberDeletions(db, ids, now()),
          db.prepare(`SELECT count(*) AS events FROM events WHERE ${IS_MEANT}`).bind(list),
          db.prepare(`DELETE FROM batches WHERE ${IS_MEANT}`).bind(list),
          db.prepare(`DELETE FROM crashes WHERE ${IS_MEANT}`).bind(list),
        ]),
      );
      return { events: results[1]?.results[0]?.events ?? 0, crashes: results[3]?.meta.changes ?? 0 };
    },
  };
}

type DeviceApp = Pick<DeviceDay, "device_id" | "app_id">;

/** Remembers that nothing of these devices is stored again, until raw events of today are deleted anyway. */
export function rememberDeletions(db: Database, ids: readonly DeviceDay[], nowMs: number): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO deletions (device_id, app_id, until)
       SELECT value ->> 'device_id', value ->> 'app_id', ?2 FROM json_each(?1) WHERE true
       ON CONFLICT DO UPDATE SET until = excluded.until`,
    )
    .bind(JSON.stringify(ids), addDays(dayOf(nowMs), limits.sizes.rawDays.limit));
}

async function* rowsOf<Row>(db: Database, sql: string, ids: readonly DeviceDay[]): AsyncGenerator<Row> {
  for (let start = 0; start < ids.length; start += IDS_A_QUERY) {
    const list = JSON.stringify(ids.slice(start, start + IDS_A_QUERY));
    const answer = await orUnavailable("D1", (): Promise<D1Result<Row>> => db.prepare(sql).bind(list).all<Row>());
    yield* answer.results;
  }
}

function batchValues(batch: RawBatch): readonly (string | number)[] {
  return [
    batch.device_id,
    batch.app_id,
    batch.batch_id,
    batch.day,
    batch.version_code,
    batch.mosis_version,
    JSON.stringify(batch.events),
  ];
}

function crashValues(crash: RawCrash): readonly (string | number)[] {
  return [
    crash.device_id,
    crash.app_id,
    crash.crash_id,
    crash.day,
    crash.version_code,
    crash.app_version,
    crash.mosis_version,
    crash.time,
    crash.session,
    crash.crash_type,
    crash.message,
    crash.stack_trace,
    JSON.stringify(crash.context),
  ];
}
