import { echo } from "../../core/findings/finding.ts";
import {
  GITHUB_API,
  parseApiUrl,
  parseRepository,
  PUBLIC_REGISTRY,
  type Repository,
  repositoryName,
} from "../../core/publish/forge-address.ts";
import { readChoice, type RememberedChoice } from "../../node/registry-choice.ts";
import type { Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

/** The registry a command talks to, and through which forge. */
export interface RegistryChoice {
  readonly repository: Repository;
  readonly apiUrl: string;
  /** What `$MOSIS_HOME/config.json` calls it. */
  readonly key: string;
  readonly remembered: RememberedChoice;
}

/** Values of the options that every command about a registry has. */
export interface RegistryOptions {
  readonly registry: string | undefined;
  readonly "api-url": string | undefined;
}

/** The registry that the options name, else the environment, else the last `mosis login`, else everybody's. */
export async function chooseRegistry(options: RegistryOptions, env: Environment): Promise<RegistryChoice> {
  const remembered = await readChoice(env);
  const apiUrl = first(
    [
      ["`--api-url`", options["api-url"]],
      ["MOSIS_API_URL", env["MOSIS_API_URL"]],
      ["`api_url` of config.json", remembered.apiUrl ?? undefined],
    ],
    parseApiUrl,
    "the https address of a forge's API",
    GITHUB_API,
  );
  const repository = first(
    [
      ["`--registry`", options.registry],
      ["MOSIS_REGISTRY", env["MOSIS_REGISTRY"]],
      ["`registry` of config.json", remembered.registry ?? undefined],
    ],
    parseRepository,
    "OWNER/REPO",
    PUBLIC_REGISTRY,
  );
  return { repository, apiUrl, key: `${apiUrl} ${repositoryName(repository)}`, remembered };
}

function first<Value>(
  sources: readonly (readonly [name: string, text: string | undefined])[],
  parse: (text: string) => Value | null,
  expected: string,
  fallback: Value,
): Value {
  const found = sources.find(([, text]) => text !== undefined && text !== "");
  if (found === undefined) return fallback;
  const [name, text = ""] = found;
  const value = parse(text);
  if (value !== null) return value;
  throw new CliError("bad-option", `${name} is ${echo(text)}, not ${expected}.`, "Check it, or leave it out.");
}
