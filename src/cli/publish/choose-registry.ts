import { echo } from "../../core/findings/finding.ts";
import {
  GITHUB_API,
  parseApiUrl,
  parseRepository,
  PUBLIC_REGISTRY,
  type Repository,
  repositoryName,
} from "../../core/publish/forge-address.ts";
import {
  PROJECT_SETTINGS,
  type ProjectSettings,
  ProjectSettingsError,
  readProjectSettings,
} from "../../node/project-settings.ts";
import { readChoice, type RememberedChoice } from "../../node/registry-choice.ts";
import type { Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

/** The registry a command talks to, and through which forge. */
export interface RegistryChoice {
  readonly repository: Repository;
  /** Whether somebody's token may be shown to a server that the registry names: not where a project chose the registry. */
  readonly isOwnChoice: boolean;
  /** What named the repository, for messages; null where nothing did, so that it is everybody's. */
  readonly namedBy: string | null;
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

const BY_PROJECT = `\`registry\` of ${PROJECT_SETTINGS}`;

/** Where a command runs. */
export interface RegistrySurroundings {
  readonly env: Environment;
  /** Perhaps the folder of a project. */
  readonly cwd: string;
}

/** The registry that the options name, else the environment, the project, the last `mosis login`, or else everybody's. */
export async function chooseRegistry(
  options: RegistryOptions,
  { env, cwd }: RegistrySurroundings,
): Promise<RegistryChoice> {
  const remembered = await readChoice(env);
  const project = await projectSettings(cwd);
  const { value: apiUrl } = first(
    [
      ["`--api-url`", options["api-url"]],
      ["MOSIS_API_URL", env["MOSIS_API_URL"]],
      ["`api_url` of config.json", remembered.apiUrl ?? undefined],
    ],
    parseApiUrl,
    "the https address of a forge's API",
    GITHUB_API,
  );
  const { value: repository, name: namedBy } = first(
    [
      ["`--registry`", options.registry],
      ["MOSIS_REGISTRY", env["MOSIS_REGISTRY"]],
      [BY_PROJECT, project.registry ?? undefined],
      ["`registry` of config.json", remembered.registry ?? undefined],
    ],
    parseRepository,
    "OWNER/REPO",
    PUBLIC_REGISTRY,
  );
  return {
    repository,
    isOwnChoice: namedBy !== BY_PROJECT,
    namedBy,
    apiUrl,
    key: `${apiUrl} ${repositoryName(repository)}`,
    remembered,
  };
}

function first<Value>(
  sources: readonly (readonly [name: string, text: string | undefined])[],
  parse: (text: string) => Value | null,
  expected: string,
  fallback: Value,
): { readonly value: Value; readonly name: string | null } {
  const found = sources.find(([, text]) => text !== undefined && text !== "");
  if (found === undefined) return { value: fallback, name: null };
  const [name, text = ""] = found;
  const value = parse(text);
  if (value !== null) return { value, name };
  throw new CliError("bad-option", `${name} is ${echo(text)}, not ${expected}.`, "Check it, or leave it out.");
}

async function projectSettings(cwd: string): Promise<ProjectSettings> {
  try {
    return await readProjectSettings(cwd);
  } catch (error) {
    if (!(error instanceof ProjectSettingsError)) throw error;
    const fix = 'Write `{ "registry": "OWNER/REPO" }`, or remove the file.';
    throw new CliError("project-settings", error.message, fix, { cause: error });
  }
}
