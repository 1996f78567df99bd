import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { keepTime } from "./keep-time.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("schedules are looked at each minute until it is stopped, whatever goes wrong meanwhile", async () => {
  let looks = 0;
  const troubles: unknown[] = [];
  const catchUp = async (): Promise<void> => {
    looks += 1;
    if (looks === 1) throw new Error("no disk");
  };
  const stop = keepTime({ catchUp }, (error) => troubles.push(String(error)));
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect([looks, troubles]).toEqual([5, ["Error: no disk"]]);
  stop();
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(looks).toBe(5);
});
