import type { R2Bucket } from "@cloudflare/workers-types";

import { addDays, dayOf } from "../../../src/core/telemetry/days.ts";
import { limits } from "../../shared/limits.ts";
import type { Database } from "./d1-store.ts";
import { orUnavailable } from "./or-unavailable.ts";

/** Rows that one statement deletes: D1 gives each 30 seconds. */
const ROWS = 5_000;
/** Statements for each table in one run; the next hour goes on. */
const ROUNDS = 50;

/**
 * Deletes raw rows and objects of days that are kept no longer, and what was remembered of deletions.
 *
 * @param bucket null where there is none
 */
export async function expire(
  db: Database,
  bucket: Pick<R2Bucket, "list" | "delete"> | null,
  nowMs: number,
): Promise<void> {
  const today = dayOf(nowMs);
  const firstKept = addDays(today, -limits.sizes.rawDays.limit);
  for (const table of ["batches", "crashes", "objects"]) await deleteRows(db, table, "day < ?1", firstKept);
  await deleteRows(db, "deletions", "until < ?1", today);
  if (bucket === null) return;
  for (const kind of ["events/", "crashes/"]) await deleteFolders(bucket, kind, `${kind}${firstKept}/`);
}

async function deleteRows(db: Database, table: string, condition: string, day: string): Promise<void> {
  const sql = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${condition} LIMIT ${ROWS})`;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { meta } = await orUnavailable("D1", () => db.prepare(sql).bind(day).run());
    if (meta.changes < ROWS) return;
  }
}

/** Deletes folders below one whose names sort before another. */
async function deleteFolders(bucket: Pick<R2Bucket, "list" | "delete">, folder: string, before: string): Promise<void> {
  const { delimitedPrefixes } = await bucket.list({ prefix: folder, delimiter: "/" });
  for (const prefix of delimitedPrefixes.filter((each) => each < before)) {
    for (;;) {
      const { objects, truncated } = await bucket.list({ prefix });
      if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
      if (!truncated) break;
    }
  }
}
