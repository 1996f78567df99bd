-- Counts {day} anew from its raw rows, as functions/telemetry/rollup/day-counts.ts does. {devices}, {screens} and {groups} are limits of
-- functions/telemetry/rollup/rollup-limits.ts, {grouping} is the way in which crashes are grouped.

SELECT throwIf(count() > 0, 'crashes of this day have no group: run ungrouped-crashes.sql, and insert their groups into crash_groups')
FROM crashes
WHERE day = {day:Date} AND crash_key NOT IN (SELECT crash_key FROM crash_groups WHERE grouping = {grouping:String})
FORMAT Null;

ALTER TABLE r_daily_made DROP PARTITION {day:Date};

INSERT INTO r_daily_made
WITH counted AS (
  SELECT app_id, version_code, type, count() AS events, uniqExact(device_id) AS devices
  FROM events WHERE day = {day:Date} GROUP BY app_id, version_code, type
)
SELECT {day:Date}, app_id, version_code, concat('events_', type), events FROM counted
UNION ALL SELECT {day:Date}, app_id, version_code, concat('devices_', type), devices FROM counted
UNION ALL SELECT {day:Date}, app_id, version_code, 'starts', events FROM counted WHERE type = 'app_start';

INSERT INTO r_daily_made
SELECT {day:Date}, app_id, version_code, 'devices', uniqExact(device_id)
FROM (
  SELECT app_id, version_code, device_id FROM events WHERE day = {day:Date}
  UNION ALL SELECT app_id, version_code, device_id FROM crashes WHERE day = {day:Date}
)
GROUP BY app_id, version_code;

INSERT INTO r_daily_made
SELECT {day:Date}, app_id, version_code, if(flag = 'first', flag, concat('active_', flag)), uniqExact(device_id)
FROM events ARRAY JOIN JSONExtract(data, 'new', 'Array(String)') AS flag
WHERE day = {day:Date} AND type = 'app_start'
GROUP BY app_id, version_code, flag;

INSERT INTO r_daily_made
WITH
  ended AS (
    SELECT app_id, version_code, device_id, session, type = 'app_crash' OR JSONExtractString(data, 'reason') = 'crash' AS crashed
    FROM events WHERE day = {day:Date} AND type IN ('app_stop', 'app_crash')
    UNION ALL SELECT app_id, version_code, device_id, session, true FROM crashes WHERE day = {day:Date}
  ),
  sessions AS (
    SELECT app_id, version_code, device_id, max(crashed) AS has_crashed FROM ended GROUP BY app_id, version_code, device_id, session
  )
SELECT {day:Date}, app_id, version_code, 'sessions', count() FROM sessions GROUP BY app_id, version_code
UNION ALL SELECT {day:Date}, app_id, version_code, 'crashed_sessions', countIf(has_crashed) FROM sessions GROUP BY app_id, version_code
UNION ALL SELECT {day:Date}, app_id, version_code, 'devices_sessions', uniqExact(device_id) FROM sessions GROUP BY app_id, version_code;

INSERT INTO r_daily_made
SELECT {day:Date}, app_id, version_code, 'lua_errors', sum(JSONExtractUInt(data, 'count'))
FROM events WHERE day = {day:Date} AND type = 'lua_errors' GROUP BY app_id, version_code
UNION ALL
SELECT {day:Date}, app_id, version_code, 'minutes', sum(JSONExtractUInt(data, 'seconds')) / 60
FROM events WHERE day = {day:Date} AND type = 'app_stop' GROUP BY app_id, version_code
UNION ALL
SELECT {day:Date}, app_id, version_code, 'crashes', count()
FROM crashes WHERE day = {day:Date} GROUP BY app_id, version_code;

ALTER TABLE r_daily REPLACE PARTITION {day:Date} FROM r_daily_made SETTINGS allow_replace_partition_from_empty_source = 1;

ALTER TABLE r_hist_made DROP PARTITION {day:Date};

INSERT INTO r_hist_made
SELECT {day:Date}, app_id, version_code, 'frame_time', toUInt8(pair.1) AS bucket, sum(pair.2)
FROM events ARRAY JOIN JSONExtractKeysAndValues(data, 'buckets', 'UInt64') AS pair
WHERE day = {day:Date} AND type = 'frame_time'
GROUP BY app_id, version_code, bucket;

INSERT INTO r_hist_made
SELECT {day:Date}, app_id, version_code, 'memory', log_bucket(JSONExtractUInt(data, 'peak_mb')) AS bucket, count()
FROM events WHERE day = {day:Date} AND type = 'memory_usage'
GROUP BY app_id, version_code, bucket;

INSERT INTO r_hist_made
SELECT {day:Date}, app_id, version_code, 'cold_start', log_bucket(JSONExtractUInt(data, 'cold_ms')) AS bucket, count()
FROM events WHERE day = {day:Date} AND type = 'app_start' AND JSONHas(data, 'cold_ms')
GROUP BY app_id, version_code, bucket;

ALTER TABLE r_hist REPLACE PARTITION {day:Date} FROM r_hist_made SETTINGS allow_replace_partition_from_empty_source = 1;

ALTER TABLE r_screen_made DROP PARTITION {day:Date};

INSERT INTO r_screen_made
SELECT {day:Date}, app_id, version_code, JSONExtractString(data, 'screen') AS screen, JSONExtractString(data, 'element') AS element,
  count() AS events, uniqExact(device_id) AS devices
FROM events WHERE day = {day:Date} AND type IN ('screen_view', 'button_click')
GROUP BY app_id, version_code, screen, element
HAVING devices >= {devices:UInt64}
ORDER BY events DESC, screen, element
LIMIT {screens:UInt64} BY app_id, version_code;

ALTER TABLE r_screen REPLACE PARTITION {day:Date} FROM r_screen_made SETTINGS allow_replace_partition_from_empty_source = 1;

ALTER TABLE r_crash_made DROP PARTITION {day:Date};

INSERT INTO r_crash_made
WITH
  grouped AS (
    SELECT c.app_id AS app_id, c.version_code AS version_code, g.group_id AS group_id, g.title AS title, c.crash_type AS crash_type,
      c.device_id AS device_id, c.stack_trace AS stack_trace, concat(c.crash_id, c.device_id) AS first
    FROM crashes AS c
    JOIN (SELECT * FROM crash_groups FINAL WHERE grouping = {grouping:String}) AS g USING (crash_key)
    WHERE c.day = {day:Date}
  ),
  told_apart AS (
    SELECT app_id, version_code, group_id FROM grouped
    GROUP BY app_id, version_code, group_id ORDER BY count() DESC, group_id LIMIT {groups:UInt64} BY app_id, version_code
  ),
  shown AS (
    SELECT app_id, version_code, device_id, stack_trace, first, (app_id, version_code, group_id) IN told_apart AS is_told_apart,
      if(is_told_apart, group_id, 'other') AS shown_id, if(is_told_apart, title, 'Other crashes') AS shown_title,
      if(is_told_apart, crash_type, 'other') AS shown_type
    FROM grouped
  )
SELECT {day:Date}, app_id, version_code, {grouping:String}, shown_id, argMin(shown_title, first), argMin(shown_type, first), count(),
  uniqExact(device_id), argMin(stack_trace, first)
FROM shown GROUP BY app_id, version_code, shown_id;

ALTER TABLE r_crash REPLACE PARTITION {day:Date} FROM r_crash_made SETTINGS allow_replace_partition_from_empty_source = 1;
