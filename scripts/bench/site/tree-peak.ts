import { readdirSync, readFileSync } from "node:fs";

const POLL_MS = 50;

/** The most resident memory that the processes started from here had together while some work went on, in MiB; 0 but on Linux. */
export async function treePeakMib(work: Promise<unknown>): Promise<number> {
  let peak = 0;
  const poll = setInterval(() => {
    peak = Math.max(
      peak,
      descendants(process.pid).reduce((sum, pid) => sum + residentMib(pid), 0),
    );
  }, POLL_MS);
  try {
    await work;
  } finally {
    clearInterval(poll);
  }
  return peak;
}

function descendants(pid: number): readonly number[] {
  const children = unlessGone(() =>
    readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      (unlessGone(() => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8")) ?? "").split(" ").filter(Boolean),
    ),
  );
  return (children ?? []).flatMap((child) => [Number(child), ...descendants(Number(child))]);
}

function residentMib(pid: number): number {
  const status = unlessGone(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "";
  return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** Processes end while one looks at them. */
function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
