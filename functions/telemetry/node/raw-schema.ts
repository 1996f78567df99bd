import type { Migration } from "../../shared/migrate.ts";

/**
 * The file of a day, `raw/<day>.db`. Readers ask `events` and `crashes`; what all events of a batch share is stored once, which makes a
 * file a third as large (docs/adr/0034-where-raw-events-are-stored.md).
 */
export const rawMigrations: readonly Migration[] = [
  `
  CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    batch_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    version_code INTEGER NOT NULL,
    device_id TEXT NOT NULL,
    mosis_version TEXT NOT NULL,
    UNIQUE (device_id, app_id, batch_id)
  ) STRICT;

  CREATE TABLE batch_events (
    batch INTEGER NOT NULL,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    time TEXT NOT NULL,
    session TEXT NOT NULL,
    PRIMARY KEY (batch, at)
  ) STRICT, WITHOUT ROWID;

  CREATE VIEW events AS
    SELECT batch_id || '/' || at AS id, app_id, version_code, device_id, type, data, time, mosis_version, session
    FROM batch_events JOIN batches ON number = batch;

  CREATE TABLE crashes (
    number INTEGER PRIMARY KEY,
    crash_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    version_code INTEGER NOT NULL,
    app_version TEXT NOT NULL,
    mosis_version TEXT NOT NULL,
    device_id TEXT NOT NULL,
    time TEXT NOT NULL,
    session TEXT NOT NULL,
    crash_type TEXT NOT NULL,
    message TEXT NOT NULL,
    stack_trace TEXT NOT NULL,
    context TEXT NOT NULL,
    UNIQUE (device_id, app_id, crash_id)
  ) STRICT;
  `,
];

/** `deletions.db`: whose events are not stored again. `is_done` is 0 while files may still hold some. */
export const deletionMigrations: readonly Migration[] = [
  `
  CREATE TABLE deletions (
    device_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    until TEXT NOT NULL,
    is_done INTEGER NOT NULL,
    PRIMARY KEY (device_id, app_id)
  ) STRICT, WITHOUT ROWID;
  `,
];
