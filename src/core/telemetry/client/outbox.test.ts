import { describe, expect, test } from "vitest";

import { appRun, type EventDraft } from "./app-run.ts";
import { closeAll, emptyOutbox, type Outbox, recordEvents } from "./outbox.ts";
import { recordCrash } from "./record-crash.ts";
import { atConsent, type Queued, queuedName, toDocument } from "./queued.ts";
import { nodeCrypto } from "../../../node/crypto.ts";
import type { JsonValue } from "../../json/value.ts";
import { parseBatch, parseCrash } from "../parse-telemetry.ts";
import { telemetryLimits } from "../telemetry-limits.ts";

const MORNING = Date.parse("2026-11-26T08:00:00.000Z");
const INFO = { os: "linux", ram_class: "m", locale: "en", screen: "m" } as const;
const notes = { app_id: "com.example.notes", version_code: 3, app_version: "1.0.3", mosis_version: "1.0.0" };
const clock = { ...notes, app_id: "com.example.clock" };
const agreed: Outbox = { ...emptyOutbox, consent: 2, secret: "00".repeat(32) };

let drawn = 0;
const randomBytes = (length: number): Uint8Array => Uint8Array.from({ length }, () => (drawn += 7) % 256);
const record = (outbox: Outbox, drafts: readonly EventDraft[], ran = notes): ReturnType<typeof recordEvents> =>
  recordEvents(outbox, ran, drafts, randomBytes);
/** A run that can be moved through time. */
const running = (at = MORNING): { readonly run: ReturnType<typeof appRun>; wait(ms: number): void } => {
  let now = at;
  return { run: appRun({ now: () => now, randomBytes }), wait: (ms) => void (now += ms) };
};
const screenViews = (count: number): readonly EventDraft[] =>
  Array.from({ length: count }, () => ({
    type: "screen_view",
    at: MORNING,
    session: "00112233445566ff",
    data: { screen: "main" },
  }));
const started = (at: number): readonly EventDraft[] => running(at).run.started(INFO, 400);
const newOf = (outbox: Outbox): readonly unknown[] =>
  outbox.open.flatMap(({ events }) => events.flatMap((event) => (event.type === "app_start" ? [event.data.new] : [])));
const sent = (queued: Queued): JsonValue =>
  JSON.parse(JSON.stringify(toDocument(queued, "0f".repeat(32), MORNING, nodeCrypto.sha256))) as JsonValue;

describe("a run of an app", () => {
  test("adds up on the device what it counts, and tells it once a minute", () => {
    const { run } = running();
    for (const ms of [16, 16.2, 40]) run.frame(ms);
    run.memory(30);
    run.memory(41.6);
    run.luaError();
    expect(run.minute().map(({ type, data }) => [type, data])).toEqual([
      ["frame_time", { buckets: { "27": 2, "36": 1 } }],
      ["memory_usage", { peak_mb: 42 }],
      ["lua_errors", { count: 1 }],
    ]);
    expect(run.minute()).toEqual([]);
  });

  test("that goes over midnight has another session on the other day", () => {
    const { run, wait } = running(Date.parse("2026-11-26T23:59:00.000Z"));
    const evening = run.screen("main")[0]?.session;
    wait(120_000);
    const night = run.stopped("user")[0]?.session;
    expect(evening).toMatch(/^[0-9a-f]{16}$/);
    expect(night).not.toBe(evening);
  });

  test("tells names that are constants, and none that somebody may have typed", () => {
    const { run } = running();
    expect(run.button("Ada Lovelace")).toEqual([]);
    expect(run.button("equals")).toMatchObject([{ data: { screen: "unknown", element: "equals" } }]);
    expect(run.screen("Dear diary, today")).toEqual([]);
    expect(run.screen("history")).toMatchObject([{ data: { screen: "history" } }]);
    expect(run.button("equals")).toMatchObject([{ data: { screen: "history", element: "equals" } }]);
  });
});

