import { isAbsolute, join, relative, resolve } from "node:path";

import type { RegistryChoice } from "./choose-registry.ts";
import { developerOf, unregistered } from "./developer-of.ts";
import { type PublishOptions, planVersion, versionLines } from "./plan-version.ts";
import type { BuiltPackage } from "./prepare-package.ts";
import { registryReader } from "./read-standing.ts";
import { registryConfig } from "./registry-config.ts";
import { filesPatch } from "../../core/publish/files-patch.ts";
import { webUrlOf } from "../../core/publish/forge-address.ts";
import { newFilePage } from "../../core/publish/new-file-page.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { forgeClient } from "../../node/forge-client.ts";
import { checkoutSource, forgeSource, type RegistrySource } from "../../node/registry/submit/registry-source.ts";
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

/** Where the files go when nobody names a folder. */
const DEFAULT_FOLDER = "dist/submission";
const PATCH = "submission.patch";

/**
 * Writes what would be submitted, for somebody who sends it by other means. What is merged is read from the folder when it is a
 * checkout, or else from the forge as anybody may.
 */
export async function writeSubmission(
  built: BuiltPackage,
  choice: RegistryChoice,
  { options, cwd, env, terminal, dryRun }: WriteContext,
): Promise<CommandResult> {
  const folder = resolve(cwd, options.out ?? DEFAULT_FOLDER);
  requireOutside(folder, cwd);
  const checkout = checkoutSource(folder);
  const isCheckout = (await checkout.read("registry.json")) !== null;
  const source = isCheckout ? checkout : await strangersView(choice);
  const config = await registryConfig(source);
  const reader = registryReader(source);
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
  // Into a checkout the files are put where the patch would put them.
  const patch = isCheckout ? null : join(folder, PATCH);
  if (!dryRun) {
    await writeAtomically(ready.path, ready.archive);
    await writeFiles(folder, patch, plan);
  }
  const page = newFilePage(webUrlOf(choice.apiUrl), choice.repository, plan.files);
  const uploads = plan.uploads.map(({ url, name }) => `put ${name.endsWith(".mosis") ? ready.path : name} at ${url}`);
  const human = [
    `${dryRun ? "Would write" : "Wrote"} ${patch ?? folder}`,
    ...versionLines(planned),
    ...uploads,
    ...(page === null ? [] : [`then open the pull request here: ${page}`]),
  ];
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan, pull: null, folder, patch, package: ready.path, new_file_page: page },
    human: [human[0], ...human.slice(1).map((line) => `  ${line}`)].join("\n"),
  };
}

/** What lies in a project is part of the app the next time it is built, but for hidden folders and `dist`. */
function requireOutside(folder: string, cwd: string): void {
  const [first = ""] = relative(cwd, folder).split(/[/\\]/);
  if (first === "dist" || first.startsWith(".") || isAbsolute(first)) return;
  const message = `\`--out\` names ${folder}, which would become a part of the app.`;
  throw new CliError("bad-option", message, "Choose a folder outside of the project, or below `dist`.");
}

async function strangersView({ apiUrl, repository }: RegistryChoice): Promise<RegistrySource> {
  return forgeSource(await forgeClient(apiUrl, null), repository);
}

async function writeFiles(folder: string, patch: string | null, { files }: SubmissionPlan): Promise<void> {
  const encoder = new TextEncoder();
  for (const { path, text } of files) await writeAtomically(join(folder, path), encoder.encode(text));
  if (patch === null) return;
  const changes = files.map(({ path, text }) => ({ path, before: null, after: text }));
  await writeAtomically(patch, encoder.encode(filesPatch(changes)));
}
