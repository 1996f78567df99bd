import { isAbsolute, relative, resolve } from "node:path";

import type { RegistryChoice } from "./choose-registry.ts";
import { developerOf, unregistered } from "./developer-of.ts";
import { type PublishOptions, planVersion, versionLines } from "./plan-version.ts";
import type { BuiltPackage } from "./prepare-package.ts";
import { registryReader } from "./read-standing.ts";
import { registryConfig } from "./registry-config.ts";
import { DEFAULT_FOLDER, openWritePlace, writePlan } from "./write-plan.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import type { CommandResult, Environment } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";
import type { PassphraseSources } from "../keys/passphrase.ts";

/** What writing a submission takes from its command. */
export interface WriteContext extends Omit<PassphraseSources, "file"> {
  readonly options: PublishOptions & {
    readonly developer: string | undefined;
    readonly out: string | undefined;
    readonly "passphrase-file": string | undefined;
  };
  readonly env: Environment;
  readonly dryRun: boolean;
}

/** Writes the version that would be submitted, for somebody who sends it by other means. */
export async function writeSubmission(
  built: BuiltPackage,
  choice: RegistryChoice,
  { options, cwd, env, terminal, dryRun }: WriteContext,
): Promise<CommandResult> {
  const folder = resolve(cwd, options.out ?? DEFAULT_FOLDER);
  requireOutside(folder, cwd);
  const place = await openWritePlace(folder, choice);
  const config = await registryConfig(place.source, choice);
  const reader = registryReader(place.source);
  const { manifest } = built.opened;
  const app = await reader.app(manifest.id);
  const id = developerOf(options.developer, app, choice);
  const developer = await reader.developer(id);
  if (developer === null) throw unregistered(id, choice);
  const version = await reader.version(manifest.id, manifest.version_code);
  const scene = { choice, config, account: null, open: [], developer, app, version };
  const sources = { cwd, env, terminal, file: options["passphrase-file"] };
  const planned = await planVersion(built, options, scene, sources);
  if (planned === null) {
    const human = `${manifest.id} ${manifest.version} (${manifest.version_code}) is in the registry already`;
    return { exitCode: 0, json: { dry_run: dryRun, plan: null, pull: null }, human };
  }
  if ("stopped" in planned) return planned.stopped;
  const { plan, ready } = planned;
  if (!dryRun) await writeAtomically(ready.path, ready.archive);
  const uploads = plan.uploads.map(({ url, name }) => `put ${name.endsWith(".mosis") ? ready.path : name} at ${url}`);
  const lines = [...versionLines(planned), ...uploads];
  return writePlan({ plan, lines, more: { package: ready.path }, dryRun }, place, choice);
}

/** What lies in a project is part of the app the next time it is built, but for hidden folders and `dist`. */
function requireOutside(folder: string, cwd: string): void {
  const [first = ""] = relative(cwd, folder).split(/[/\\]/);
  if (first === "dist" || first.startsWith(".") || isAbsolute(first)) return;
  const message = `\`--out\` names ${folder}, which would become a part of the app.`;
  throw new CliError("bad-option", message, "Choose a folder outside of the project, or below `dist`.");
}
