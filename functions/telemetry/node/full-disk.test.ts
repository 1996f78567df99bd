import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

import type { Hono } from "hono";
import { expect, onTestFinished, test } from "vitest";

import type { OpenDatabase } from "./day-file.ts";
import { openSqliteStore, type SqliteStore } from "./sqlite-store.ts";
import { createRateLimiter } from "../../shared/rate-limit.ts";
import { openDatabase } from "../../shared/sqlite.ts";
import { telemetryApi } from "../api.ts";
import { aBatch, aCrash, idOf, knownApps } from "../batch-kit.ts";
import type { EventRow } from "../ports.ts";

/** A service on a disk that can be full, and what it reported. */
function aService(open: OpenDatabase) {
  const folder = mkdtempSync(join(tmpdir(), "mosis-full-"));
  const now = () => new Date();
  const reports: unknown[] = [];
  let store: SqliteStore = openSqliteStore({ folder, now, open });
  let app: Hono;
  const start = (): void => {
    let asked = 0;
    app = telemetryApi({
      store,
      now,
      versions: { has: (id, code) => knownApps[id]?.includes(code) === true },
      limiter: createRateLimiter(Date.now),
      addressOf: () => `192.0.${(asked += 1)}`,
      report: (error) => reports.push(error),
    });
  };
  start();
  onTestFinished(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const post = async (path: string, document: object): Promise<Response> =>
    app.request(`/telemetry/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(document),
    });
  return {
    reports,
    post,
    /** Ids of the events that are stored of these batches, sorted. */
    async eventsOf(batches: readonly ReturnType<typeof aBatch>[]): Promise<readonly string[]> {
      const ids: string[] = [];
      for (let at = 0; at < batches.length; at += 1000) {
        const response = await post("privacy/export", { ids: batches.slice(at, at + 1000).map(idOf) });
        const { events } = (await response.json()) as { readonly events: readonly EventRow[] };
        ids.push(...events.map(({ id }) => id));
      }
      return ids.toSorted();
    },
    restart(): void {
      store.close();
      store = openSqliteStore({ folder, now, open });
      start();
    },
  };
}

/** Ids of all events in batches, sorted. */
function idsIn(batches: readonly ReturnType<typeof aBatch>[]): readonly string[] {
  return batches.flatMap(({ batch_id: id, events }) => events.map((_, at) => `${id}/${at}`)).toSorted();
}

/** Sends batches until none is taken any more; gives those that were acknowledged. */
async function fill({ post }: ReturnType<typeof aService>) {
  const acknowledged: ReturnType<typeof aBatch>[] = [];
  for (let rounds = 0; rounds < 100; rounds += 1) {
    const batches = Array.from({ length: 16 }, () => aBatch());
    const answers = await Promise.all(batches.map((batch) => post("events", batch)));
    acknowledged.push(...batches.filter((_, at) => answers[at]?.status === 202));
    const refused = answers.filter(({ status }) => status !== 202);
    for (const answer of refused) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "300"]);
      expect(await answer.json()).toMatchObject({ status: 503, type: "https://mosis.dev/problems/not-stored" });
    }
    if (refused.length === batches.length) return acknowledged;
  }
  throw new Error("the disk was never full");
}

test("a file that may not grow any more: 503, and all that was acknowledged is there", async () => {
  let pages = 60;
  const service = aService((path, migrations) => {
    const database = openDatabase(path, migrations);
    database.exec(`PRAGMA max_page_count = ${pages}`);
    return database;
  });
  const acknowledged = await fill(service);
  expect(acknowledged.length).toBeGreaterThan(16);
  expect((await service.post("crash", aCrash({ stack_trace: "x\n".repeat(8000) }))).status).toBe(503);
  expect(await service.eventsOf(acknowledged)).toEqual(idsIn(acknowledged));

  service.restart();
  expect(await service.eventsOf(acknowledged)).toEqual(idsIn(acknowledged));
  pages = 10_000;
  service.restart();
  expect((await service.post("events", aBatch())).status).toBe(202);
});

/** A database whose commits fail as the system fails them on a full disk, while `isFull` says so. */
function failing(database: DatabaseSync, isFull: () => boolean, error: () => Error): DatabaseSync {
  return new Proxy(database, {
    get(target, name) {
      if (name === "exec") {
        return (sql: string) => {
          if (sql === "COMMIT" && isFull()) throw error();
          target.exec(sql);
        };
      }
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
}

test.for([
  ["ENOSPC", { code: "ENOSPC" }],
  ["SQLITE_FULL", { code: "ERR_SQLITE_ERROR", errcode: 13 }],
  ["SQLITE_IOERR_WRITE", { code: "ERR_SQLITE_ERROR", errcode: 778 }],
] as const)("commits that fail with %s: 503, then as before once there is room", async ([name, details]) => {
  let isFull = false;
  const error = () => Object.assign(new Error(`${name}: no space left on device`), details);
  const service = aService((path, migrations) => failing(openDatabase(path, migrations), () => isFull, error));
  const before = Array.from({ length: 20 }, () => aBatch());
  for (const { status } of await Promise.all(before.map((batch) => service.post("events", batch)))) {
    expect(status).toBe(202);
  }
  isFull = true;
  expect(await fill(service)).toEqual([]);
  expect((await service.post("crash", aCrash())).status).toBe(503);
  const refused = aBatch();
  expect((await service.post("events", refused)).status).toBe(503);
  expect((await service.post("privacy/delete", { ids: [idOf(aBatch())] })).status).toBe(503);
  expect(service.reports.length).toBeGreaterThan(0);
  expect(await service.eventsOf([...before, refused])).toEqual(idsIn(before));

  isFull = false;
  const again = await service.post("events", refused);
  expect(await again.json()).toEqual({ accepted: 9, refused: [], duplicate: false });
  service.restart();
  expect(await service.eventsOf([...before, refused])).toEqual(idsIn([...before, refused]));
});

test("a deletion that was cut off is finished at the next start", async () => {
  let isFull = false;
  const error = () => Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
  const service = aService((path, migrations) => failing(openDatabase(path, migrations), () => isFull, error));
  const batch = aBatch();
  await service.post("events", batch);
  isFull = true;
  expect((await service.post("privacy/delete", { ids: [idOf(batch)] })).status).toBe(503);
  isFull = false;
  service.restart();
  expect(await service.eventsOf([batch])).toEqual([]);
  expect(await (await service.post("events", batch)).json()).toMatchObject({ duplicate: true });
});
