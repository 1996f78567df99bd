import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Variables that put the clock of every process of a job before this machine's. */
export function shiftedEnv(shiftMs: number): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: `--import=${pathToFileURL(join(import.meta.dirname, "shift-clock.ts")).href}`,
    TEST_CLOCK_SHIFT_MS: String(shiftMs),
  };
}
