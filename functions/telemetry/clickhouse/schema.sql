-- Raw rows and counts by day, as the SQLite files have them: a partition is a day. Each table has a twin in which a day is made, and from
-- which it then replaces the old one in one step.

CREATE TABLE IF NOT EXISTS events (
  day Date,
  id String,
  app_id LowCardinality(String),
  version_code UInt32,
  device_id String,
  type LowCardinality(String),
  data String,
  time DateTime64(3, 'UTC'),
  mosis_version LowCardinality(String),
  session String
) ENGINE = ReplacingMergeTree
PARTITION BY day
ORDER BY (app_id, version_code, type, device_id, id)
TTL day + INTERVAL 31 DAY;

CREATE TABLE IF NOT EXISTS crashes (
  day Date,
  crash_id String,
  app_id LowCardinality(String),
  version_code UInt32,
  app_version LowCardinality(String),
  mosis_version LowCardinality(String),
  device_id String,
  time DateTime64(3, 'UTC'),
  session String,
  crash_type LowCardinality(String),
  message String,
  stack_trace String,
  context String,
  -- What a group depends on, and nothing else.
  crash_key String MATERIALIZED lower(hex(SHA256(concat(
    app_id, '\0', toString(version_code), '\0', crash_type, '\0', message, '\0', stack_trace
  ))))
) ENGINE = ReplacingMergeTree
PARTITION BY day
ORDER BY (app_id, version_code, device_id, crash_id)
TTL day + INTERVAL 31 DAY;

-- Groups of crashes, which are worked out outside.
CREATE TABLE IF NOT EXISTS crash_groups (
  grouping LowCardinality(String),
  crash_key String,
  group_id String,
  title String,
  added Date DEFAULT today()
) ENGINE = ReplacingMergeTree
ORDER BY (grouping, crash_key)
TTL added + INTERVAL 60 DAY;

CREATE TABLE IF NOT EXISTS r_daily (
  day Date,
  app_id LowCardinality(String),
  version_code UInt32,
  metric LowCardinality(String),
  value Float64
) ENGINE = MergeTree
PARTITION BY day
ORDER BY (app_id, metric, version_code)
TTL day + INTERVAL 400 DAY;

CREATE TABLE IF NOT EXISTS r_hist (
  day Date,
  app_id LowCardinality(String),
  version_code UInt32,
  metric LowCardinality(String),
  bucket UInt8,
  count UInt64
) ENGINE = MergeTree
PARTITION BY day
ORDER BY (app_id, metric, version_code, bucket)
TTL day + INTERVAL 400 DAY;

CREATE TABLE IF NOT EXISTS r_crash (
  day Date,
  app_id LowCardinality(String),
  version_code UInt32,
  grouping LowCardinality(String),
  group_id String,
  title String,
  crash_type LowCardinality(String),
  crashes UInt64,
  devices UInt64,
  -- Goes with the rows it is taken from.
  sample_stack Nullable(String) TTL day + INTERVAL 31 DAY
) ENGINE = MergeTree
PARTITION BY day
ORDER BY (app_id, group_id, version_code)
TTL day + INTERVAL 400 DAY;

CREATE TABLE IF NOT EXISTS r_screen (
  day Date,
  app_id LowCardinality(String),
  version_code UInt32,
  screen String,
  element String,
  count UInt64,
  devices UInt64
) ENGINE = MergeTree
PARTITION BY day
ORDER BY (app_id, screen, element, version_code)
TTL day + INTERVAL 400 DAY;

CREATE TABLE IF NOT EXISTS events_made AS events;
CREATE TABLE IF NOT EXISTS crashes_made AS crashes;
CREATE TABLE IF NOT EXISTS r_daily_made AS r_daily;
CREATE TABLE IF NOT EXISTS r_hist_made AS r_hist;
CREATE TABLE IF NOT EXISTS r_crash_made AS r_crash;
CREATE TABLE IF NOT EXISTS r_screen_made AS r_screen;

-- `bucketOf` of src/core/telemetry/buckets.ts.
CREATE FUNCTION IF NOT EXISTS log_bucket AS (value) -> if(value > 1, least(110, toUInt8(floor(10 * log(value)))), 0);
