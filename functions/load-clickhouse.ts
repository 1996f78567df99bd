#!/usr/bin/env node
// Loads days of telemetry from a bucket into ClickHouse, and brings their counts here: docs/operate/telemetry-scale.md.
import { createHash } from "node:crypto";

import { ConfigurationError, type Environment } from "./shared/part.ts";
import { copyCounts } from "./telemetry/clickhouse/copy-counts.ts";
import { httpClickHouse } from "./telemetry/clickhouse/http-clickhouse.ts";
import { daysToLoad, loadConfig } from "./telemetry/clickhouse/load-config.ts";
import { createTables, loadDay } from "./telemetry/clickhouse/load-day.ts";
import { sourceOf } from "./telemetry/rollup/roll-up-round.ts";
import { openRollups } from "./telemetry/rollup/telemetry-files.ts";
import { dayOf } from "../src/core/telemetry/days.ts";

try {
  await load(process.env, daysToLoad(process.argv.slice(2), dayOf(Date.now())));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function load(environment: Environment, days: readonly string[]): Promise<void> {
  const { server, bucket, data } = loadConfig(environment);
  const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest());
  const ports = { sha256, sourceLines: sourceOf(environment, new Date()) };
  const db = httpClickHouse(server);
  const rollups = openRollups(data);
  try {
    await createTables(db);
    for (const day of days) {
      await loadDay(db, day, bucket, ports);
      await copyCounts(db, day, rollups);
      console.log(`Loaded and counted ${day}`);
    }
  } finally {
    rollups.close();
  }
}
