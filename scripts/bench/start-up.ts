import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { compare, verdict } from "./measure.ts";

const MAIN = join(import.meta.dirname, "../../dist/cli/main.js");
/** DESIGN section 11. */
const FLOOR = 3;

/** How long `mosis --help` takes beside an empty Node. */
export async function benchStartUp(): Promise<readonly string[]> {
  const run = (...args: readonly string[]): void => {
    const { status } = spawnSync(process.execPath, args, { stdio: "ignore" });
    if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
  };
  const { a, b, ratio } = await compare(
    () => run(MAIN, "--help"),
    () => run("-e", "0"),
  );
  return [
    `mosis --help: ${a.median.toFixed(0)} ms, node -e 0 ${b.median.toFixed(0)} ms, ratio ${ratio.toFixed(1)} (floor ${FLOOR}: ${verdict(ratio <= FLOOR)})`,
  ];
}
