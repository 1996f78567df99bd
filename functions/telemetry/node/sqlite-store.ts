import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

import { type DayFile, openDayFile, type OpenDatabase, type RawRecord } from "./day-file.ts";
import { type Deletions, openDeletions } from "./deletions.ts";
import { createGroupCommit, type GroupCommit, type GroupCommitOptions } from "./group-commit.ts";
import { asUnavailable } from "./sqlite-error.ts";
import { addDays, dayOf } from "../../../src/core/telemetry/days.ts";
import { limits } from "../../shared/limits.ts";
import { openDatabase } from "../../shared/sqlite.ts";
import type { Appended, DeviceDay, TelemetryStore } from "../ports.ts";

interface SqliteStoreOptions {
  /** Of the databases; made where there is none. */
  readonly folder: string;
  readonly now: () => Date;
  readonly group?: GroupCommitOptions;
  readonly open?: OpenDatabase;
}

/** A store in files of this machine. */
export interface SqliteStore extends TelemetryStore {
  /** Folder of the files of days, `<day>.db`. */
  readonly rawFolder: string;
  /** Lets go of a day's file, so that it can be deleted. */
  release(day: string): void;
  close(): void;
}

const GROUP: GroupCommitOptions = { items: 64, milliseconds: 5 };
/** Files that are kept open: those of all days that are taken. */
const OPEN_FILES = limits.sizes.rawDays.limit + 4;
const DAY_FILE = /^(\d{4}-\d{2}-\d{2})\.db$/;

/** Opens the store, and finishes deletions that were cut off. */
export function openSqliteStore({ folder, now, group = GROUP, open = openDatabase }: SqliteStoreOptions): SqliteStore {
  const rawFolder = join(folder, "raw");
  mkdirSync(rawFolder, { recursive: true });
  const files = new Map<string, DayFile>();
  const groups = new Map<string, GroupCommit<RawRecord, Appended>>();
  const deletions = openDeletions(join(folder, "deletions.db"), open);

  const release = (day: string): void => {
    files.get(day)?.close();
    files.delete(day);
    groups.delete(day);
  };
  const fileOf = (day: string): DayFile => {
    const known = files.get(day);
    if (known !== undefined) return known;
    const [oldest] = files.keys();
    if (files.size >= OPEN_FILES && oldest !== undefined) release(oldest);
    const file = openDayFile(join(rawFolder, `${day}.db`), open);
    files.set(day, file);
    return file;
  };
  /** After a failure of the disk the file is opened anew, which takes up what the disk has. */
  const withFile = <T>(day: string, work: (file: DayFile) => T): T => {
    try {
      return work(fileOf(day));
    } catch (error) {
      const unavailable = asUnavailable(error);
      if (unavailable === null) throw error;
      release(day);
      throw unavailable;
    }
  };
  const days = (): readonly string[] =>
    readdirSync(rawFolder)
      .flatMap((name) => DAY_FILE.exec(name)?.[1] ?? [])
      .toSorted();
  const append = (record: RawRecord): Promise<Appended> => {
    const { day } = record;
    let commits = groups.get(day);
    if (commits === undefined) {
      commits = createGroupCommit((records) => withFile(day, (file) => file.append(records, deletions.has)), group);
      groups.set(day, commits);
    }
    return commits.add(record);
  };
  const remove = (ids: readonly DeviceDay[]) => {
    let events = 0;
    let crashes = 0;
    for (const day of days()) {
      const removed = withFile(day, (file) => file.remove(ids));
      events += removed.events;
      crashes += removed.crashes;
    }
    return { events, crashes };
  };

  finish(deletions, remove);
  return {
    rawFolder,
    release,
    appendBatch: append,
    appendCrash: append,
    eventsOf: (ids) => pages(days, (day, after) => withFile(day, (file) => file.eventsOf(ids, after))),
    crashesOf: (ids) => pages(days, (day, after) => withFile(day, (file) => file.crashesOf(ids, after))),
    async deleteAll(ids) {
      try {
        const today = dayOf(now().getTime());
        deletions.forgetBefore(today);
        deletions.remember(ids, addDays(today, limits.sizes.rawDays.limit + 2));
        const removed = remove(ids);
        deletions.confirm(ids);
        return removed;
      } catch (error) {
        throw asUnavailable(error) ?? error;
      }
    },
    close() {
      for (const day of files.keys()) release(day);
      deletions.close();
    },
  };
}

function finish(deletions: Deletions, remove: (ids: readonly DeviceDay[]) => unknown): void {
  const ids = deletions.unconfirmed();
  if (ids.length === 0) return;
  remove(ids);
  deletions.confirm(ids);
}

/** Rows of all days, page by page; others have their turn between two. */
async function* pages<Row>(
  days: () => readonly string[],
  read: (day: string, after: number) => { readonly rows: readonly Row[]; readonly after: number | null },
): AsyncGenerator<Row> {
  for (const day of days()) {
    for (let after: number | null = 0; after !== null;) {
      const page = read(day, after);
      yield* page.rows;
      ({ after } = page);
      await setImmediate();
    }
  }
}
