import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

import { Hono } from "hono";

import { type Environment, type Part, partThatIsOff } from "../../shared/part.ts";

const ROUND = join(import.meta.dirname, "../../rollup.ts");
const MINUTES = 5;
/** Milliseconds until the first time. */
const FIRST_MS = 30_000;

/** Counts every few minutes, in a process of its own: a day of millions of events takes a while, and requests must not wait for it. */
export function openRollUps(environment: Environment, report: (error: unknown) => void): Part {
  if ((environment["MOSIS_DATA"] ?? "") === "") return partThatIsOff("roll-ups", [], ["MOSIS_DATA"]);
  let running: ChildProcess | null = null;
  const round = (): void => {
    if (running !== null) return;
    let said = "";
    const child = spawn(process.execPath, [ROUND], { env: environment, stdio: ["ignore", "ignore", "pipe"] });
    running = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("error", report);
    child.once("close", (code, signal) => {
      running = null;
      if (code !== 0 && signal === null) report(new Error(`Counting telemetry failed: ${said}`));
    });
  };
  const timers = [setTimeout(round, FIRST_MS), setInterval(round, MINUTES * 60_000)];
  return {
    app: new Hono(),
    note: `Telemetry is counted every ${MINUTES} minutes.`,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      const child = running;
      if (child === null) return;
      // It leaves a day as it was before, or as it is after.
      const ended = new Promise((done) => child.once("close", done));
      child.kill();
      await ended;
    },
  };
}
