import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const PROGRAM = join(import.meta.dirname, "../../functions/bench/ingest.ts");

/** How fast telemetry is taken, where there are functions: they measure themselves, for nothing here needs them. */
export function benchFunctions(): readonly string[] {
  if (!existsSync(PROGRAM)) return ["telemetry: there are no functions"];
  const { stdout, status } = spawnSync(process.execPath, [PROGRAM], { encoding: "utf8" });
  return status === 0 ? stdout.trimEnd().split("\n") : [`telemetry: its benchmark ended with ${status}`];
}
