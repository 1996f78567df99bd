-- Makes the raw rows of {day} anew from the objects of the bucket. Doing it again gives the same: rows that were delivered twice are merged,
-- rows that were deleted from the objects are gone. {events} and {crashes} are globs of objects, such as
-- https://ACCOUNT.r2.cloudflarestorage.com/mosis-telemetry/events/2026-11-26/*/*.ndjson.gz

ALTER TABLE events_made DROP PARTITION {day:Date};

INSERT INTO events_made SELECT *
FROM s3({events:String}, 'JSONEachRow', '
  day Date, id String, app_id String, version_code UInt32, device_id String, type String, data String, time DateTime64(3, ''UTC''),
  mosis_version String, session String')
WHERE day = {day:Date};

OPTIMIZE TABLE events_made PARTITION {day:Date} FINAL;

ALTER TABLE events REPLACE PARTITION {day:Date} FROM events_made SETTINGS allow_replace_partition_from_empty_source = 1;

ALTER TABLE crashes_made DROP PARTITION {day:Date};

INSERT INTO crashes_made SELECT *
FROM s3({crashes:String}, 'JSONEachRow', '
  day Date, crash_id String, app_id String, version_code UInt32, app_version String, mosis_version String, device_id String,
  time DateTime64(3, ''UTC''), session String, crash_type String, message String, stack_trace String, context String')
WHERE day = {day:Date};

OPTIMIZE TABLE crashes_made PARTITION {day:Date} FINAL;

ALTER TABLE crashes REPLACE PARTITION {day:Date} FROM crashes_made SETTINGS allow_replace_partition_from_empty_source = 1;
