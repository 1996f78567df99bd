import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export interface EndedScript {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const SCRIPTS = join(import.meta.dirname, "../../scripts");

/** Runs an entry point of `scripts/` as a process of its own. */
export async function runScriptFile(
  name: string,
  args: readonly string[],
  { cwd, passphrase }: { readonly cwd: string; readonly passphrase?: string },
): Promise<EndedScript> {
  const { MOSIS_PASSPHRASE: _, ...env } = process.env;
  const options = { cwd, env: { ...env, ...(passphrase !== undefined && { MOSIS_PASSPHRASE: passphrase }) } };
  try {
    const ended = await promisify(execFile)(process.execPath, [join(SCRIPTS, name), ...args], options);
    return { code: 0, ...ended };
  } catch (error) {
    return error as EndedScript;
  }
}
