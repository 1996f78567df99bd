import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import type { JsonObject } from "../../core/json/value.ts";

const MAIN = join(import.meta.dirname, "../../../dist/cli/main.js");

/** The compiled command line, as people run it. */
export async function mosis(
  args: readonly string[],
  { home, cwd, env: more = {} }: { home: string; cwd?: string; env?: Readonly<Record<string, string>> },
): Promise<JsonObject> {
  const env = { ...process.env, MOSIS_HOME: home, CI: "1", ...more };
  const options = { env, maxBuffer: 1 << 26, ...(cwd !== undefined && { cwd }) };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args, "--json"], options);
    return JSON.parse(stdout) as JsonObject;
  } catch (cause) {
    const { stdout = "", stderr = "" } = cause as { stdout?: string; stderr?: string };
    throw new Error(`mosis ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause });
  }
}
