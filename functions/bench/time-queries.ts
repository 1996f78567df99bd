import type { DayRange, StatsReader } from "../telemetry/rollup/stats-reader.ts";
import type { AppId } from "../../src/core/ids/ids.ts";

export interface QueryTime {
  readonly query: string;
  /** Milliseconds. */
  readonly median: number;
  readonly worst: number;
}

const RUNS = 50;

/** How long each query of a dashboard takes. */
export async function timeQueries(stats: StatsReader, app: AppId, range: DayRange): Promise<readonly QueryTime[]> {
  const [group] = await stats.crashGroups(app, range, 1);
  const queries: Readonly<Record<string, () => Promise<unknown>>> = {
    overview: () => stats.overview(app, range),
    series: () => stats.series(app, "active_d", range),
    "frame times": () => stats.frameTimes(app, range),
    memory: () => stats.memory(app, range),
    versions: () => stats.versions(app, range),
    "crash groups": () => stats.crashGroups(app, range, 20),
    "crash group": () => stats.crashGroup(app, group?.group_id ?? ""),
    screens: () => stats.screens(app, range, 20),
  };
  const times: QueryTime[] = [];
  for (const [query, ask] of Object.entries(queries)) {
    const each: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      await ask();
      each.push(performance.now() - started);
    }
    each.sort((a, b) => a - b);
    times.push({ query, median: each[RUNS / 2] ?? 0, worst: each.at(-1) ?? 0 });
  }
  return times;
}
