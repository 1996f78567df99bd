import type { PortalChoice } from "./choose-portal.ts";
import { type PortalClient, portalClient } from "../../node/portal/portal-client.ts";
import { readPortalToken, TokenFileError } from "../../node/sign-in/token-store.ts";
import type { Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

/** Where a token of a portal was found. */
export type PortalTokenSource = "MOSIS_API_KEY" | "login";

/** Somebody who is signed in to a portal, or a program with a key. */
export interface PortalSession {
  readonly client: PortalClient;
  readonly source: PortalTokenSource;
}

/** Opens a portal with the API key of the environment, or else with what `mosis login --portal` kept for it. */
export async function openPortalSession({ url }: PortalChoice, env: Environment): Promise<PortalSession> {
  const key = env["MOSIS_API_KEY"];
  if (key !== undefined && key !== "") return { client: portalClient(url, key), source: "MOSIS_API_KEY" };
  const stored = await readPortalToken(env, url).catch((error: unknown) => {
    if (!(error instanceof TokenFileError)) throw error;
    const fix = `Remove the file and run \`mosis login --portal ${url}\`.`;
    throw new CliError("token-unreadable", error.message, fix, { cause: error });
  });
  if (stored !== null) return { client: portalClient(url, stored.token), source: "login" };
  const fix = `Run \`mosis login --portal ${url}\`, or set MOSIS_API_KEY to a key of yours.`;
  throw new CliError("signed-out", `Nobody is signed in to ${url}.`, fix);
}
