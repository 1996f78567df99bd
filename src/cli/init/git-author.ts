import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { Environment } from "../command.ts";

const execute = promisify(execFile);

/** The author Git would put on a commit made in this folder; null for what it does not know, or without Git. */
export async function gitAuthor(
  cwd: string,
  env: Environment,
): Promise<{ readonly name: string | null; readonly email: string | null }> {
  const [name, email] = await Promise.all([readSetting("user.name", cwd, env), readSetting("user.email", cwd, env)]);
  return { name, email };
}

async function readSetting(key: string, cwd: string, env: Environment): Promise<string | null> {
  try {
    const { stdout } = await execute("git", ["config", "--get", key], { cwd, env: { ...env } });
    return stdout.trim() || null;
  } catch {
    // Not set, or no Git: the default serves.
    return null;
  }
}
