import { readdir } from "node:fs/promises";

import { describe, expect, test } from "vitest";

import { resetSecret, setConsent } from "./consent.ts";
import { countRun, recordRun } from "./count-run.ts";
import { deleteTelemetry, exportTelemetry } from "./privacy.ts";
import { sendTelemetry } from "./send-telemetry.ts";
import { queueNames, readOutbox, writeQueued } from "./telemetry-files.ts";
import { telemetryLimits } from "../../core/telemetry/telemetry-limits.ts";
import {
  aTelemetryDevice,
  aTelemetryService,
  MORNING,
  NOTES,
  type TelemetryDevice,
  type TelemetryServiceDouble,
} from "../../testing/telemetry/telemetry-device-kit.ts";
import type { Device } from "../device.ts";

const INFO = { os: "linux", ram_class: "m", locale: "en", screen: "m" } as const;
const HOUR = 3_600_000;

/** Starts the app, looks at a screen, stops it. */
async function use(device: Device, version = NOTES): Promise<void> {
  const run = await countRun(device);
  await recordRun(device, version, [...run.started(INFO, 300), ...run.screen("main"), ...run.stopped("user")]);
}

async function crash(device: Device): Promise<void> {
  const run = await countRun(device);
  run.screen("history");
  const { events, report } = run.crashed({ type: "lua_error", message: "main.lua:3: boom", stack_trace: "main.lua:3" });
  await recordRun(device, NOTES, events, report);
}

const typesAt = ({ batches }: TelemetryServiceDouble): readonly string[] =>
  [...batches.values()].flatMap(({ events }) => events.map(({ type }) => type));
const flagsAt = ({ batches }: TelemetryServiceDouble): readonly unknown[] =>
  [...batches.values()].flatMap(({ events }) =>
    events.flatMap((each) => (each.type === "app_start" ? [each.data.new] : [])),
  );
const send = (kit: TelemetryDevice, service: TelemetryServiceDouble): ReturnType<typeof sendTelemetry> =>
  sendTelemetry(kit.device, service, { ifDue: true });

describe("a device whose owner agreed to nothing", () => {
  test("writes nothing down and sends nothing", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await use(kit.device);
    await crash(kit.device);
    expect(await send(kit, service)).toEqual({ kind: "wait", for: "consent", until: null });
    expect(service.requests).toEqual([]);
    expect(await readdir(kit.root)).toEqual([]);
  });
});

describe("a device whose owner agreed", () => {
  test("sends what happened, the oldest first, and keeps nothing of it", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 2);
    await use(kit.device);
    kit.now += 24 * HOUR;
    await use(kit.device);
    await crash(kit.device);
    expect(await send(kit, service)).toMatchObject({ kind: "sent", taken: 3, refused: [], left: 0 });
    expect([...service.batches.values()].map(({ day }) => day)).toEqual(["2026-11-26", "2026-11-27"]);
    expect(flagsAt(service)).toEqual([["d", "w", "m", "first"], ["d"]]);
    expect([...service.crashes.values()]).toMatchObject([
      { message: "main.lua:3: boom", context: { screen: "history" } },
    ]);
    expect(await queueNames(kit.device)).toEqual([]);
    expect(await send(kit, service)).toMatchObject({ kind: "sent", taken: 0 });
  });

  test("has an id that changes with the day, and keeps none of them", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    await use(kit.device);
    kit.now += 24 * HOUR;
    await use(kit.device);
    const written = await kit.written();
    await send(kit, service);
    const ids = [...service.batches.values()].map(({ device_id: id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(written).not.toContain(id);
  });

  test("leaves out at once what a lower consent no longer covers, and everything at none", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 2);
    await use(kit.device);
    await crash(kit.device);
    await sendTelemetry(kit.device, { post: async () => null }, { ifDue: false });
    await use(kit.device);
    await setConsent(kit.device, 1);
    expect(await kit.written()).not.toMatch(/screen_view|history/);
    await setConsent(kit.device, 2);
    kit.now += HOUR;
    await send(kit, service);
    expect(typesAt(service)).not.toContain("screen_view");
    expect(typesAt(service)).toContain("app_stop");
    await use(kit.device);
    await setConsent(kit.device, 0);
    await setConsent(kit.device, 2);
    expect(await queueNames(kit.device)).toEqual([]);
    expect((await readOutbox(kit.device)).open).toEqual([]);
  });

  test("counts runs that go on at the same time", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    await Promise.all(Array.from({ length: 8 }, () => use(kit.device)));
    await send(kit, service);
    expect(typesAt(service).filter((type) => type === "app_stop")).toHaveLength(8);
    expect(flagsAt(service).filter((flags) => (flags as []).length > 0)).toHaveLength(1);
  });
});

