// How fast batches are taken, beside a bare server, in turns: `npm run bench` starts it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { load, type Measured, startProcess } from "./load.ts";
import type { EventType } from "../../src/core/telemetry/batch.ts";
import { eventTypes } from "../../src/core/telemetry/event-types.ts";
import { aBatch, anEvent } from "../telemetry/batch-kit.ts";

const BATCHES = 6000;
const EVENTS = 50;
const CONNECTIONS = 64;
const ROUNDS = 5;
/** DESIGN section 11: of a bare server's throughput, and of the time that 99 of 100 answers take there. It commits each batch. */
const RATE_FLOOR = 0.9;
const P99_CEILING = 2;

const BARE = "bare, one by one";

const folder = mkdtempSync(join(process.env["MOSIS_BENCH_FOLDER"] ?? tmpdir(), "mosis-ingest-"));
const here = import.meta.dirname;

function bodies(): readonly Buffer[] {
  const types = Object.keys(eventTypes) as EventType[];
  return Array.from({ length: BATCHES }, () => {
    const events = Array.from({ length: EVENTS }, (_, at) => anEvent(types[at % types.length] ?? "app_start"));
    return Buffer.from(JSON.stringify(aBatch({ events })));
  });
}

const servers: Readonly<Record<string, (data: string) => ReturnType<typeof startProcess>>> = {
  service: (data) =>
    startProcess(join(here, "../server.ts"), [], {
      MOSIS_STORE: join(folder, "store"),
      MOSIS_DATA: data,
      MOSIS_ADDRESS_HEADER: "x-from",
    }),
  "bare, groups": (data) => startProcess(join(here, "bare-server.ts"), [data, "64"], {}),
  [BARE]: (data) => startProcess(join(here, "bare-server.ts"), [data, "1"], {}),
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const measured = new Map<string, Measured[]>();
try {
  mkdirSync(join(folder, "store/v1"), { recursive: true });
  const apps = [{ app_id: "com.example.notes", digest: "1", versions: 1, version_codes: [3] }];
  writeFileSync(join(folder, "store/v1/apps.json"), JSON.stringify({ apps }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, start] of Object.entries(servers)) {
      const data = join(folder, `${round}-${name}`);
      const server = await start(data);
      const url = `${server.url}/telemetry/events`;
      await load(url, bodies().slice(0, BATCHES / 4), CONNECTIONS);
      measured.set(name, [...(measured.get(name) ?? []), await load(url, bodies(), CONNECTIONS)]);
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log(`telemetry, batches of ${EVENTS} events over ${CONNECTIONS} connections, medians of ${ROUNDS} rounds:`);
const all = (name: string): readonly Measured[] => measured.get(name) ?? [];
for (const name of Object.keys(servers)) {
  const [rate, p50, p99] = (["rate", "p50", "p99"] as const).map((key) => median(all(name).map((each) => each[key])));
  console.log(`  ${name}: ${rate?.toFixed(0)} batches/s, p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms`);
}
for (const peer of Object.keys(servers).slice(1)) {
  const ratio = (key: keyof Measured): number =>
    median(all("service").map((own, round) => own[key] / (all(peer)[round]?.[key] ?? Number.NaN)));
  const [rate, p99] = [ratio("rate"), ratio("p99")];
  const verdict = rate >= RATE_FLOOR && p99 <= P99_CEILING ? "kept" : "MISSED";
  const compared = `  beside ${peer}: ${rate.toFixed(2)} of its throughput, p99 ${p99.toFixed(2)} of its`;
  console.log(
    peer === BARE
      ? `${compared} (floor ${RATE_FLOOR}, ceiling ${P99_CEILING}: ${verdict})`
      : `${compared} (what all but validation and commits takes)`,
  );
}
