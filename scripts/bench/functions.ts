import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../../functions/bench");
const PROGRAMS = ["ingest.ts", "dashboards.ts"];

/** How fast telemetry is taken and told, where there are functions: they measure themselves, for nothing here needs them. */
export function benchFunctions(): readonly string[] {
  if (!existsSync(FOLDER)) return ["telemetry: there are no functions"];
  return PROGRAMS.flatMap((program) => {
    const { stdout, status } = spawnSync(process.execPath, [join(FOLDER, program)], { encoding: "utf8" });
    return status === 0 ? stdout.trimEnd().split("\n") : [`telemetry: its benchmark ${program} ended with ${status}`];
  });
}
