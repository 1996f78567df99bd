import { echo } from "../../core/findings/finding.ts";
import { sleep } from "../../node/sleep.ts";
import { CliError } from "../errors/cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Milliseconds between two looks at first; each pause is longer than the one before. */
const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const GROWTH = 1.5;
/** By which part of itself a pause is longer or shorter, so that those who began together do not stay together. */
const JITTER = 0.2;

/** Time that `--wait` has. */
export interface Deadline {
  readonly now: () => Date;
  /** Whether time is over, or nobody waits any more. */
  readonly passed: () => boolean;
  /** Waits until it is time for the next look. */
  readonly pause: () => Promise<void>;
  /** Ends the wait. */
  readonly stop: () => void;
}

/** Time and chance, as a deadline needs them. */
export interface DeadlinePorts {
  readonly now: () => Date;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

const WORLD: DeadlinePorts = { now: () => new Date(), sleep, random: Math.random };

/** @param minutes value of `--timeout` */
export function deadlineIn(minutes: string, ports: DeadlinePorts = WORLD): Deadline {
  const given = /^\d{1,5}(?:\.\d{1,3})?$/.test(minutes) ? Number(minutes) : Number.NaN;
  if (!(given > 0)) {
    throw new CliError(
      "bad-option",
      `\`--timeout\` is ${echo(minutes)}, not a number of minutes.`,
      "Give one such as 30.",
    );
  }
  const { now, random } = ports;
  const end = now().getTime() + given * 60_000;
  const stopped = new AbortController();
  let next = FIRST_MS;
  return {
    now,
    passed: () => stopped.signal.aborted || now().getTime() >= end,
    async pause() {
      const wanted = Math.round(next * (1 - JITTER + 2 * JITTER * random()));
      await ports.sleep(Math.max(0, Math.min(wanted, end - now().getTime())), stopped.signal);
      next = Math.min(LONGEST_MS, next * GROWTH);
    },
    stop: () => stopped.abort(),
  };
}

/** Waits until Ctrl-C, which then ends the wait and not the command: it still says what it did. */
export async function interruptible<T>(
  { onInterrupt, terminal }: { onInterrupt(action: () => void): () => void; readonly terminal: Terminal },
  deadline: Deadline,
  wait: () => Promise<T>,
): Promise<T> {
  const release = onInterrupt(() => {
    deadline.stop();
    terminal.say("No longer waiting; what was submitted stays. `mosis status` says where it stands.");
  });
  return wait().finally(release);
}
