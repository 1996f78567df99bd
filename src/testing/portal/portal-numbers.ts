import type { Reply } from "./double-reply.ts";

/** The app that the double has numbers of; of others it has none. */
export const COUNTED_APP = "com.example.sample";

const NUMBERS: Readonly<Record<string, object>> = {
  "stats/overview": { dau: 187, wau: 195, mau: 1200, sessions: 1204, crash_free_sessions: 0.98769, first: 40 },
  "stats/frame-time": { p50: 8.62, p95: 16.14, p99: 33.4, count: 90_000 },
  "stats/memory": { p50: 61, p95: 112, p99: 130, count: 1204 },
  "stats/versions": {
    versions: [
      { version_code: 3, devices: 170, sessions: 1000, crash_free_sessions: 1, frame_p95: 15 },
      { version_code: 2, devices: 17, sessions: 204, crash_free_sessions: 0.5, frame_p95: null },
    ],
  },
  crashes: {
    groups: [
      {
        group_id: "l1-5f0a",
        grouping: "lua:1",
        title: "main.lua:12: attempt to index a nil value",
        crash_type: "lua_error",
        crashes: 14,
        devices: 9,
        first_day: "2026-11-20",
        last_day: "2026-11-25",
        version_codes: [3, 2],
      },
    ],
  },
};

const NOTHING: Readonly<Record<string, object>> = {
  "stats/overview": { dau: 0, wau: 0, mau: 0, sessions: 0, crash_free_sessions: null, first: 0 },
  "stats/frame-time": { p50: null, p95: null, p99: null, count: 0 },
  "stats/memory": { p50: null, p95: null, p99: null, count: 0 },
  "stats/versions": { versions: [] },
  crashes: { groups: [] },
};

/** The numbers below an app's address; null where there are none. */
export function portalStatsAnswer(app: string, path: string, query: URLSearchParams): Reply | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(query.get("from") ?? "")) return null;
  const body = (app === COUNTED_APP ? NUMBERS : NOTHING)[path];
  return body === undefined ? null : { status: 200, body };
}
