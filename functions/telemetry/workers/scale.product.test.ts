import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { d1Store } from "./d1-store.ts";
import { queueStore } from "./queue-store.ts";
import { type Kind, readRows } from "./row-objects.ts";
import { startWorkerd, type Workerd } from "./workerd-kit.ts";
import { type ObjectPorts, type RowsMessage, writeObjects } from "./write-objects.ts";
import { addDays, dayOf } from "../../../src/core/telemetry/days.ts";
import { aBatch as sentBatch, idOf, knownApps } from "../batch-kit.ts";
import type { DeviceDay, RawBatch, RawCrash } from "../ports.ts";

const TODAY = dayOf(Date.now());
const APP = "org.example.tally";

let workerd: Workerd;
let ports: ObjectPorts & Required<Pick<Workerd["bindings"], "RAW">>;
beforeAll(async () => {
  workerd = await startWorkerd("scale", knownApps);
  const { TELEMETRY: db, RAW: bucket } = workerd.bindings;
  ports = { db, bucket: bucket!, now: Date.now, RAW: bucket! };
});
afterAll(() => workerd.close());

let last = 0;
function aDevice(day = TODAY): DeviceDay {
  last += 1;
  return { app_id: APP, day, device_id: String(last).padStart(64, "0") };
}

function aBatch(device: DeviceDay, name = "A"): RawBatch {
  const time = `${device.day}T10:00:00.000Z`;
  const session = "5".repeat(16);
  return {
    ...device,
    batch_id: `01KB1C0V3XJ8Q4Y2ZP6M7N9RS${name}`,
    version_code: 1,
    mosis_version: "1.0.0",
    events: [
      { at: 0, type: "app_start", data: { new: ["d"] }, time, session },
      { at: 2, type: "lua_errors", data: { count: 2 }, time, session },
    ],
  };
}

function aCrash(device: DeviceDay): RawCrash {
  return {
    ...device,
    crash_id: "01KB1C0V3XJ8Q4Y2ZP6M7N9RSC",
    version_code: 1,
    app_version: "1.0.0",
    mosis_version: "1.0.0",
    time: `${device.day}T10:00:00.000Z`,
    session: "5".repeat(16),
    crash_type: "lua_error",
    message: "attempt to index a nil value",
    stack_trace: "main.lua:1: in main chunk",
    context: { memory_mb: 3 },
  };
}

const store = () => queueStore({ send: () => Promise.reject(new Error("not used")) }, ports);
const write = (...messages: readonly RowsMessage[]) => writeObjects(messages, ports, () => crypto.randomUUID());
const batchOf = (batch: RawBatch): RowsMessage => ({ kind: "events", batch });

async function listOf<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}

async function idsOf(...devices: readonly DeviceDay[]): Promise<readonly string[]> {
  return (await listOf(store().eventsOf(devices))).map(({ id }) => id);
}

/** Whose rows are in the bucket, whatever the database knows of it. */
async function devicesInBucket(): Promise<ReadonlySet<string>> {
  const { objects } = await ports.RAW.list();
  const rows = await Promise.all(objects.map(({ key }) => readRows<Kind>(ports.RAW, key)));
  return new Set(rows.flat().map((row) => row.device_id));
}

test("a hundred batches that phones send become one object for each day, and are exported and deleted from there", async () => {
  const send = (path: string, document: object, from: string): Promise<Response> =>
    workerd.post(
      `/telemetry/${path}`,
      JSON.stringify(document),
      { "content-type": "application/json" },
      `198.51.100.${from}`,
    );
  const days = [addDays(TODAY, -1), TODAY];
  const batches = days.flatMap((day) => Array.from({ length: 50 }, () => sentBatch({}, new Date(`${day}T12:00:00Z`))));
  const answers = await Promise.all(
    batches.map(async (batch, at) => {
      const response = await send("events", { ...batch, sent_at: new Date().toISOString() }, String(at));
      return [response.status, await response.json()];
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify([202, { accepted: 9, refused: [], duplicate: false }])]),
  );
  await vi.waitFor(async () => expect((await ports.RAW.list()).objects).toHaveLength(2), { timeout: 20_000 });
  const keys = (await ports.RAW.list()).objects.map(({ key }) => key);
  const hour = String.raw`\d{4}-\d\d-\d\dT\d\d`;
  expect(keys).toEqual(
    days.map((day) => expect.stringMatching(new RegExp(`^events/${day}/${hour}/[-0-9a-f]{36}\\.ndjson\\.gz$`))),
  );
  expect(await readRows<"events">(ports.RAW, keys[1] ?? "")).toHaveLength(450);

  const ids = batches.map(idOf);
  const exported = await send("privacy/export", { ids }, "250");
  expect(((await exported.json()) as { events: unknown[] }).events).toHaveLength(900);
  const deleted = await send("privacy/delete", { ids }, "250");
  expect([deleted.status, await deleted.json()]).toEqual([200, { events: 900, crashes: 0 }]);
  expect(await devicesInBucket()).toEqual(new Set());
});

test("what the queue delivers twice is exported once", async () => {
  const device = aDevice();
  const messages: readonly RowsMessage[] = [batchOf(aBatch(device)), { kind: "crashes", crash: aCrash(device) }];
  await write(...messages);
  await write(...messages);
  expect(await idsOf(device)).toEqual(["01KB1C0V3XJ8Q4Y2ZP6M7N9RSA/0", "01KB1C0V3XJ8Q4Y2ZP6M7N9RSA/2"]);
  const { day: _, ...crash } = aCrash(device);
  expect(await listOf(store().crashesOf([device]))).toEqual([crash]);
});