describe("a device that cannot send", () => {
  test("tries again, later and later, and never twice at once with others", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    await use(kit.device);
    const waits: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) {
      service.answers.push(tries % 2 === 0 ? null : { status: 500 });
      const outcome = await send(kit, service);
      if (outcome.until === null) throw new Error("it does not wait");
      waits.push(outcome.until.getTime() - kit.now);
      expect(await send(kit, service)).toMatchObject({ kind: "wait", for: "back-off" });
      kit.now = outcome.until.getTime();
    }
    expect(waits[0]).toBeGreaterThanOrEqual(15_000);
    expect(waits[0]).toBeLessThan(45_000);
    expect(Math.max(...waits)).toBeLessThan(9 * HOUR);
    expect(waits[5]).toBeGreaterThan(waits[0] ?? 0);
    expect(await send(kit, service)).toMatchObject({ kind: "sent", taken: 1, left: 0 });
    expect((await readOutbox(kit.device)).failures).toBe(0);
  });

  test("leaves a service alone as long as it asks, in seconds or until a time", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    await use(kit.device);
    service.answers.push({ status: 429, retryAfter: "7200" });
    const first = await send(kit, service);
    expect(first.until?.getTime()).toBeGreaterThanOrEqual(kit.now + 2 * HOUR);
    kit.now += 3 * HOUR;
    service.answers.push({ status: 503, retryAfter: new Date(kit.now + 5 * HOUR).toUTCString() });
    const second = await send(kit, service);
    expect(second.until?.getTime()).toBeGreaterThanOrEqual(kit.now + 5 * HOUR);
    kit.now += 6 * HOUR;
    service.answers.push({ status: 503, retryAfter: "999999999" });
    expect((await send(kit, service)).until?.getTime()).toBeLessThan(kit.now + 27 * HOUR);
  });

  test("never sends again what a service refuses, and goes on with the rest", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    for (let day = 0; day < 4; day += 1) {
      await use(kit.device);
      kit.now += 24 * HOUR;
    }
    service.answers.push({ status: 413 }, { status: 422 }, { status: 400 });
    expect(await send(kit, service)).toMatchObject({
      kind: "sent",
      taken: 1,
      refused: [{ status: 413 }, { status: 422 }, { status: 400 }],
      left: 0,
    });
    expect(service.requests).toHaveLength(4);
    expect(await send(kit, service)).toMatchObject({ taken: 0, refused: [] });
  });

  test("waits while it is offline, and makes room by dropping the oldest", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    kit.conditions = { ...kit.conditions, online: false };
    await setConsent(kit.device, 1);
    await use(kit.device);
    const { queuedFiles: limit } = telemetryLimits;
    const [batch] = (await readOutbox(kit.device)).open;
    if (batch === undefined) throw new Error("nothing is counted");
    await writeQueued(
      kit.device,
      Array.from({ length: limit + 3 }, (_, index) => ({ ...batch, seq: index + 2 })),
    );
    expect(await send(kit, service)).toMatchObject({ kind: "wait", for: "offline" });
    const names = await queueNames(kit.device);
    expect(names).toHaveLength(limit);
    expect(names[0]?.startsWith("0000000005-")).toBe(true);
  });

  test("sends again what was answered unheard, under the same id", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    await use(kit.device);
    service.losesAnswers = true;
    await send(kit, service);
    service.losesAnswers = false;
    kit.now += HOUR;
    await send(kit, service);
    expect(service.requests).toHaveLength(2);
    expect(service.batches.size).toBe(1);
  });
});

