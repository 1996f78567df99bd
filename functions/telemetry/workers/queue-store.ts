import type { Queue } from "@cloudflare/workers-types";

import { rememberDeletions } from "./d1-store.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { type Kind, kindOf, type Lines, readRows, removeRows } from "./row-objects.ts";
import type { ObjectPorts, RowsMessage } from "./write-objects.ts";
import type { Deleted, DeviceDay, TelemetryStore } from "../ports.ts";

/** An object of the bucket, and a device that has rows in it. */
interface HeldRow extends Pick<DeviceDay, "device_id" | "app_id"> {
  readonly object: string;
}

const IS_MEANT = "(device_id, app_id) IN (SELECT value ->> 'device_id', value ->> 'app_id' FROM json_each(?1))";
const IS_DELETED = "(device_id, app_id) IN (SELECT device_id, app_id FROM deletions)";

/**
 * Raw events in objects of R2, by way of a queue; D1 knows which object has rows of which device. What is stored is not known when it is
 * answered, so that all is `stored`: a duplicate is told apart by its id later, and what comes of a deleted device is dropped.
 */
export function queueStore(queue: Pick<Queue<RowsMessage>, "send">, ports: ObjectPorts): TelemetryStore {
  const send = async (message: RowsMessage): Promise<"stored"> => {
    await orUnavailable("The queue", () => queue.send(message));
    return "stored";
  };

  return {
    appendBatch: (batch) => send({ kind: "events", batch }),
    appendCrash: (crash) => send({ kind: "crashes", crash }),
    eventsOf: (ids) => rowsOf("events", ids, ports, ({ id }) => id),
    crashesOf: (ids) => rowsOf("crashes", ids, ports, ({ crash_id }) => crash_id),
    async deleteAll(ids) {
      const list = JSON.stringify(ids);
      const results = await orUnavailable("D1", () =>
        ports.db.batch<HeldRow>([
          rememberDeletions(ports.db, ids, ports.now()),
          ports.db.prepare(`SELECT device_id, app_id, object FROM objects WHERE ${IS_MEANT}`).bind(list),
        ]),
      );
      return removeHeld(results[1]?.results ?? [], ports);
    },
  };
}

/**
 * Goes on with deletions that were cut off.
 *
 * @param limit devices in objects that are done at once
 */
export async function finishDeletions(ports: ObjectPorts, limit: number): Promise<void> {
  const sql = `SELECT device_id, app_id, object FROM objects WHERE ${IS_DELETED} ORDER BY object LIMIT ?1`;
  const { results } = await orUnavailable("D1", () => ports.db.prepare(sql).bind(limit).all<HeldRow>());
  await removeHeld(results, ports);
}

async function* rowsOf<K extends Kind>(
  kind: K,
  ids: readonly DeviceDay[],
  { db, bucket }: ObjectPorts,
  idOf: (row: Lines[K]) => string,
): AsyncGenerator<Omit<Lines[K], "day">> {
  const sql = `SELECT DISTINCT object FROM objects WHERE ${IS_MEANT} AND NOT ${IS_DELETED} ORDER BY object`;
  const { results } = await orUnavailable("D1", () =>
    db.prepare(sql).bind(JSON.stringify(ids)).all<Pick<HeldRow, "object">>(),
  );
  const meant = new Set(ids.map(deviceOf));
  const seen = new Set<string>();
  for (const { object } of results.filter((row) => kindOf(row.object) === kind)) {
    for (const row of await orUnavailable("R2", () => readRows<K>(bucket, object))) {
      const id = `${deviceOf(row)} ${idOf(row)}`;
      if (!meant.has(deviceOf(row)) || seen.has(id)) continue;
      seen.add(id);
      const { day: _, ...told } = row;
      yield told;
    }
  }
}

/** Takes rows out of their objects, and then forgets that they were there. */
async function removeHeld(held: readonly HeldRow[], { db, bucket }: ObjectPorts): Promise<Deleted> {
  const removed = { events: new Set<string>(), crashes: new Set<string>() };
  for (const [object, rows] of Map.groupBy(held, (row) => row.object)) {
    const devices = new Set(rows.map(deviceOf));
    const kind = kindOf(object);
    const isMeant = (row: Lines[Kind]): boolean => devices.has(deviceOf(row));
    for (const row of await orUnavailable("R2", () => removeRows(bucket, object, isMeant))) {
      removed[kind].add(`${deviceOf(row)} ${"id" in row ? row.id : row.crash_id}`);
    }
    const forget = db.prepare(`DELETE FROM objects WHERE object = ?2 AND ${IS_MEANT}`);
    await orUnavailable("D1", () => forget.bind(JSON.stringify(rows), object).run());
  }
  return { events: removed.events.size, crashes: removed.crashes.size };
}

function deviceOf({ device_id, app_id }: Pick<DeviceDay, "device_id" | "app_id">): string {
  return `${device_id} ${app_id}`;
}
