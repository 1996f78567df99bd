import type { Octokit } from "@octokit/core";

import { mosisVersion } from "./mosis-version.ts";

/** GitHub's REST API as somebody sees it. The whole octokit fits, too. */
export type ForgeClient = Pick<Octokit, "request">;

/**
 * A client of a forge's API. It neither waits nor retries: whoever calls can run again at any point.
 *
 * @param token null for a stranger
 */
export async function forgeClient(apiUrl: string, token: string | null): Promise<ForgeClient> {
  // Half a second, which only those who talk to a forge should pay.
  const { Octokit: Client } = await import("@octokit/core");
  return new Client({
    baseUrl: apiUrl,
    userAgent: `mosis/${mosisVersion()}`,
    ...(token !== null && { auth: token }),
    log: SILENT,
  });
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
