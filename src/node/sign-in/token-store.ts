import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json/value.ts";
import { mosisHome } from "../mosis-home.ts";
import { writeAtomically } from "../write-atomically.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** A token that `mosis login` keeps, with whose it is. */
export interface StoredToken {
  readonly token: string;
  readonly login: string;
  readonly githubId: number;
}

/** The file of tokens is not as this program wrote it. */
export class TokenFileError extends Error {
  override readonly name = "TokenFileError";
}

/** `$MOSIS_HOME/tokens.json`: one token for each forge, by the address of its API. */
export function tokenFile(env: Environment): string {
  return join(mosisHome(env), "tokens.json");
}

/**
 * The token kept for a forge, which no other forge ever gets to see.
 *
 * @throws TokenFileError
 */
export async function readToken(env: Environment, apiUrl: string): Promise<StoredToken | null> {
  const entry = (await readTokens(env))[apiUrl];
  if (entry === undefined) return null;
  if (isJsonObject(entry)) {
    const { token, login, github_id: githubId } = entry;
    if (typeof token === "string" && typeof login === "string" && typeof githubId === "number") {
      return { token, login, githubId };
    }
  }
  throw new TokenFileError(`${tokenFile(env)} holds something else than a token for ${apiUrl}.`);
}

/** Keeps a token where only its owner can read it. */
export async function storeToken(
  env: Environment,
  apiUrl: string,
  { token, login, githubId }: StoredToken,
): Promise<void> {
  await writeTokens(env, { ...(await readTokens(env)), [apiUrl]: { token, login, github_id: githubId } });
}

/** Forgets the token of a forge; false when there was none. */
export async function forgetToken(env: Environment, apiUrl: string): Promise<boolean> {
  const { [apiUrl]: gone, ...rest } = await readTokens(env);
  if (gone === undefined) return false;
  if (Object.keys(rest).length === 0) await rm(tokenFile(env), { force: true });
  else await writeTokens(env, rest);
  return true;
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
