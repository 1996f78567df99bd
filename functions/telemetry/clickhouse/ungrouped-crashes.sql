-- Crashes of {day} whose group is to be worked out before the day is counted.
SELECT crash_key, app_id, version_code, crash_type, message, stack_trace
FROM crashes
WHERE day = {day:Date} AND crash_key NOT IN (SELECT crash_key FROM crash_groups WHERE grouping = {grouping:String})
LIMIT 1 BY crash_key
FORMAT JSONEachRow;
