import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aBatch, aCrash, anEvent, idOf, knownApps } from "./batch-kit.ts";
import type { CrashRow, EventRow } from "./ports.ts";
import type { CrashReport, PrivacyId, TelemetryBatch } from "../../src/core/telemetry/batch.ts";
import { addDays, dayOf } from "../../src/core/telemetry/days.ts";
import { limits } from "../shared/limits.ts";

/** The service as whoever sends to it sees it. */
export interface OpenedService {
  /** @param from the address that the service takes it to come from */
  post(path: string, body: BodyInit | null, headers: Readonly<Record<string, string>>, from: string): Promise<Response>;
  close(): Promise<void>;
}

interface Everything {
  readonly events: readonly EventRow[];
  readonly crashes: readonly CrashRow[];
}

const HOUR_MS = 3_600_000;

/**
 * What every telemetry service keeps, whatever it runs on.
 *
 * @param open starts one with an empty store; its index has `knownApps`, and its clock is right
 */
export function telemetryContract(name: string, open: (known: typeof knownApps) => Promise<OpenedService>): void {
  describe(`telemetry on ${name}`, () => {
    let service: OpenedService;
    let addresses = 0;
    beforeAll(async () => {
      service = await open(knownApps);
    });
    afterAll(() => service.close());

    /** From another address each time, for what is granted to one is not the subject. */
    const post = (path: string, document: unknown, from = `192.0.2.${(addresses += 1) % 250}`): Promise<Response> =>
      service.post(`/telemetry/${path}`, JSON.stringify(document), { "content-type": "application/json" }, from);
    const answer = async (path: string, document: unknown): Promise<readonly [number, unknown]> => {
      const response = await post(path, document);
      return [response.status, await response.json()];
    };
    const everythingOf = async (...ids: readonly PrivacyId[]): Promise<Everything> => {
      const response = await post("privacy/export", { ids: ids.map(idOf) });
      expect(response.status).toBe(200);
      return (await response.json()) as Everything;
    };

    describe("events", () => {
      test("are stored as they were sent, and nothing else of the batch is", async () => {
        const batch = aBatch();
        expect(await answer("events", batch)).toEqual([202, { accepted: 9, refused: [], duplicate: false }]);
        const { app_id, version_code, device_id, mosis_version } = batch;
        expect(await everythingOf(batch)).toEqual({
          events: batch.events.map((event, at) => ({
            id: `${batch.batch_id}/${at}`,
            app_id,
            version_code,
            device_id,
            mosis_version,
            ...event,
          })),
          crashes: [],
        });
      });

      test("come as gzip too", async () => {
        const batch = aBatch();
        const headers = { "content-type": "application/json", "content-encoding": "gzip" };
        const body = new Uint8Array(gzipSync(JSON.stringify(batch)));
        const response = await service.post("/telemetry/events", body, headers, "192.0.2.251");
        expect(response.status).toBe(202);
        expect((await everythingOf(batch)).events).toHaveLength(9);
      });

      test("above the consent of their batch are refused alone", async () => {
        const events = [anEvent("screen_view"), anEvent("app_start"), anEvent("button_click")];
        const batch = aBatch({ consent: 1, events });
        const [status, body] = await answer("events", batch);
        expect([status, body]).toMatchObject([202, { accepted: 1, refused: [{ index: 0 }, { index: 2 }] }]);
        const stored = await everythingOf(batch);
        expect(stored.events.map(({ id, type }) => [id, type])).toEqual([[`${batch.batch_id}/1`, "app_start"]]);
      });

      test("nested too deep are refused, wherever they are", async () => {
        const deep: unknown = JSON.parse(`${"[".repeat(1000)}${"]".repeat(1000)}`);
        const [status] = await answer("events", { ...aBatch(), events: [{ ...anEvent("app_start"), type: deep }] });
        expect(status).toBe(400);
      });

      test("are stored once, however often their batch is sent", async () => {
        const batch = aBatch();
        const answers = await Promise.all(Array.from({ length: 8 }, () => answer("events", batch)));
        expect(answers.filter(([, body]) => !(body as { duplicate: boolean }).duplicate)).toHaveLength(1);
        const later = { ...batch, sent_at: new Date(Date.now() + 60_000).toISOString() };
        expect(await answer("events", later)).toEqual([202, { accepted: 0, refused: [], duplicate: true }]);
        expect((await everythingOf(batch)).events).toHaveLength(9);
      });

      test("of another device are stored, though it gives its batch the same id", async () => {
        const batch = aBatch();
        const other = { ...aBatch(), batch_id: batch.batch_id };
        await post("events", batch);
        expect(await answer("events", other)).toMatchObject([202, { duplicate: false }]);
        expect((await everythingOf(other)).events).toHaveLength(9);
      });

      test("of a device whose clock is wrong get the time that it was", async () => {
        const wrong = new Date(Date.now() + 400 * 24 * HOUR_MS + 2 * HOUR_MS);
        const batch = aBatch({}, wrong);
        expect(await answer("events", batch)).toMatchObject([202, { accepted: 9 }]);
        for (const { time } of (await everythingOf(batch)).events) {
          expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(HOUR_MS / 10);
        }
        expect(await answer("events", { ...batch, sent_at: new Date(wrong.getTime() + 5_000).toISOString() })).toEqual([
          202,
          { accepted: 0, refused: [], duplicate: true },
        ]);
      });

      test.for([
        [-31, 422],
        [-30, 202],
        [0, 202],
        [1, 202],
        [2, 422],
      ] as const)("of %i days from today are answered by %i", async ([days, status]) => {
        const day = addDays(dayOf(Date.now()), days);
        const batch = aBatch({ day, events: [anEvent("app_start", undefined, new Date(`${day}T12:00:00Z`))] });
        expect((await answer("events", batch))[0]).toBe(status);
      });
    });

    describe("a crash", () => {
      test("is stored once, with everything that may be in it", async () => {
        const crash = aCrash();
        expect(await answer("crash", crash)).toEqual([202, { accepted: 1, refused: [], duplicate: false }]);
        expect(await answer("crash", crash)).toEqual([202, { accepted: 0, refused: [], duplicate: true }]);
        const { v: _, day: __, consent: ___, sent_at: ____, timestamp, ...kept } = crash;
        expect(await everythingOf(crash)).toEqual({ events: [], crashes: [{ ...kept, time: timestamp }] });
      });

      test("that is too long is cut, and is without addresses and secrets", async () => {
        const crash = aCrash({
          message: `no ada@example.com in /home/ada/x.lua ${"m".repeat(5000)}`,
          stack_trace: `scripts/main.lua:1: token=abc https://example.com/ada\n${"\tat f\n".repeat(20_000)}`,
        });
        expect((await answer("crash", crash))[0]).toBe(202);
        const [stored] = (await everythingOf(crash)).crashes;
        expect(stored?.message.length).toBeLessThanOrEqual(limits.sizes.messageCharacters.limit);
        expect(stored?.stack_trace.length).toBeLessThanOrEqual(limits.sizes.stackCharacters.limit);
        expect(stored?.message).toMatch(/^no <email> in <path>.* m+\n\[… \d+ characters cut …\]\nm+$/s);
        expect(stored?.stack_trace).toMatch(/^scripts\/main\.lua:1: token=<token> <url>\n/);
      });

      test("does not tell the screen below consent 2", async () => {
        const crash = aCrash({ consent: 1 });
        await post("crash", crash);
        expect((await everythingOf(crash)).crashes[0]?.context).toEqual({ memory_mb: 48, uptime_seconds: 95 });
      });
    });

    describe("who knows the id of a device", () => {
      test("gets all that is stored of it, and nothing of others", async () => {
        const [mine, other] = [aBatch(), aBatch()];
        const crash = aCrash({ device_id: mine.device_id });
        for (const batch of [mine, other]) await post("events", batch);
        await post("crash", crash);
        const { events, crashes } = await everythingOf(mine, mine, aBatch());
        expect([events.length, crashes.length]).toEqual([9, 1]);
        expect(new Set(events.map(({ device_id: id }) => id))).toEqual(new Set([mine.device_id]));
        expect((await everythingOf({ ...idOf(mine), app_id: "com.example.clock" })).events).toEqual([]);
      });

      test("has it deleted, and whatever comes of it later is not stored again", async () => {
        const [mine, other] = [aBatch(), aBatch()];
        const crash = aCrash({ device_id: mine.device_id });
        const send = async (document: TelemetryBatch | CrashReport) =>
          answer("batch_id" in document ? "events" : "crash", document);
        for (const document of [mine, other, crash]) await send(document);

        expect(await answer("privacy/delete", { ids: [idOf(mine)] })).toEqual([200, { events: 9, crashes: 1 }]);
        const gone = { accepted: 0, refused: [], duplicate: true };
        const next = aBatch({ device_id: mine.device_id });
        for (const document of [mine, crash, next]) expect(await send(document)).toEqual([202, gone]);

        expect(await everythingOf(mine)).toEqual({ events: [], crashes: [] });
        expect((await everythingOf(other)).events).toHaveLength(9);
        expect(await answer("privacy/delete", { ids: [idOf(mine)] })).toEqual([200, { events: 0, crashes: 0 }]);
      });

      test("may have deleted what never came", async () => {
        const batch = aBatch();
        await post("privacy/delete", { ids: [idOf(batch)] });
        expect(await answer("events", batch)).toMatchObject([202, { accepted: 0, duplicate: true }]);
      });
    });

    describe("refuses with a problem document", () => {
      test.for<[number, string, string, object | null, string]>([
        [422, "consent 0", "events", aBatch({ consent: 0 }), "/consent"],
        [422, "an app that the store does not have", "events", aBatch({ app_id: "com.example.none" }), "/version_code"],
        [422, "a version that the store does not have", "crash", aCrash({ version_code: 4 }), "/version_code"],
        [422, "a member that is not in the contract", "events", { ...aBatch(), name: "Ada" }, "/name"],
        [
          422,
          "more in an event than in the contract",
          "events",
          aBatch({ events: [{ ...anEvent("app_start"), user: 1 }] }),
          "/events/0/user",
        ],
        [
          422,
          "more in its data",
          "events",
          aBatch({ events: [{ ...anEvent("app_start"), data: { new: [], user: 1 } }] }),
          "/events/0/data/user",
        ],
        [
          422,
          "a type that is not there",
          "events",
          aBatch({ events: [{ ...anEvent("app_start"), type: "x" }] }),
          "/events/0/type",
        ],
        [
          422,
          "101 events",
          "events",
          aBatch({ events: Array.from({ length: 101 }, () => anEvent("app_start")) }),
          "/events",
        ],
        [422, "another crash type", "crash", aCrash({ crash_type: "x" }), "/crash_type"],
        [422, "more in a context", "crash", aCrash({ context: { user: "Ada" } }), "/context/user"],
        [
          422,
          "an id of another form",
          "privacy/export",
          { ids: [{ ...idOf(aBatch()), device_id: "x" }] },
          "/ids/0/device_id",
        ],
        [422, "no ids", "privacy/delete", { ids: [] }, "/ids"],
      ])("%i %s", async ([status, , path, document, pointer]) => {
        const response = await post(path, document);
        expect(response.status).toBe(status);
        expect(response.headers.get("content-type")).toBe("application/problem+json");
        const problem = (await response.json()) as { readonly errors: readonly { readonly pointer: string }[] };
        expect(problem).toMatchObject({ status, type: expect.stringMatching(/^https:/), title: expect.any(String) });
        expect(problem.errors.map((error) => error.pointer)).toContain(pointer);
      });

      test.for<[number, string, BodyInit | null, Readonly<Record<string, string>>]>([
        [400, "half a document", '{"v":1', {}],
        [400, "a body that is no gzip", "{}", { "content-encoding": "gzip" }],
        [413, "a batch of 65 KiB", JSON.stringify({ text: "x".repeat(65_536) }), {}],
        [413, "gzip of 60 MB", new Uint8Array(gzipSync(new Uint8Array(60_000_000))), { "content-encoding": "gzip" }],
        [415, "a form", "v=1", { "content-type": "application/x-www-form-urlencoded" }],
        [415, "another encoding", "{}", { "content-encoding": "br" }],
      ])("%i %s", async ([status, , body, headers]) => {
        const type = { "content-type": "application/json" };
        const response = await service.post("/telemetry/events", body, { ...type, ...headers }, "192.0.2.252");
        expect(response.status).toBe(status);
        expect(await response.json()).toMatchObject({ status });
      });

      test("404 another path", async () => {
        const response = await post("nothing", {});
        expect([response.status, await response.json()]).toMatchObject([404, { title: expect.any(String) }]);
      });
    });

    test("grants a device so many crashes an hour, and says when to try again", async () => {
      const { device_id } = aCrash();
      const { limit } = limits.rates.telemetryCrashes;
      for (let at = 0; at < limit; at += 1) {
        const response = await post("crash", aCrash({ device_id }));
        expect([response.status, response.headers.get("ratelimit")?.split(";")[1]]).toEqual([
          202,
          `r=${limit - at - 1}`,
        ]);
      }
      const refused = await post("crash", aCrash({ device_id }));
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(refused.headers.get("ratelimit-policy")).toBe(`"telemetryCrashes";q=${limit};w=3600`);
      expect((await post("crash", aCrash())).status).toBe(202);
    });

    test("grants an address so many requests to export an hour", async () => {
      const { limit } = limits.rates.telemetryPrivacy;
      const ask = (): Promise<Response> => post("privacy/export", { ids: [idOf(aBatch())] }, "198.51.100.1");
      for (let at = 0; at < limit; at += 1) expect((await ask()).status).toBe(200);
      expect((await ask()).status).toBe(429);
    });
  });
}
