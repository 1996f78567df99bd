import type { Migration } from "../../shared/migrate.ts";

/**
 * `rollup.db`: counts by day, app and version. Keys begin with what a query asks for, so that it reads a range of one index.
 *
 * `rolled` tells of what state of a day's raw file the counts are. `published_weeks` holds what was published, and `decided_weeks`
 * of which weeks that was decided: it is never counted again.
 */
export const rollupMigrations: readonly Migration[] = [
  `
  CREATE TABLE rolled (
    day TEXT PRIMARY KEY,
    state TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE r_daily (
    day TEXT NOT NULL,
    app_id TEXT NOT NULL,
    version_code INTEGER NOT NULL,
    metric TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (app_id, metric, day, version_code)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX r_daily_day ON r_daily (day);

  CREATE TABLE r_hist (
    day TEXT NOT NULL,
    app_id TEXT NOT NULL,
    version_code INTEGER NOT NULL,
    metric TEXT NOT NULL,
    bucket INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (app_id, metric, day, version_code, bucket)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX r_hist_day ON r_hist (day);

  CREATE TABLE r_crash (
    day TEXT NOT NULL,
    app_id TEXT NOT NULL,
    version_code INTEGER NOT NULL,
    grouping TEXT NOT NULL,
    group_id TEXT NOT NULL,
    title TEXT NOT NULL,
    crash_type TEXT NOT NULL,
    crashes INTEGER NOT NULL,
    devices INTEGER NOT NULL,
    sample_stack TEXT
  ) STRICT;
  CREATE UNIQUE INDEX r_crash_group ON r_crash (app_id, group_id, day, version_code);
  CREATE INDEX r_crash_app ON r_crash (app_id, day, group_id, crashes, devices);
  CREATE INDEX r_crash_day ON r_crash (day);

  CREATE TABLE r_screen (
    day TEXT NOT NULL,
    app_id TEXT NOT NULL,
    version_code INTEGER NOT NULL,
    screen TEXT NOT NULL,
    element TEXT NOT NULL,
    count INTEGER NOT NULL,
    devices INTEGER NOT NULL,
    PRIMARY KEY (app_id, day, screen, element, version_code)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX r_screen_day ON r_screen (day);

  CREATE TABLE decided_weeks (
    monday TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE published_weeks (
    app_id TEXT NOT NULL,
    monday TEXT NOT NULL,
    stats TEXT NOT NULL,
    PRIMARY KEY (app_id, monday)
  ) STRICT, WITHOUT ROWID;
  `,
];
