import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json/value.ts";
import { mosisHome } from "../mosis-home.ts";
import { writeAtomically } from "../write-atomically.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A token of a forge that `mosis login` keeps, with whose it is. */
export interface StoredToken {
  readonly token: string;
  readonly login: string;
  readonly githubId: number;
}

/** A token of a portal that `mosis login --portal` keeps, with whose it is. */
export interface PortalToken {
  readonly token: string;
  /** As the portal shows it, such as an e-mail address. */
  readonly account: string;
}

/** The file of tokens is not as this program wrote it. */
export class TokenFileError extends Error {
  override readonly name = "TokenFileError";
}

/** `$MOSIS_HOME/tokens.json`: one token for each forge and portal, by its address. */
export function tokenFile(env: Environment): string {
  return join(mosisHome(env), "tokens.json");
}

/**
 * The token kept for a forge, which no other forge ever gets to see.
 *
 * @throws TokenFileError
 */
export async function readToken(env: Environment, apiUrl: string): Promise<StoredToken | null> {
  return readEntry(env, apiUrl, ({ token, login, github_id: githubId }) =>
    typeof token === "string" && typeof login === "string" && typeof githubId === "number"
      ? { token, login, githubId }
      : null,
  );
}

/**
 * The token kept for a portal, which nobody else ever gets to see.
 *
 * @throws TokenFileError
 */
export async function readPortalToken(env: Environment, portalUrl: string): Promise<PortalToken | null> {
  return readEntry(env, portalUrl, ({ token, account }) =>
    typeof token === "string" && typeof account === "string" ? { token, account } : null,
  );
}

/** Keeps a token where only its owner can read it. */
export async function storeToken(
  env: Environment,
  apiUrl: string,
  { token, login, githubId }: StoredToken,
): Promise<void> {
  await writeTokens(env, { ...(await readTokens(env)), [apiUrl]: { token, login, github_id: githubId } });
}

/** As {@link storeToken}, for a portal. */
export async function storePortalToken(
  env: Environment,
  portalUrl: string,
  { token, account }: PortalToken,
): Promise<void> {
  await writeTokens(env, { ...(await readTokens(env)), [portalUrl]: { token, account } });
}

/** Forgets the token of a forge or a portal; false when there was none. */
export async function forgetToken(env: Environment, url: string): Promise<boolean> {
  const { [url]: gone, ...rest } = await readTokens(env);
  if (gone === undefined) return false;
  if (Object.keys(rest).length === 0) await rm(tokenFile(env), { force: true });
  else await writeTokens(env, rest);
  return true;
}

async function readEntry<Token>(
  env: Environment,
  url: string,
  parse: (entry: JsonObject) => Token | null,
): Promise<Token | null> {
  const entry = (await readTokens(env))[url];
  if (entry === undefined) return null;
  const token = isJsonObject(entry) ? parse(entry) : null;
  if (token !== null) return token;
  throw new TokenFileError(`${tokenFile(env)} holds something else than a token for ${url}.`);
}

async function readTokens(env: Environment): Promise<JsonObject> {
  const path = tokenFile(env);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
  try {
    const value = JSON.parse(text) as JsonValue;
    if (isJsonObject(value)) return value;
  } catch (cause) {
    throw new TokenFileError(`${path} is no JSON.`, { cause });
  }
  throw new TokenFileError(`${path} is no JSON object.`);
}

function writeTokens(env: Environment, tokens: JsonObject): Promise<void> {
  return writeAtomically(tokenFile(env), new TextEncoder().encode(`${JSON.stringify(tokens, null, 2)}\n`), 0o600);
}
