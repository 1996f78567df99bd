import { expect, onTestFinished, test, vi } from "vitest";

import { limits } from "./shared/limits.ts";
import type { Bindings } from "./telemetry/workers/bindings.ts";
import { telemetryOf } from "./telemetry/workers/telemetry-of.ts";
import type { RowsMessage } from "./telemetry/workers/write-objects.ts";
import worker from "./worker.ts";

function bindings(changes: Partial<Record<keyof Bindings, unknown>> = {}) {
  const keys: string[] = [];
  const limit = ({ key }: { readonly key: string }) => {
    keys.push(key);
    return Promise.resolve({ success: keys.length <= 1 });
  };
  const env = { MOSIS_STORE: "https://store.example/", ADDRESSES: { limit }, TELEMETRY: {}, ...changes } as unknown;
  return { env: env as Bindings, keys };
}

const aMessage: RowsMessage = {
  kind: "events",
  batch: {
    day: "2026-11-26",
    batch_id: "01KB1C0V3XJ8Q4Y2ZP6M7N9RST",
    app_id: "org.example.tally",
    version_code: 1,
    device_id: "d",
    mosis_version: "1.0.0",
    events: [{ at: 0, type: "app_start", data: { new: [] }, time: "2026-11-26T10:00:00.000Z", session: "5" }],
  },
};

const aRequest = (from: string) =>
  new Request("https://telemetry.example/telemetry/events", { method: "POST", headers: { "cf-connecting-ip": from } });

test("who sends more than the platform grants an address is told to wait, before anything is read", async () => {
  const { env, keys } = bindings();
  expect((await worker.fetch(aRequest("2001:db8:1:2:3::4"), env)).status).toBe(415);
  const refused = await worker.fetch(aRequest("2001:db8:1:2:ffff::1"), env);
  expect(keys).toEqual(["2001:db8:1:2::/64", "2001:db8:1:2::/64"]);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
  expect(await refused.json()).toMatchObject({
    type: "https://mosis.dev/problems/too-many-requests",
    detail: expect.stringContaining(String(limits.rates.telemetryEventsFrom.limit)),
  });
});

test.each<[string, Partial<Record<keyof Bindings, unknown>>, string]>([
  ["no store", { MOSIS_STORE: undefined }, "vars.MOSIS_STORE is undefined"],
  ["a store that is a folder", { MOSIS_STORE: "/srv/store" }, "Set it to the address of the store"],
  ["a queue without a bucket", { ROWS: {} }, "bind both, or neither"],
])("%s is said with what is wrong and how to mend it", (_, changes, message) => {
  expect(() => telemetryOf(bindings(changes).env)).toThrow(message);
});

test("what cannot be written from the queue is tried again, ever later, for as long as a queue keeps it", async () => {
  const { env } = bindings({
    TELEMETRY: { prepare: () => ({ bind: () => ({}) }), batch: () => Promise.reject(new Error("overloaded")) },
    RAW: {},
  });
  const said = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => said.mockRestore());
  const delays: (number | undefined)[] = [];
  for (let attempts = 1; attempts <= 100; attempts += 1) {
    const message = { id: "", timestamp: new Date(), body: aMessage, attempts, retry() {}, ack() {} };
    await worker.queue({ messages: [message], retryAll: (options) => delays.push(options?.delaySeconds) }, env);
  }
  expect(delays.slice(0, 3)).toEqual([10, 20, 40]);
  const days = delays.reduce<number>((sum, delay = 0) => sum + delay, 0) / 86_400;
  expect(days).toBeGreaterThan(14);
  expect(said).toHaveBeenCalledTimes(100);
});