describe("a device whose clock is wrong", () => {
  test("learns from the service, and does not count a first start twice", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    kit.now = MORNING + 3 * 24 * HOUR;
    await use(kit.device);
    service.answers.push({ status: 202, date: new Date(MORNING).toUTCString() });
    await send(kit, service);
    kit.now += HOUR;
    await use(kit.device);
    await send(kit, service);
    const [batch] = [...service.batches.values()];
    expect(batch).toMatchObject({ day: "2026-11-26", sent_at: "2026-11-26T09:00:00.000Z" });
    expect(batch?.events[0]).toMatchObject({ time: "2026-11-26T09:00:00.000Z", data: { new: [] } });
  });

  test.for([3, -3, 40, -40])("finds what it sent while it was off by %d days", async (days) => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    kit.now = MORNING + days * 24 * HOUR;
    await use(kit.device);
    service.answers.push({ status: 503, date: new Date(MORNING).toUTCString() });
    await send(kit, service);
    kit.now += HOUR;
    await use(kit.device);
    await send(kit, service);
    await exportTelemetry(kit.device, service);
    const sent = [...service.batches.values()].map(({ device_id: id }) => id);
    expect(new Set(sent).size).toBe(2);
    expect(service.asked[0]?.ids.map(({ device_id: id }) => id)).toEqual(expect.arrayContaining(sent));
  });

  test("sends what it noted before by the clock of that time, so that the service can tell how wrong it was", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    await use(kit.device);
    service.answers.push({ status: 503, date: new Date(MORNING - 2 * HOUR).toUTCString() });
    await send(kit, service);
    kit.now += HOUR;
    await send(kit, service);
    expect([...service.batches.values()]).toMatchObject([{ sent_at: "2026-11-26T09:00:00.000Z" }]);
  });
});

describe("the owner of a device", () => {
  test("has everything exported and deleted by the ids of the last 30 days of all apps", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService({ events: [{ id: 1 }], crashes: [] });
    expect(await exportTelemetry(kit.device, service)).toEqual({ events: [], crashes: [] });
    await setConsent(kit.device, 2);
    const sent: string[] = [];
    for (const day of [0, 13, telemetryLimits.rawDays]) {
      kit.now = MORNING + day * 24 * HOUR;
      await use(kit.device);
      await send(kit, service);
    }
    for (const { device_id: id } of service.batches.values()) sent.push(id);
    await use(kit.device);
    expect(await exportTelemetry(kit.device, service)).toEqual({ events: [{ id: 1 }], crashes: [] });
    const requests = service.requests.length;
    await deleteTelemetry(kit.device, service);
    expect(service.requests.slice(requests - 1).map(({ path }) => path)).toEqual([
      "/telemetry/privacy/export",
      "/telemetry/privacy/delete",
    ]);
    for (const { ids } of service.asked) {
      expect(ids.map(({ device_id: id }) => id)).toEqual(expect.arrayContaining(sent));
      expect(ids.length).toBeLessThanOrEqual(telemetryLimits.privacyIds);
    }
    expect((await readOutbox(kit.device)).open).toEqual([]);
  });

  test("hears that the service does not answer, or refuses", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    await use(kit.device);
    service.answers.push(null, { status: 429 });
    await expect(exportTelemetry(kit.device, service)).rejects.toMatchObject({ code: "telemetry-unreachable" });
    await expect(deleteTelemetry(kit.device, service)).rejects.toMatchObject({ code: "telemetry-refused" });
  });

  test("gets another secret, with nothing left of the old one, and is no new device for it", async () => {
    const kit = await aTelemetryDevice();
    const service = aTelemetryService();
    await setConsent(kit.device, 1);
    await use(kit.device);
    const { secret } = await readOutbox(kit.device);
    await resetSecret(kit.device);
    expect(await kit.written()).not.toContain(secret);
    await use(kit.device);
    await send(kit, service);
    expect(flagsAt(service)).toEqual([[]]);
  });

  test("has agreed to nothing where the record cannot be read", async () => {
    const kit = await aTelemetryDevice();
    await setConsent(kit.device, 2);
    await kit.device.ports.disk.write(kit.device.layout.telemetry.record, new TextEncoder().encode('{"consent": 2}'));
    expect(await readOutbox(kit.device)).toMatchObject({ consent: 0, secret: null });
  });
});
