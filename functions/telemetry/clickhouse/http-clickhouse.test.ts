import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, onTestFinished, test } from "vitest";

import { httpClickHouse } from "./http-clickhouse.ts";
import type { ClickHouse } from "./load-day.ts";

interface Asked {
  readonly query: Readonly<Record<string, string>>;
  readonly user: string;
  readonly key: string;
  readonly sql: string;
}

/** What a ClickHouse server is, but for its answers. */
async function aServer(status: number, answer: string): Promise<{ readonly db: ClickHouse; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://localhost");
    const { "x-clickhouse-user": user, "x-clickhouse-key": key } = request.headers;
    let sql = "";
    for await (const piece of request) sql += String(piece);
    asked.push({ query: Object.fromEntries(searchParams), user: String(user), key: String(key), sql });
    response.statusCode = status;
    response.end(answer);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { db: httpClickHouse({ url, database: "telemetry", user: "loader", password: "secret" }), asked };
}

test("a statement is sent as it is, with its parameters beside it", async () => {
  const { db, asked } = await aServer(200, '{"a":1}\n');
  expect(await db.query("SELECT {day:Date}", { day: "2026-11-26' OR 1" })).toBe('{"a":1}\n');
  const query = { database: "telemetry", wait_end_of_query: "1", param_day: "2026-11-26' OR 1" };
  expect(asked).toEqual([{ query, user: "loader", key: "secret", sql: "SELECT {day:Date}" }]);
});

test("what the server says of a failure is told", async () => {
  const { db } = await aServer(500, "Code: 60. DB::Exception: Table telemetry.events does not exist.\n");
  await expect(db.query("SELECT 1 FROM events", {})).rejects.toThrow(/answers 500: Code: 60.*does not exist\.$/);
});
