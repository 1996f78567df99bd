import { spawn } from "node:child_process";
import { join } from "node:path";

const RUNS = 3;

/** Writes the process's peak in KiB to a pipe. `maxRSS` will not do on Linux: it begins with what the parent holds at the fork. */
const REPORT_PEAK = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync, writeSync } from "node:fs";
  const peak = () => {
    if (process.platform !== "linux") return process.resourceUsage().maxRSS;
    return /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1];
  };
  process.on("exit", () => writeSync(3, String(peak())));
`)}`;

/** The smallest peak of resident memory over some runs: what the work needs, not what the collector left lying. */
export async function peakMib(
  args: readonly string[] | ((run: number) => readonly string[]),
  cwd: string,
): Promise<number> {
  const peaks: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    peaks.push(await onePeak(typeof args === "function" ? args(run) : args, cwd));
  }
  return Math.min(...peaks);
}

function onePeak(args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, MOSIS_HOME: join(cwd, "home") };
    const child = spawn(process.execPath, ["--import", REPORT_PEAK, ...args], {
      cwd,
      env,
      stdio: ["ignore", "ignore", "pipe", "pipe"],
    });
    let kib = "";
    let trouble = "";
    child.stdio[3]?.on("data", (part: Buffer) => (kib += part.toString()));
    child.stderr?.on("data", (part: Buffer) => (trouble += part.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(Number(kib) / 1024);
      else reject(new Error(`node ${args.join(" ")} ended with ${code}: ${trouble}`));
    });
  });
}
