import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { copyCounts } from "./copy-counts.ts";
import { type ClickHouse, createTables, loadDay } from "./load-day.ts";
import { openDatabase } from "../../shared/sqlite.ts";
import { rawDayKit, type RawDayKit } from "../rollup/raw-day-kit.ts";
import { rollDay, type RollPorts } from "../rollup/roll-day.ts";
import { rollupMigrations } from "../rollup/rollup-schema.ts";
import { type Kind, objectKey } from "../workers/row-objects.ts";

// ClickHouse in a library is 546 MB, and no dependency: docs/operate/telemetry-scale.md says how to have these tests run.
const CHDB = process.env["MOSIS_CHDB"];

interface Session {
  query(sql: string): string;
  /** Without holding up this process, which is the bucket. */
  queryAsync(sql: string): Promise<{ text(): string }>;
  cleanup(): void;
}

const DAY = "2026-11-25";
const ports: RollPorts = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
  sourceLines: async () => (_, line) => `line ${line}`,
};

describe.skipIf(CHDB === undefined)("ClickHouse", () => {
  let session: Session;
  let db: ClickHouse;
  let bucket: Server;
  let folder: string;
  let raw: RawDayKit;
  const objects = new Map<string, Buffer>();

  beforeAll(async () => {
    const { Session: Chdb } = createRequire(join(CHDB ?? "", "package.json"))("chdb") as { Session: new () => Session };
    session = new Chdb();
    session.query("CREATE DATABASE telemetry");
    session.query("USE telemetry");
    // Many small parts, as there are of a large day.
    session.query("SET min_insert_block_size_rows = 1, min_insert_block_size_bytes = 1, max_insert_block_size = 50");
    db = {
      async query(sql, parameters) {
        for (const [name, value] of Object.entries(parameters)) session.query(`SET param_${name} = '${value}'`);
        return (await session.queryAsync(sql)).text();
      },
    };
    bucket = await serveBucket(objects);
  });
  afterAll(() => {
    session.cleanup();
    bucket.close();
  });

  beforeEach(async () => {
    objects.clear();
    folder = mkdtempSync(join(tmpdir(), "mosis-clickhouse-"));
    raw = rawDayKit(folder);
    await createTables(db);
    return () => {
      raw.close();
      rmSync(folder, { recursive: true });
    };
  });

  const rawFile = () => new DatabaseSync(join(folder, `${DAY}.db`), { readOnly: true });

  /** Writes what is in the raw file as objects, as the worker writes them. */
  function writeObjects(name: string): void {
    const file = rawFile();
    const events = file.prepare("SELECT * FROM events").all();
    const crashes = file.prepare("SELECT * FROM crashes").all();
    file.close();
    write(
      "events",
      name,
      events.map((row) => ({ ...row, day: DAY, data: JSON.parse(String(row["data"])) })),
    );
    write(
      "crashes",
      name,
      crashes.map(({ number: _, ...row }) => ({ ...row, day: DAY, context: JSON.parse(String(row["context"])) })),
    );
  }

  function write(kind: Kind, name: string, rows: readonly object[]): void {
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    objects.set(objectKey(kind, DAY, Date.parse(`${DAY}T10:00:00Z`), name), gzipSync(lines));
  }

  const load = (into = db) =>
    loadDay(into, DAY, `http://127.0.0.1:${(bucket.address() as AddressInfo).port}/raw/`, ports);

  const TABLES = ["r_daily", "r_hist", "r_crash", "r_screen"];

  async function countedBy(count: (rollups: DatabaseSync) => Promise<unknown>): Promise<unknown> {
    const rollups = openDatabase(":memory:", rollupMigrations);
    // What was there of the day does not stay.
    rollups.exec(`INSERT INTO r_daily VALUES ('${DAY}', 'com.example.notes', 1, 'starts', 99)`);
    await count(rollups);
    const counted = TABLES.map((table) => rollups.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3, 4, 5`).all());
    rollups.close();
    return counted;
  }

  const countedBySqlite = () =>
    countedBy((rollups) => rollDay(rollups, { day: DAY, path: join(folder, `${DAY}.db`) }, ports));
  const countedByClickHouse = () => countedBy((rollups) => copyCounts(db, DAY, rollups));

  function aDay(): void {
    for (let at = 0; at < 40; at += 1) {
      const of = {
        device_id: `d${at}`,
        version_code: 1 + (at % 2),
        app_id: at % 5 === 0 ? "com.example.clock" : "com.example.notes",
      };
      raw.batch(DAY, of, [
        [
          "app_start",
          { new: at % 3 === 0 ? ["d", "w", "m", "first"] : ["d"], ...(at % 2 === 0 && { cold_ms: 37 * at }) },
          `s${at}`,
        ],
        ["app_start", { new: [] }, `t${at}`],
        ["frame_time", { buckets: { "27": 900 + at, "28": 60, "110": 1 } }, `s${at}`],
        ["memory_usage", { peak_mb: 3 * at }, `s${at}`],
        ["memory_usage", { peak_mb: 2 * at }, `s${at}`],
        ["lua_errors", { count: 1 + at }, `s${at}`],
        ["screen_view", { screen: at <= 24 ? "of ten" : "rare" }, `s${at}`],
        ["button_click", { screen: "main", element: "equals" }, `s${at}`],
        ["app_stop", { seconds: 7 * at, reason: at % 7 === 0 ? "crash" : "user" }, `s${at}`],
        ["app_crash", { crash_id: "C" }, at % 9 === 0 ? `t${at}` : `s${at}`],
      ]);
      if (at % 3 === 0) {
        const message = `assets/scripts/app.lua:${at}: attempt to ${at % 2 === 0 ? "call" : "index"} a nil value (field 'it\\'s "x"')`;
        raw.crash(DAY, {
          ...of,
          session: `c${at}`,
          message,
          stack_trace: `stack traceback:\n\tassets/scripts/app.lua:${at % 4}: in local 'load'`,
        });
      }
    }
  }

  test("counts a day as SQLite does, though objects are delivered twice and loaded twice", async () => {
    aDay();
    writeObjects("first");
    writeObjects("again");
    await load();
    expect(await countedByClickHouse()).toEqual(await countedBySqlite());
    await load();
    expect(await countedByClickHouse()).toEqual(await countedBySqlite());
  });

  test("counts a day anew when rows came late, and when a device was deleted from the objects", async () => {
    aDay();
    writeObjects("first");
    await load();
    raw.batch(DAY, { device_id: "late" }, [["app_start", { new: ["d"] }]]);
    raw.crash(DAY, { device_id: "late" });
    writeObjects("second");
    await load();
    expect(await countedByClickHouse()).toEqual(await countedBySqlite());
    for (const device of ["d0", "d1", "d3"]) raw.forget(DAY, device);
    for (const name of ["first", "second"]) writeObjects(name);
    await load();
    expect(await countedByClickHouse()).toEqual(await countedBySqlite());
  });

  test("forgets a day of which everything was deleted, be it rows or objects", async () => {
    for (const empty of [() => write("events", "first", []), () => objects.clear()]) {
      raw.batch(DAY, {}, [["app_start", { new: ["d"] }]]);
      writeObjects("first");
      await load();
      expect(await countedByClickHouse()).toEqual(await countedBySqlite());
      empty();
      await load();
      expect(await countedByClickHouse()).toEqual([[], [], [], []]);
    }
  });

  test("puts into one group what is over the number of groups that are told apart", async () => {
    for (let at = 0; at < 520; at += 1) {
      raw.crash(DAY, {
        device_id: `d${at % 7}`,
        message: `assets/a.lua:1: unknown thing`,
        stack_trace: `stack traceback:\n\tassets/a.lua:1: in local 'f${at}x'`,
      });
    }
    writeObjects("first");
    await load();
    expect(await countedByClickHouse()).toEqual(await countedBySqlite());
  });

  test("refuses to count a day with crashes that have no group", async () => {
    raw.crash(DAY, { message: "never seen before" });
    writeObjects("first");
    const withoutGroups: ClickHouse = {
      query: (sql, parameters) =>
        sql.startsWith("INSERT INTO crash_groups") ? Promise.resolve("") : db.query(sql, parameters),
    };
    await expect(load(withoutGroups)).rejects.toThrow("crashes of this day have no group");
  });
});

/** As much of the S3 API as reads a bucket named `raw`, for anybody. */
async function serveBucket(objects: ReadonlyMap<string, Buffer>): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const found = objects.get(decodeURIComponent(pathname).slice("/raw/".length));
    if (found !== undefined) return void response.writeHead(200, { "content-length": found.length }).end(found);
    const keys = [...objects.keys()].filter((key) => key.startsWith(searchParams.get("prefix") ?? "")).sort();
    const contents = keys.map(
      (key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.length}</Size></Contents>`,
    );
    response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join("")}</ListBucketResult>`);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}
