import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { readToken } from "./token-store.ts";
import { webUrlOf } from "../../core/publish/forge-address.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a token was found: a variable, what `mosis login` kept, or the GitHub command line. */
export type TokenSource = "GH_TOKEN" | "GITHUB_TOKEN" | "login" | "gh";

export interface FoundToken {
  readonly token: string;
  readonly source: TokenSource;
}

/** A job of GitHub Actions has a token of its own, which opens no pull request that anything reacts to. */
export class JobTokenError extends Error {
  override readonly name = "JobTokenError";
  readonly source: TokenSource;
  constructor(source: TokenSource) {
    super(`${source} holds the job's own token of GitHub Actions, which cannot publish.`);
    this.source = source;
  }
}

/** Milliseconds that `gh` gets to answer. */
const GH_MS = 5000;

/**
 * The token to show to a forge, from the first place that has one; null when none has.
 *
 * @throws JobTokenError, TokenFileError
 */
export async function findToken(env: Environment, apiUrl: string): Promise<FoundToken | null> {
  for (const source of ["GH_TOKEN", "GITHUB_TOKEN"] as const) {
    const token = env[source];
    if (token === undefined || token === "") continue;
    if (isJobToken(env, source, token)) throw new JobTokenError(source);
    return { token, source };
  }
  const stored = await readToken(env, apiUrl);
  if (stored !== null) return { token: stored.token, source: "login" };
  const token = await ghToken(env, apiUrl);
  return token === null ? null : { token, source: "gh" };
}

/** Tokens of people; those of installations, such as a job's own, begin with `ghs_`. */
const PERSONAL = /^(?:gh[opu]_|github_pat_)/;

function isJobToken(env: Environment, source: TokenSource, token: string): boolean {
  if (env["GITHUB_ACTIONS"] !== "true") return false;
  return token.startsWith("ghs_") || (source === "GITHUB_TOKEN" && !PERSONAL.test(token));
}

/** Null where there is no `gh`, or it is signed in nowhere. */
async function ghToken(env: Environment, apiUrl: string): Promise<string | null> {
  const { hostname } = new URL(webUrlOf(apiUrl));
  try {
    const args = ["auth", "token", "--hostname", hostname];
    const { stdout } = await promisify(execFile)("gh", args, { env: { ...env }, timeout: GH_MS });
    return stdout.trim() === "" ? null : stdout.trim();
  } catch {
    return null;
  }
}
