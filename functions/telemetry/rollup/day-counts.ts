import { rollupLimits } from "./rollup-limits.ts";
import type { EventType } from "../../../src/core/telemetry/batch.ts";

/** Sums of a number that events of a type carry. */
const sumOf = (metric: string, type: EventType, value: string): string => `
  INSERT INTO r_daily
  SELECT :day, app_id, version_code, '${metric}', ${value}
  FROM raw.events WHERE type = '${type}' GROUP BY app_id, version_code`;

/** Log buckets of a number. */
const bucketsOf = (metric: string, values: string): string => `
  INSERT INTO r_hist
  SELECT :day, app_id, version_code, '${metric}', log_bucket(value) AS bucket, count(*)
  FROM (${values}) GROUP BY app_id, version_code, bucket`;

/**
 * What is counted of a day: one statement after the other fills the roll-up tables from the raw file, attached as `raw`. `log_bucket` is
 * the core's. Flags of a device are counted once a day and version, however often it says so.
 */
export const dayCounts: readonly string[] = [
  `INSERT INTO r_daily
  WITH counted AS MATERIALIZED (
    SELECT app_id, version_code, type, count(*) AS events, count(DISTINCT device_id) AS devices
    FROM raw.events GROUP BY app_id, version_code, type
  )
  SELECT :day, app_id, version_code, 'events_' || type, events FROM counted
  UNION ALL SELECT :day, app_id, version_code, 'devices_' || type, devices FROM counted
  UNION ALL SELECT :day, app_id, version_code, 'starts', events FROM counted WHERE type = 'app_start'`,

  `INSERT INTO r_daily
  SELECT :day, app_id, version_code, 'devices', count(DISTINCT device_id)
  FROM (
    SELECT app_id, version_code, device_id FROM raw.batches
    UNION ALL SELECT app_id, version_code, device_id FROM raw.crashes
  ) GROUP BY app_id, version_code`,

  `INSERT INTO r_daily
  SELECT :day, app_id, version_code,
    CASE flag.value WHEN 'first' THEN 'first' ELSE 'active_' || flag.value END,
    count(DISTINCT device_id)
  FROM raw.events, json_each(data, '$.new') AS flag
  WHERE events.type = 'app_start' GROUP BY app_id, version_code, flag.value`,

  `INSERT INTO r_daily
  WITH ended AS (
    SELECT app_id, version_code, device_id, session, type = 'app_crash' OR data ->> 'reason' = 'crash' AS crashed
    FROM raw.events WHERE type IN ('app_stop', 'app_crash')
    UNION ALL SELECT app_id, version_code, device_id, session, 1 FROM raw.crashes
  ), sessions AS MATERIALIZED (
    SELECT app_id, version_code, device_id, coalesce(max(crashed), 0) AS crashed
    FROM ended GROUP BY app_id, version_code, device_id, session
  )
  SELECT :day, app_id, version_code, 'sessions', count(*) FROM sessions GROUP BY app_id, version_code
  UNION ALL
  SELECT :day, app_id, version_code, 'crashed_sessions', sum(crashed) FROM sessions GROUP BY app_id, version_code
  UNION ALL
  SELECT :day, app_id, version_code, 'devices_sessions', count(DISTINCT device_id) FROM sessions
  GROUP BY app_id, version_code`,

  sumOf("lua_errors", "lua_errors", "sum(data ->> 'count')"),
  sumOf("minutes", "app_stop", "sum(data ->> 'seconds') / 60.0"),

  `INSERT INTO r_daily
  SELECT :day, app_id, version_code, 'crashes', count(*) FROM raw.crashes GROUP BY app_id, version_code`,

  `INSERT INTO r_hist
  SELECT :day, app_id, version_code, 'frame_time', CAST(bucket.key AS INTEGER), sum(bucket.value)
  FROM raw.events, json_each(data, '$.buckets') AS bucket
  WHERE events.type = 'frame_time' GROUP BY app_id, version_code, bucket.key`,

  bucketsOf(
    "memory",
    `SELECT app_id, version_code, data ->> 'peak_mb' AS value FROM raw.events WHERE type = 'memory_usage'`,
  ),
  bucketsOf(
    "cold_start",
    `SELECT app_id, version_code, data ->> 'cold_ms' AS value
    FROM raw.events WHERE type = 'app_start' AND data ->> 'cold_ms' IS NOT NULL`,
  ),

  `INSERT INTO r_screen
  SELECT :day, app_id, version_code, screen, element, events, devices
  FROM (
    SELECT *, row_number() OVER (PARTITION BY app_id, version_code ORDER BY events DESC, screen, element) AS place
    FROM (
      SELECT app_id, version_code, data ->> 'screen' AS screen, coalesce(data ->> 'element', '') AS element,
        count(*) AS events, count(DISTINCT device_id) AS devices
      FROM raw.events WHERE type IN ('screen_view', 'button_click')
      GROUP BY app_id, version_code, screen, element
    ) WHERE devices >= ${rollupLimits.devices}
  ) WHERE place <= ${rollupLimits.screens}`,

  `WITH ranked AS (
    SELECT app_id, version_code, group_id,
      row_number() OVER (PARTITION BY app_id, version_code ORDER BY count(*) DESC, group_id) AS place
    FROM temp.grouped GROUP BY app_id, version_code, group_id
  )
  UPDATE temp.grouped SET group_id = 'other', title = 'Other crashes', crash_type = 'other'
  WHERE (app_id, version_code, group_id) IN (
    SELECT app_id, version_code, group_id FROM ranked WHERE place > ${rollupLimits.crashGroups}
  )`,

  // SQLite takes title and stack from the row that has the minimum.
  `INSERT INTO r_crash
  SELECT day, app_id, version_code, grouping, group_id, title, crash_type, crashes, devices, stack_trace
  FROM (
    SELECT :day AS day, grouped.app_id, grouped.version_code, :grouping AS grouping, group_id, title, grouped.crash_type,
      count(*) AS crashes, count(DISTINCT device_id) AS devices, stack_trace, min(crash_id || device_id)
    FROM temp.grouped JOIN raw.crashes USING (number)
    GROUP BY grouped.app_id, grouped.version_code, group_id
  )`,
];
