import { expect, test } from "vitest";

import { startProgress } from "./progress.ts";

test("says nothing about what is done within a second", () => {
  const { progress, pass, written } = start(true);
  pass(999);
  progress.step("half");
  progress.stop();
  expect(written()).toBe("");
});

test("draws one line on a terminal after a second, and clears it", () => {
  const { progress, pass, written } = start(true);
  pass(1000);
  progress.step("half");
  progress.step("half");
  progress.stop();
  expect(written()).toBe("\r\u001b[2KPacking\r\u001b[2Khalf\r\u001b[2K");
});

test("prints one line, once, where there is no terminal", () => {
  const { progress, pass, written } = start(false);
  pass(1200);
  progress.step("half");
  pass(2000);
  progress.stop();
  expect(written()).toBe("Packing...\n");
});

test("draws by its steps when the timer gets no turn", () => {
  const { progress, jump, written } = start(false);
  jump(1500);
  progress.step("half");
  expect(written()).toBe("Packing...\n");
});

function start(isTTY: boolean) {
  let now = 0;
  let text = "";
  const timers = new Set<() => void>();
  const output = { isTTY, write: (more: string) => void (text += more) };
  const clock = {
    now: () => now,
    every(_: number, action: () => void) {
      timers.add(action);
      return () => void timers.delete(action);
    },
  };
  const progress = startProgress("Packing", output, clock);
  const jump = (milliseconds: number): void => void (now += milliseconds);
  const pass = (milliseconds: number): void => {
    jump(milliseconds);
    for (const action of timers) action();
  };
  return { progress, jump, pass, written: () => text };
}
