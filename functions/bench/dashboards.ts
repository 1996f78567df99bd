#!/usr/bin/env node
// How long the queries of a dashboard take after so many events: `node functions/bench/dashboards.ts [events]`.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseAppId } from "../../src/core/ids/ids.ts";
import { addDays } from "../../src/core/telemetry/days.ts";
import { openDatabase } from "../shared/sqlite.ts";
import { countManyEvents, FIRST_APP } from "../telemetry/rollup/many-events-kit.ts";
import { rollupMigrations } from "../telemetry/rollup/rollup-schema.ts";
import { sqlStats } from "../telemetry/rollup/sql-stats.ts";
import { timeQueries } from "./time-queries.ts";

/** Issue 7: each query of a dashboard, on five million events. */
const FLOOR_MS = 5;
const EVENTS = 5_000_000;
const FROM = "2026-10-01";
const DAYS = 30;

const events = Number(process.argv[2] ?? EVENTS);
const app = parseAppId(FIRST_APP);
if (app === null || !Number.isInteger(events) || events < 1) throw new RangeError("events is no number");
const folder = mkdtempSync(join(tmpdir(), "mosis-dashboards-"));
try {
  const database = openDatabase(join(folder, "rollup.db"), rollupMigrations);
  const many = { from: FROM, days: DAYS, eventsPerDay: Math.ceil(events / DAYS), apps: 20, versions: 3 };
  const started = performance.now();
  const counted = await countManyEvents(database, join(folder, "raw"), many, {
    sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
    sourceLines: async () => null,
  });
  const seconds = (performance.now() - started) / 1000;
  const mib = statSync(join(folder, "rollup.db")).size / (1 << 20);
  console.log(
    `${counted} events of ${DAYS} days made and counted in ${seconds.toFixed(0)} s; ${mib.toFixed(1)} MiB of roll-ups`,
  );
  const range = { from: FROM, to: addDays(FROM, DAYS - 1) };
  for (const { query, median, worst } of await timeQueries(sqlStats(database), app, range)) {
    const verdict = median <= FLOOR_MS ? "holds" : "DOES NOT HOLD";
    console.log(
      `  ${query}: ${median.toFixed(2)} ms, at worst ${worst.toFixed(2)} ms (floor ${FLOOR_MS} ms: ${verdict})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
