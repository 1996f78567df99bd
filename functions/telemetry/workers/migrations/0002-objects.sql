-- Which objects of the bucket have rows of which device. Used where a queue stands between phones and the bucket.
CREATE TABLE objects (
  device_id TEXT NOT NULL,
  app_id TEXT NOT NULL,
  day TEXT NOT NULL,
  object TEXT NOT NULL,
  PRIMARY KEY (device_id, app_id, object)
) STRICT;
CREATE INDEX objects_by_day ON objects (day);
