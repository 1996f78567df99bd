import { brotliCompressSync, constants } from "node:zlib";

/** Time of some work, in milliseconds. */
export interface Timing {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const RUNS = 7;

/** Times two pieces of work in turn, A B A B, after one warm-up of each, so that both meet the same machine. */
export async function compare(
  a: () => unknown,
  b: () => unknown,
): Promise<{ readonly a: Timing; readonly b: Timing; readonly ratio: number }> {
  const times: readonly [number[], number[]] = [[], []];
  for (let run = -1; run < RUNS; run += 1) {
    for (const [index, work] of [a, b].entries()) {
      const started = performance.now();
      await work();
      const elapsed = performance.now() - started;
      if (run >= 0) times[index]?.push(elapsed);
    }
  }
  const [first, second] = times.map(timing);
  if (first === undefined || second === undefined) throw new RangeError("two works make two timings");
  return { a: first, b: second, ratio: first.median / second.median };
}

/** Work is repeated so often, after one time to warm up, or until it took long enough. */
const LEAST_OF = 7;
const ENOUGH_SECONDS = 4;

/** Seconds of the processor that some work takes at least: what else runs on the machine adds to the other times. */
export function leastWork(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  const started = performance.now();
  for (let run = -1; run < LEAST_OF; run += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    if (run >= 0) least = Math.min(least, (user + system) / 1e6);
    if (run > 0 && performance.now() - started > 1000 * ENOUGH_SECONDS) break;
  }
  return least;
}

/** Brotli quality at which networks that deliver files compress as they go. */
const SENT_QUALITY = 5;

/** Bytes of a file as a network sends it; what is compressed already stays as it is. */
export function sentBytes(file: Uint8Array): number {
  const sent = brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_QUALITY]: SENT_QUALITY } });
  return Math.min(sent.length, file.length);
}

/** Whether a floor of DESIGN section 11 or of an issue holds, as a bench prints it. */
export function verdict(holds: boolean): string {
  return holds ? "holds" : "DOES NOT HOLD";
}

function timing(times: readonly number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { median: at(Math.floor(sorted.length / 2)), min: at(0), max: at(sorted.length - 1) };
}
