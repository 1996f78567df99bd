import type { OpenDatabase } from "./day-file.ts";
import { deletionMigrations } from "./raw-schema.ts";
import type { DeviceDay } from "../ports.ts";

/** Whose events are not stored again. */
export interface Deletions {
  has(id: Pick<DeviceDay, "app_id" | "device_id">): boolean;
  /** @param until last day that is remembered */
  remember(ids: readonly DeviceDay[], until: string): void;
  /** What was remembered is also deleted from all files. */
  confirm(ids: readonly DeviceDay[]): void;
  /** What was remembered and perhaps not deleted everywhere, when the process ended before it was. */
  unconfirmed(): readonly DeviceDay[];
  forgetBefore(day: string): void;
  close(): void;
}

const EACH = "FROM json_each(?)";
const DEVICE = "value ->> 'device_id', value ->> 'app_id'";

export function openDeletions(path: string, openDatabase: OpenDatabase): Deletions {
  const database = openDatabase(path, deletionMigrations);
  const find = database.prepare("SELECT 1 FROM deletions WHERE device_id = ? AND app_id = ?");
  /** Most of the time nothing is remembered, and then nothing is asked for each batch. */
  let isEmpty = database.prepare("SELECT 1 FROM deletions LIMIT 1").get() === undefined;
  return {
    has: ({ device_id: device, app_id: app }) => !isEmpty && find.get(device, app) !== undefined,
    remember(ids, until) {
      isEmpty = false;
      database
        .prepare(
          `INSERT INTO deletions (device_id, app_id, until, is_done) SELECT ${DEVICE}, ?, 0 ${EACH} WHERE true
           ON CONFLICT DO UPDATE SET until = excluded.until, is_done = 0`,
        )
        .run(until, JSON.stringify(ids));
    },
    confirm(ids) {
      database
        .prepare(`UPDATE deletions SET is_done = 1 WHERE (device_id, app_id) IN (SELECT ${DEVICE} ${EACH})`)
        .run(JSON.stringify(ids));
    },
    unconfirmed: () =>
      database
        .prepare("SELECT device_id, app_id FROM deletions WHERE is_done = 0")
        .all()
        .map((row) => ({ device_id: String(row["device_id"]), app_id: String(row["app_id"]), day: "" })),
    forgetBefore(day) {
      database.prepare("DELETE FROM deletions WHERE until < ?").run(day);
    },
    close: () => database.close(),
  };
}
