import type { Clock, Output } from "./io.ts";

/** Silence until then, in milliseconds: what is quick needs no progress. */
const QUIET_MS = 1000;
const REDRAW_MS = 200;
const CLEAR_LINE = "\r\u001b[2K";

/** Shows on stderr that something is under way. */
export interface Progress {
  /** What happens now, such as `Packing assets/main.rml`. */
  step(text: string): void;
  stop(): void;
}

/**
 * Starts a progress that draws nothing in its first second. Then a terminal gets one line that changes; anything else one line,
 * once.
 */
export function startProgress(label: string, output: Output, clock: Clock): Progress {
  const start = clock.now();
  let current = label;
  let drawn: string | null = null;
  const draw = (): void => {
    if (clock.now() - start < QUIET_MS) return;
    if (output.isTTY && drawn !== current) output.write(`${CLEAR_LINE}${current}`);
    else if (drawn === null) output.write(`${label}...\n`);
    drawn = current;
  };
  // Work that waits is drawn by the timer, work that keeps the thread by its steps.
  const cancel = clock.every(REDRAW_MS, draw);
  return {
    step(text) {
      current = text;
      draw();
    },
    stop() {
      cancel();
      if (drawn !== null && output.isTTY) output.write(CLEAR_LINE);
    },
  };
}
