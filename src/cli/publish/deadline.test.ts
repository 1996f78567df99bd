import { expect, test } from "vitest";

import { deadlineIn, type DeadlinePorts } from "./deadline.ts";

/** Time that passes only while somebody waits. */
function aClock(random: () => number): DeadlinePorts & { readonly pauses: number[] } {
  let time = Date.parse("2026-11-01T12:00:00Z");
  const pauses: number[] = [];
  const sleep = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    time += milliseconds;
    return Promise.resolve();
  };
  return { now: () => new Date(time), sleep, random, pauses };
}

async function pausesOf(minutes: string, random: () => number): Promise<readonly number[]> {
  const clock = aClock(random);
  const deadline = deadlineIn(minutes, clock);
  while (!deadline.passed()) await deadline.pause();
  return clock.pauses;
}

test("pauses grow to a quarter of a minute, and end with the deadline", async () => {
  const pauses = await pausesOf("2", () => 0.5);
  expect(pauses.slice(0, 3)).toEqual([500, 750, 1125]);
  expect(Math.max(...pauses)).toBe(15_000);
  expect(pauses.reduce((sum, each) => sum + each)).toBe(120_000);
  expect(pauses.length).toBeLessThan(20);
});

test("no two that began together look together", async () => {
  expect((await pausesOf("1", () => 0))[0]).toBe(400);
  expect((await pausesOf("1", () => 1))[0]).toBe(600);
});

test("who stops waits no longer", async () => {
  const deadline = deadlineIn("60");
  expect(deadline.passed()).toBe(false);
  const pause = deadline.pause();
  deadline.stop();
  await pause;
  expect(deadline.passed()).toBe(true);
});
