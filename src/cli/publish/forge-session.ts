import type { RegistryChoice } from "./choose-registry.ts";
import { requireToken } from "./require-token.ts";
import { asForgeError } from "../../node/forge-error.ts";
import { type ForgeClient, forgeClient } from "../../node/forge-client.ts";
import type { TokenSource } from "../../node/sign-in/find-token.ts";
import type { Environment } from "../command.ts";

/** An account of the forge. */
export interface ForgeAccount {
  readonly login: string;
  /** The numeric id, which outlives a change of the login. */
  readonly githubId: number;
}

/** Somebody who is signed in to a forge. */
export interface ForgeSession extends ForgeAccount {
  readonly client: ForgeClient;
  readonly source: TokenSource;
  readonly token: string;
}

/** Whose token it is. */
export async function accountOf({ request }: ForgeClient): Promise<ForgeAccount> {
  const { data } = await asForgeError(() => request("GET /user"));
  return { login: data.login, githubId: Number(data.id) };
}

/** Opens the forge of a registry with the token that is found. */
export async function openForgeSession({ apiUrl }: RegistryChoice, env: Environment): Promise<ForgeSession> {
  const { token, source } = await requireToken(env, apiUrl);
  const client = await forgeClient(apiUrl, token);
  return { client, source, token, ...(await accountOf(client)) };
}
