import type { R2Bucket } from "@cloudflare/workers-types";

import type { Database } from "./d1-store.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { type Kind, type Lines, objectKey, writeRows } from "./row-objects.ts";
import type { RawBatch, RawCrash } from "../ports.ts";

/** What stands in the queue. Queues deliver at least once: who reads the objects tells rows apart by their id. */
export type RowsMessage =
  | { readonly kind: "events"; readonly batch: RawBatch }
  | { readonly kind: "crashes"; readonly crash: RawCrash };

export interface ObjectPorts {
  readonly db: Database;
  readonly bucket: Pick<R2Bucket, "get" | "put" | "list" | "delete">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

interface NewObject {
  readonly key: string;
  readonly rows: Lines[Kind][];
}

/**
 * Writes what came out of the queue to the bucket, an object for each storage day. First the database learns which objects are to hold
 * rows of which device, so that a deletion finds them from then on; rows of devices that were deleted before are dropped.
 *
 * @param newName a name that no other object has
 * @throws StoreUnavailableError and what R2 throws: then all of it has to be delivered again
 */
export async function writeObjects(
  messages: readonly RowsMessage[],
  { db, bucket, now }: ObjectPorts,
  newName: () => string,
): Promise<void> {
  const objects = new Map<string, NewObject>();
  for (const message of messages) {
    for (const row of rowsOf(message)) {
      const group = `${message.kind} ${row.day}`;
      const object = objects.get(group) ?? { key: objectKey(message.kind, row.day, now(), newName()), rows: [] };
      objects.set(group, object);
      object.rows.push(row);
    }
  }
  const deleted = await register(db, [...objects.values()]);
  for (const { key, rows } of objects.values()) {
    const kept = rows.filter((row) => !deleted.has(deviceOf(row)));
    if (kept.length > 0) await writeRows(bucket, key, kept);
  }
}

function rowsOf(message: RowsMessage): readonly Lines[Kind][] {
  if (message.kind === "crashes") return [message.crash];
  const { batch_id, events, ...shared } = message.batch;
  return events.map(({ at, ...event }) => ({ id: `${batch_id}/${at}`, ...shared, ...event }));
}

/** @returns devices that were deleted, of those that have rows */
async function register(db: Database, objects: readonly NewObject[]): Promise<ReadonlySet<string>> {
  const held = new Map(
    objects.flatMap(({ key, rows }) =>
      rows.map(({ device_id, app_id, day }) => [
        `${key} ${device_id} ${app_id}`,
        { device_id, app_id, day, object: key },
      ]),
    ),
  );
  const list = JSON.stringify([...held.values()]);
  const [, deleted] = await orUnavailable("D1", () =>
    db.batch<Pick<Lines[Kind], "device_id" | "app_id">>([
      db
        .prepare(
          `INSERT INTO objects (device_id, app_id, day, object)
           SELECT value ->> 'device_id', value ->> 'app_id', value ->> 'day', value ->> 'object' FROM json_each(?1) WHERE true
           ON CONFLICT DO NOTHING`,
        )
        .bind(list),
      db
        .prepare(
          `SELECT device_id, app_id FROM deletions
           WHERE (device_id, app_id) IN (SELECT value ->> 'device_id', value ->> 'app_id' FROM json_each(?1))`,
        )
        .bind(list),
    ]),
  );
  return new Set(deleted?.results.map(deviceOf));
}

function deviceOf({ device_id, app_id }: Pick<Lines[Kind], "device_id" | "app_id">): string {
  return `${device_id} ${app_id}`;
}
