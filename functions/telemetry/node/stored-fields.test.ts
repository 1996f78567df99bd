import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, test } from "vitest";

import { aSender, aServerFolder, startServer } from "./server-kit.ts";
import type { EventType } from "../../../src/core/telemetry/batch.ts";
import { eventTypes } from "../../../src/core/telemetry/event-types.ts";
import { aBatch, aCrash } from "../batch-kit.ts";

/** The columns of docs/spec/data-model.md, and those that a crash report has there. */
const EVENT = "id app_id version_code device_id type data time mosis_version session".split(" ");
const CRASH =
  "crash_id app_id version_code app_version mosis_version device_id time session crash_type message stack_trace context".split(
    " ",
  );
const CONTEXT = ["memory_mb", "screen", "uptime_seconds"];
/** Numbers that SQLite gives to batches, crashes and the events in a batch. */
const NUMBERS = ["number", "batch", "at", "batch_id"];
const ADDRESS = "198.51.100.77";

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test("nothing is stored beyond what the docs say", { timeout: 180_000 }, async () => {
  const folder = aServerFolder();
  const server = await startServer(folder);
  const sender = aSender();
  const batch = aBatch({ sent_at: new Date(Date.now() + 77_777).toISOString() });
  const crash = aCrash({ message: "of ada@example.com" });
  for (const [path, document] of Object.entries({ events: batch, crash })) {
    const { status } = await sender.post(`${server.url}/telemetry/${path}`, JSON.stringify(document), ADDRESS);
    expect(status).toBe(202);
  }
  const refused = await sender.post(
    `${server.url}/telemetry/events`,
    JSON.stringify({ ...batch, user: "Ada" }),
    ADDRESS,
  );
  expect(refused.status).toBe(422);
  sender.close();
  const running = filesBelow(join(folder, "data"));
  expect(await server.stop()).toBe(0);

  const raw = join(folder, `data/telemetry/raw/${batch.day}.db`);
  expect(filesBelow(join(folder, "data"))).toEqual([join(folder, "data/telemetry/deletions.db"), raw]);
  expect(running.length).toBeGreaterThan(2);
  const database = new DatabaseSync(raw);
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const columns = tables.flatMap(({ name }) =>
    database
      .prepare("SELECT name FROM pragma_table_info(?)")
      .all(String(name))
      .map((column) => String(column["name"])),
  );
  expect(columns.filter((name) => ![...EVENT, ...CRASH, ...NUMBERS].includes(name))).toEqual([]);

  const events = database.prepare("SELECT * FROM events").all();
  expect(events.map(({ type }) => String(type)).toSorted()).toEqual(Object.keys(eventTypes).toSorted());
  for (const event of events) {
    expect(Object.keys(event)).toEqual(EVENT);
    const documented = Object.keys(eventTypes[event["type"] as EventType].data);
    expect(documented).toEqual(expect.arrayContaining(Object.keys(JSON.parse(String(event["data"])) as object)));
  }
  const [stored] = database.prepare("SELECT * FROM crashes").all();
  expect(Object.keys(stored ?? {}).toSorted()).toEqual([...CRASH, "number"].toSorted());
  expect(Object.keys(JSON.parse(String(stored?.["context"])) as object).toSorted()).toEqual(CONTEXT);
  database.close();

  const bytes = filesBelow(join(folder, "data"))
    .map((file) => readFileSync(file, "latin1"))
    .join("");
  for (const absent of [ADDRESS, "198.51.100", "ada@example.com", "Ada", batch.sent_at, "consent", "sent_at"]) {
    expect(bytes).not.toContain(absent);
  }
});