test("a deletion takes a device out of the objects, leaves the others, and lasts", async () => {
  const [gone, stays] = [aDevice(), aDevice()];
  await write(batchOf(aBatch(gone)), batchOf(aBatch(stays)), { kind: "crashes", crash: aCrash(gone) });
  await write(batchOf(aBatch(gone)), batchOf(aBatch(gone, "B")));
  expect(await store().deleteAll([gone])).toEqual({ events: 4, crashes: 1 });
  await write(batchOf(aBatch(gone)), batchOf(aBatch(gone, "C")), { kind: "crashes", crash: aCrash(gone) });
  expect(await idsOf(gone)).toEqual([]);
  expect(await idsOf(stays)).toHaveLength(2);
  const devices = await devicesInBucket();
  expect([devices.has(gone.device_id), devices.has(stays.device_id)]).toEqual([false, true]);
});

test("two deletions from one object at once take both devices out", async () => {
  const devices = [aDevice(), aDevice(), aDevice(), aDevice()];
  await write(...devices.map((device) => batchOf(aBatch(device))));
  const deleted = await Promise.all(devices.slice(1).map((device) => store().deleteAll([device])));
  expect(deleted).toEqual(deleted.map(() => ({ events: 2, crashes: 0 })));
  const left = await devicesInBucket();
  expect(devices.map(({ device_id }) => left.has(device_id))).toEqual([true, false, false, false]);
});

test("rows that are deleted while they are being written are not there afterwards", async () => {
  const [gone, stays] = [aDevice(), aDevice()];
  const messages = [batchOf(aBatch(gone)), batchOf(aBatch(stays))];
  const bucket = {
    ...ports.bucket,
    put: async (...args: Parameters<typeof ports.RAW.put>) => {
      await store().deleteAll([gone]);
      return ports.RAW.put(...args);
    },
  };
  const cutOff = writeObjects(messages, { ...ports, bucket: bucket }, () => crypto.randomUUID());
  await expect(cutOff).rejects.toThrow(/is taken/);
  await write(...messages);
  expect((await devicesInBucket()).has(gone.device_id)).toBe(false);
  expect(await idsOf(stays)).toHaveLength(2);
});

test("the hourly job goes on with a deletion that was cut off", async () => {
  const device = aDevice();
  await write(batchOf(aBatch(device)), batchOf(aBatch(device, "B")));
  const broken = { ...ports.bucket, get: () => Promise.reject(new Error("too many requests")) };
  const cutOff = queueStore({ send: () => Promise.reject(new Error("not used")) }, { ...ports, bucket: broken });
  await expect(cutOff.deleteAll([device])).rejects.toThrow(/too many requests/);
  expect(await idsOf(device)).toEqual([]);
  expect((await devicesInBucket()).has(device.device_id)).toBe(true);
  await workerd.tick();
  expect((await devicesInBucket()).has(device.device_id)).toBe(false);
});

test("the hourly job deletes days that are kept no longer", async () => {
  const [old, oldest, kept] = [
    aDevice(addDays(TODAY, -31)),
    aDevice(addDays(TODAY, -40)),
    aDevice(addDays(TODAY, -30)),
  ];
  await write(...[old, oldest, kept].map((device) => batchOf(aBatch(device))), { kind: "crashes", crash: aCrash(old) });
  await workerd.tick();
  const devices = await devicesInBucket();
  expect([old, oldest, kept].map(({ device_id }) => devices.has(device_id))).toEqual([false, false, true]);
  const { results } = await ports.db.prepare("SELECT DISTINCT day FROM objects WHERE day < ?").bind(kept.day).all();
  expect(results).toEqual([]);
});

test("the hourly job deletes rows of D1 that are kept no longer, and what it remembered of deletions", async () => {
  const { db } = ports;
  const days = [-40, -31, -30, 0].map((ago) => addDays(TODAY, ago));
  for (const day of days) {
    const shared = { day, app_id: "org.example.tally", version_code: 1, device_id: day, mosis_version: "1.0.0" };
    const crash = { crash_id: "C", app_version: "1.0.0", time: day, session: "5", crash_type: "native", message: "" };
    await d1Store(db, Date.now).appendBatch({ ...shared, batch_id: "B", events: [] });
    await d1Store(db, Date.now).appendCrash({ ...shared, ...crash, stack_trace: "", context: {} });
    // Deletions are remembered for 30 days more.
    const deletedAt = Date.parse(day);
    await d1Store(db, () => deletedAt).deleteAll([{ ...shared, device_id: `on ${day}` }]);
  }
  await workerd.tick();
  const columnOf = async (column: string, table: string) =>
    (await db.prepare(`SELECT ${column} AS it FROM ${table} ORDER BY it`).all()).results.map(({ it }) => it);
  expect(await columnOf("day", "batches")).toEqual(days.slice(2));
  expect(await columnOf("day", "crashes")).toEqual(days.slice(2));
  const remembered = await columnOf("device_id", "deletions");
  expect(remembered.filter((device) => String(device).startsWith("on "))).toEqual(
    days.slice(2).map((day) => `on ${day}`),
  );
});
