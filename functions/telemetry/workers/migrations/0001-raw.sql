-- Raw events and crashes of all days. A batch is one row, which costs three writes where its events would cost a hundred; readers ask
-- `events`.
CREATE TABLE batches (
  number INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  version_code INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  mosis_version TEXT NOT NULL,
  events TEXT NOT NULL,
  UNIQUE (device_id, app_id, batch_id)
) STRICT;
CREATE INDEX batches_by_day ON batches (day);

CREATE VIEW events AS
  SELECT
    day, batch_id || '/' || (event.value ->> 'at') AS id, app_id, version_code, device_id, event.value ->> 'type' AS type,
    event.value -> 'data' AS data, event.value ->> 'time' AS time, mosis_version, event.value ->> 'session' AS session
  FROM batches, json_each(batches.events) AS event;

CREATE TABLE crashes (
  number INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
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
CREATE INDEX crashes_by_day ON crashes (day);

-- Whose events are not stored again, up to and with which day.
CREATE TABLE deletions (
  device_id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (device_id, app_id)
) STRICT;
