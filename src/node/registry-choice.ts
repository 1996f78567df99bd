import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { mosisHome } from "./mosis-home.ts";
import { writeAtomically } from "./write-atomically.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../core/json/value.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What `$MOSIS_HOME/config.json` remembers, as text that nobody has checked. */
export interface RememberedChoice {
  /** `owner/name` of the registry's repository. */
  readonly registry: string | null;
  /** Address of the forge's API. */
  readonly apiUrl: string | null;
  /** Address of the portal that somebody signed in to after any forge. */
  readonly portal: string | null;
  /** Ids of the developers somebody is, by registry: `<api-url> <owner>/<name>`. */
  readonly developers: Readonly<Record<string, string>>;
}

/** Reads what was remembered; a file that is missing or no JSON object remembers nothing. */
export async function readChoice(env: Environment): Promise<RememberedChoice> {
  const { registry, api_url: apiUrl, portal, developers } = await readConfig(env);
  const known = isJsonObject(developers) ? Object.entries(developers) : [];
  return {
    registry: typeof registry === "string" ? registry : null,
    apiUrl: typeof apiUrl === "string" ? apiUrl : null,
    portal: typeof portal === "string" ? portal : null,
    developers: Object.fromEntries(known.filter((entry): entry is [string, string] => typeof entry[1] === "string")),
  };
}

/** Remembers a registry for the commands to come, which go to its forge and to no portal. */
export async function rememberRegistry(env: Environment, registry: string, apiUrl: string): Promise<void> {
  const { portal: _, ...config } = await readConfig(env);
  await writeConfig(env, { ...config, registry, api_url: apiUrl });
}

/** Remembers a portal for the commands to come; null forgets it. */
export async function rememberPortal(env: Environment, url: string | null): Promise<void> {
  const { portal: _, ...config } = await readConfig(env);
  await writeConfig(env, url === null ? config : { ...config, portal: url });
}

/** Remembers which developer somebody is in a registry. */
export async function rememberDeveloper(env: Environment, registry: string, developer: string): Promise<void> {
  const config = await readConfig(env);
  const known = isJsonObject(config["developers"]) ? config["developers"] : {};
  if (known[registry] === developer) return;
  await writeConfig(env, { ...config, developers: { ...known, [registry]: developer } });
}

function configFile(env: Environment): string {
  return join(mosisHome(env), "config.json");
}

async function readConfig(env: Environment): Promise<JsonObject> {
  try {
    const value = JSON.parse(await readFile(configFile(env), "utf8")) as JsonValue;
    return isJsonObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw error;
  }
}

function writeConfig(env: Environment, config: JsonObject): Promise<void> {
  return writeAtomically(configFile(env), new TextEncoder().encode(`${JSON.stringify(config, null, 2)}\n`));
}
