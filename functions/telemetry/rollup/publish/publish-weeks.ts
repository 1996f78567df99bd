import type { DatabaseSync } from "node:sqlite";

import { type CountedVersion, type PublicStats, publicWeek } from "./public-stats.ts";
import { addDays, mondayOf } from "../../../../src/core/telemetry/days.ts";
import { rollupLimits } from "../rollup-limits.ts";

interface Sum {
  readonly app_id: string;
  readonly version_code: number;
  readonly metric: string;
  readonly sum: number;
  readonly most: number;
}

const METRICS = ["active_w", "sessions", "crashed_sessions", "devices_sessions", "devices_frame_time"] as const;
type Metric = (typeof METRICS)[number];

/**
 * Decides what is published of each week that is over and settled, once: what comes later changes nothing of it, because the difference of
 * two editions would tell of the one device that came between.
 */
export function decideWeeks(database: DatabaseSync, today: string): void {
  const days = database.prepare("SELECT DISTINCT day FROM r_daily").all() as unknown as readonly { day: string }[];
  const settled = addDays(today, -rollupLimits.settlingDays);
  for (const monday of new Set(days.map(({ day }) => mondayOf(day)))) {
    if (addDays(monday, 6) < settled) decideWeek(database, monday);
  }
}

/** What is published of each app, by its id. */
export function publicStats(database: DatabaseSync): readonly PublicStats[] {
  const rows = database
    .prepare("SELECT app_id, stats FROM published_weeks ORDER BY app_id, monday DESC")
    .all() as unknown as readonly { readonly app_id: string; readonly stats: string }[];
  return [...Map.groupBy(rows, ({ app_id }) => app_id)].map(([app_id, weeks]) => ({
    v: 1,
    app_id,
    weeks: weeks.slice(0, rollupLimits.weeks).map(({ stats }) => JSON.parse(stats) as PublicStats["weeks"][number]),
  }));
}

function decideWeek(database: DatabaseSync, monday: string): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const { changes } = database.prepare("INSERT OR IGNORE INTO decided_weeks VALUES (?)").run(monday);
    const insert = database.prepare("INSERT INTO published_weeks VALUES (?, ?, ?)");
    for (const [app, versions] of changes === 0 ? [] : countedVersions(database, monday)) {
      const week = publicWeek(monday, versions);
      if (week !== null) insert.run(app, monday, JSON.stringify(week));
    }
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function countedVersions(database: DatabaseSync, monday: string): ReadonlyMap<string, readonly CountedVersion[]> {
  const week = [monday, addDays(monday, 6)] as const;
  const sums = database
    .prepare(
      `SELECT app_id, version_code, metric, sum(value) AS sum, max(value) AS most
      FROM r_daily WHERE day BETWEEN ? AND ? AND metric IN (SELECT value FROM json_each(?))
      GROUP BY app_id, version_code, metric`,
    )
    .all(...week, JSON.stringify(METRICS)) as unknown as readonly Sum[];
  const frames = database.prepare(
    `SELECT bucket, sum(count) AS count FROM r_hist
    WHERE app_id = ? AND metric = 'frame_time' AND day BETWEEN ? AND ? AND version_code = ? GROUP BY bucket`,
  );
  return new Map(
    [...Map.groupBy(sums, ({ app_id }) => app_id)].map(([app_id, ofApp]) => [
      app_id,
      [...Map.groupBy(ofApp, ({ version_code }) => version_code)].map(([version_code, rows]) => {
        const of = (metric: Metric, what: "sum" | "most"): number =>
          rows.find((row) => row.metric === metric)?.[what] ?? 0;
        return {
          version_code,
          devices: of("active_w", "sum"),
          sessions: of("sessions", "sum"),
          crashed_sessions: of("crashed_sessions", "sum"),
          sessionDevices: of("devices_sessions", "most"),
          frameDevices: of("devices_frame_time", "most"),
          frames: frames
            .all(app_id, ...week, version_code)
            .map(({ bucket, count }) => [Number(bucket), Number(count)] as const),
        };
      }),
    ]),
  );
}
