import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import type { JsonObject } from "../../core/json/value.ts";

const MAIN = join(import.meta.dirname, "../../../dist/cli/main.js");

export interface MosisCall {
  readonly home: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The compiled command line, as people run it; gives its JSON. Throws when it fails. */
export async function mosis(args: readonly string[], call: MosisCall): Promise<JsonObject> {
  const { json, error } = await run(args, call);
  if (json === null || error !== null) {
    const { stdout = "", stderr = "" } = error ?? {};
    throw new Error(`mosis ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  }
  return json;
}

/** The same for what is to fail: gives the JSON in which it says why. */
export async function refusedMosis(args: readonly string[], call: MosisCall): Promise<JsonObject> {
  const { json, error } = await run(args, call);
  if (json === null || error === null) throw new Error(`mosis ${args.join(" ")} was to fail, with a reason.`);
  return json;
}

interface Ended {
  readonly json: JsonObject | null;
  readonly error: { readonly stdout?: string; readonly stderr?: string } | null;
}

async function run(args: readonly string[], { home, cwd, env: more = {} }: MosisCall): Promise<Ended> {
  const env = { ...process.env, MOSIS_HOME: home, CI: "1", ...more };
  const options = { env, maxBuffer: 1 << 26, ...(cwd !== undefined && { cwd }) };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...args, "--json"], options);
    return { json: JSON.parse(stdout) as JsonObject, error: null };
  } catch (cause) {
    const error = cause as { readonly stdout?: string };
    return { json: error.stdout?.startsWith("{") ? (JSON.parse(error.stdout) as JsonObject) : null, error };
  }
}
