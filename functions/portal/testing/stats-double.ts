import type { StatsReader } from "../../telemetry/rollup/stats-reader.ts";

const group = {
  group_id: "0123456789abcdef",
  grouping: "lua:1",
  title: "attempt to index a nil value at main.lua:3",
  crash_type: "lua_error",
  crashes: 3,
  devices: 2,
  first_day: "2026-11-01",
  last_day: "2026-11-02",
  version_codes: [2, 1],
} as const;
const percentiles = { p50: 16, p95: 33, p99: null, count: 7 } as const;

/** Numbers that are always the same, and which days were asked for. */
export function statsDouble(): StatsReader & { readonly ranges: string[] } {
  const ranges: string[] = [];
  const answer = <T>(value: T, { from, to }: { readonly from: string; readonly to: string }): Promise<T> => {
    ranges.push(`${from} ${to}`);
    return Promise.resolve(value);
  };
  const shares = { version_code: 2, devices: 4, sessions: 5, crash_free_sessions: 0.8, frame_p95: 33 };
  return {
    ranges,
    overview: (_, range) => answer({ dau: 1, wau: 2, mau: 3, sessions: 5, crash_free_sessions: 0.8, first: 1 }, range),
    series: (_, metric, range) => answer([{ day: range.to, value: metric.length }], range),
    frameTimes: (_, range) => answer(percentiles, range),
    memory: (_, range) => answer(percentiles, range),
    versions: (_, range) => answer([shares], range),
    screens: (_, range) => answer([{ screen: "main", element: null, count: 12, devices: 10 }], range),
    crashGroups: (_, range, limit) => answer([group].slice(0, limit), range),
    crashGroup: (_, id) =>
      Promise.resolve(
        id === group.group_id
          ? { ...group, sample_stack: "main.lua:3", days: [{ day: "2026-11-01", crashes: 3, devices: 2 }] }
          : null,
      ),
  };
}
