import { setTimeout as sleep } from "node:timers/promises";

import { echo } from "../../core/findings/finding.ts";
import { CliError } from "../errors/cli-error.ts";

/** Milliseconds between two looks at first; each pause is longer than the one before. */
const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const GROWTH = 1.5;

/** Time that `--wait` has. */
export interface Deadline {
  readonly passed: () => boolean;
  /** Waits until it is time for the next look. */
  readonly pause: () => Promise<void>;
}

/** @param minutes value of `--timeout` */
export function deadlineIn(minutes: string): Deadline {
  const given = /^\d{1,5}(?:\.\d{1,3})?$/.test(minutes) ? Number(minutes) : Number.NaN;
  if (!(given > 0)) {
    throw new CliError(
      "bad-option",
      `\`--timeout\` is ${echo(minutes)}, not a number of minutes.`,
      "Give one such as 30.",
    );
  }
  const end = Date.now() + given * 60_000;
  let next = FIRST_MS;
  return {
    passed: () => Date.now() >= end,
    async pause() {
      await sleep(Math.max(0, Math.min(next, end - Date.now())));
      next = Math.min(LONGEST_MS, next * GROWTH);
    },
  };
}