describe("the outbox", () => {
  test("remembers nothing while nobody agreed, and no usage below consent 2", () => {
    const run = running().run;
    const drafts = [...run.started(INFO, 400), ...run.screen("main")];
    expect(record(emptyOutbox, drafts)).toEqual({ outbox: emptyOutbox, closed: [] });
    const basic = record({ ...agreed, consent: 1 }, drafts).outbox.open;
    expect(basic.map(({ consent, events }) => [consent, events.map(({ type }) => type)])).toEqual([
      [1, ["app_start", "device_info"]],
    ]);
  });

  test("marks the first start in each period, and describes the phone once a day", () => {
    let { outbox } = record(agreed, started(MORNING));
    for (const days of [0, 1, 4, 5]) ({ outbox } = record(outbox, started(MORNING + days * 86_400_000)));
    // Thursday, again, Friday, Monday of the next week, Tuesday of the next month.
    expect(newOf(outbox)).toEqual([["d", "w", "m", "first"], [], ["d"], ["d", "w"], ["d", "m"]]);
    const described = outbox.open.map(({ events }) => events.filter(({ type }) => type === "device_info").length);
    expect(described).toEqual([1, 1, 1, 1]);
  });

  test("mixes neither apps, versions, days nor consents in one batch", () => {
    const day = started(MORNING);
    let { outbox } = record(agreed, day);
    outbox = record(outbox, day, clock).outbox;
    outbox = record(outbox, day, { ...notes, version_code: 4 }).outbox;
    outbox = record(outbox, started(MORNING + 86_400_000)).outbox;
    const last = record({ ...outbox, consent: 1 }, started(MORNING + 1));
    expect(
      [...last.closed, ...last.outbox.open].map(({ app_id: app, version_code: code, day: on, consent }) => [
        app,
        code,
        on,
        consent,
      ]),
    ).toEqual([
      [notes.app_id, 3, "2026-11-26", 2],
      [clock.app_id, 3, "2026-11-26", 2],
      [notes.app_id, 4, "2026-11-26", 2],
      [notes.app_id, 3, "2026-11-27", 2],
      [notes.app_id, 3, "2026-11-26", 1],
    ]);
  });

  test("closes a batch before it is larger than the service takes, in events and in bytes", () => {
    const many = record(agreed, screenViews(250));
    expect([...many.closed, ...many.outbox.open].map(({ events }) => events.length)).toEqual([100, 100, 50]);
    const buckets = Object.fromEntries(Array.from({ length: 111 }, (_, bucket) => [String(bucket), 100_000]));
    const wide = screenViews(100).map((draft): EventDraft => ({ ...draft, type: "frame_time", data: { buckets } }));
    const { closed, outbox } = record(agreed, wide);
    for (const batch of [...closed, ...outbox.open]) {
      expect(JSON.stringify(sent(batch)).length).toBeLessThanOrEqual(telemetryLimits.batchBytes);
      expect(parseBatch(sent(batch)).ok).toBe(true);
    }
    expect(closed.length).toBeGreaterThan(0);
  });

  test("numbers what waits, so that files sort as they are to be sent", () => {
    const first = record(agreed, started(MORNING));
    const crash = running().run.crashed({ type: "native", message: "", stack_trace: "" });
    const second = recordCrash(first.outbox, notes, crash.report);
    const third = record(second.outbox, started(MORNING + 86_400_000));
    const waiting = [...closeAll(third.outbox).closed, ...second.closed];
    expect(waiting.toSorted((a, b) => (queuedName(a) < queuedName(b) ? -1 : 1)).map(({ seq }) => seq)).toEqual([
      1, 2, 3,
    ]);
    expect(closeAll(third.outbox).outbox.open).toEqual([]);
  });
});

describe("a crash", () => {
  const crashed = (message = "main.lua:3: boom"): ReturnType<ReturnType<typeof appRun>["crashed"]> => {
    const { run, wait } = running();
    run.screen("history");
    run.memory(55);
    wait(61_000);
    return run.crashed({ type: "lua_error", message, stack_trace: "main.lua:3: in main chunk" });
  };

  test("is an event, the end of the run, and a report that the service takes", () => {
    const { events, report } = crashed("x".repeat(5_000));
    expect(events.map(({ type }) => type)).toEqual(["app_crash", "memory_usage", "app_stop"]);
    const [queued] = recordCrash(agreed, notes, report).closed;
    const parsed = queued === undefined ? null : parseCrash(sent(queued));
    expect(parsed).toMatchObject({
      ok: true,
      value: { crash_id: report.crash_id, context: { screen: "history", memory_mb: 55, uptime_seconds: 61 } },
    });
    expect(queued?.message.length).toBeLessThanOrEqual(telemetryLimits.messageCharacters);
  });

  test("is reported ten times a day and app", () => {
    let outbox = agreed;
    const kept = Array.from({ length: 12 }, () => {
      const recorded = recordCrash(outbox, notes, crashed().report);
      outbox = recorded.outbox;
      return recorded.closed.length;
    });
    expect(kept.reduce((sum, each) => sum + each, 0)).toBe(10);
    expect(recordCrash(outbox, clock, crashed().report).closed).toHaveLength(1);
    expect(recordCrash({ ...agreed, consent: 0 }, notes, crashed().report).closed).toEqual([]);
  });
});

describe("what waits", () => {
  const run = running().run;
  const drafts = [...run.started(INFO, 400), ...run.screen("main")];
  const [batch] = record(agreed, drafts).outbox.open;
  const [crash] = recordCrash(
    agreed,
    notes,
    run.crashed({ type: "native", message: "", stack_trace: "" }).report,
  ).closed;

  test("loses what its owner no longer agrees to", () => {
    if (batch === undefined || crash === undefined) throw new Error("nothing waits");
    expect(atConsent(batch, 2)).toBe(batch);
    expect(atConsent(batch, 0)).toBeNull();
    expect(atConsent(batch, 1)).toMatchObject({ consent: 1, events: [{ type: "app_start" }, { type: "device_info" }] });
    expect(atConsent({ ...batch, events: batch.events.slice(2) }, 1)).toBeNull();
    expect(atConsent(crash, 1)).toMatchObject({ consent: 1, context: { uptime_seconds: 0 } });
    expect(Object.keys((atConsent(crash, 1) as typeof crash).context)).not.toContain("screen");
  });

  test("is sent with an id of its app and day, by the clock its times are of", () => {
    if (batch === undefined) throw new Error("nothing waits");
    const document = toDocument({ ...batch, offset_ms: -60_000 }, "0f".repeat(32), MORNING, nodeCrypto.sha256);
    expect(document).toMatchObject({ v: 1, day: "2026-11-26", sent_at: "2026-11-26T07:59:00.000Z" });
    expect(document.device_id).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.keys(document)).not.toEqual(expect.arrayContaining(["seq"]));
  });
});
