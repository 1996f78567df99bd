import type { DatabaseSync } from "node:sqlite";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { rollupMigrations } from "./rollup-schema.ts";
import { sqlStats } from "./sql-stats.ts";
import type { StatsReader } from "./stats-reader.ts";
import { openDatabase } from "../../shared/sqlite.ts";

/** Where telemetry is, below the folder of data. */
export interface TelemetryFiles {
  /** Folder of the raw files, one a day. */
  readonly raw: string;
  /** The database of roll-ups. */
  readonly rollups: string;
  /** Folder of code of published packages; it can be read again from the store. */
  readonly source: string;
}

/** @param data `MOSIS_DATA` */
export function telemetryFiles(data: string): TelemetryFiles {
  const folder = resolve(data, "telemetry");
  return { raw: join(folder, "raw"), rollups: join(folder, "rollup.db"), source: join(folder, "source") };
}

/** Opens the roll-ups, which are made where there are none yet. */
export function openRollups(data: string): DatabaseSync {
  const { raw, rollups } = telemetryFiles(data);
  mkdirSync(raw, { recursive: true });
  const database = openDatabase(rollups, rollupMigrations);
  // What is counted no more is not left on the disk.
  database.exec("PRAGMA secure_delete = ON");
  return database;
}

/** Opens the numbers of apps for those who read them. */
export function openStats(data: string): { readonly stats: StatsReader; close(): void } {
  const database = openRollups(data);
  return { stats: sqlStats(database), close: () => database.close() };
}
