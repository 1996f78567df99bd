import type { publish } from "./specs/publish.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { rememberDeveloper } from "../../node/registry-choice.ts";
import { ownPulls } from "../../node/registry/own-pulls.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import type { OpenedPull } from "../../node/registry/submit.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openSigner } from "../keys/open-signer.ts";
import { applyPlan } from "../publish/apply-plan.ts";
import { chooseRegistry } from "../publish/choose-registry.ts";
import { developerOf, requireMember, unregistered } from "../publish/developer-of.ts";
import { openForgeSession } from "../publish/forge-session.ts";
import { planRegistration } from "../publish/plan-registration.ts";
import { type PlannedVersion, planVersion } from "../publish/plan-version.ts";
import { type BuiltPackage, buildPackage } from "../publish/prepare-package.ts";
import { registryReader } from "../publish/read-standing.ts";
import { registryConfig } from "../publish/registry-config.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { formatBytes } from "../render/text.ts";

type Context = CommandContext<typeof publish>;

export async function run(context: Context): Promise<CommandResult> {
  const built = await buildPackage(context.args.package, context);
  return "stopped" in built ? built.stopped : submit(built, context);
}

async function submit(built: BuiltPackage, context: Context): Promise<CommandResult> {
  const { options, cwd, env, terminal, dryRun } = context;
  const choice = await chooseRegistry(options, env);
  const session = await openForgeSession(choice, env);
  const config = await registryConfig(session.client, choice);
  const reader = registryReader(session.client, choice);
  const { manifest } = built.opened;
  const app = await reader.app(manifest.id);
  const id = developerOf(options.developer, app, choice);
  const developer = await reader.developer(id);
  const open = await ownPulls(session.client, choice.repository, session.login, "open");
  const sources = { cwd, env, terminal, file: options["passphrase-file"] };
  if (developer === null) {
    if (!options.register) throw unregistered(id, choice);
    const signer = await openSigner(options.key, await listKeys(keysFolder(env)), sources);
    const name = options.name ?? manifest.author.name;
    const plan = planRegistration({ registry: config.name, developer: id, name, signer }, session, open);
    const pull = dryRun ? null : await applyPlan(plan, [], session, choice, terminal);
    if (!dryRun) await rememberDeveloper(env, choice.key, id);
    return submitted(plan, pull, [
      `registers "${id}" with key ${signer.key.keyid}`,
      "run it again once that is merged, to submit the app",
    ]);
  }
  requireMember(developer, session);
  const version = await reader.version(manifest.id, manifest.version_code);
  const scene = { choice, config, account: session, open, developer, app, version };
  const planned = await planVersion(built, options, scene, sources);
  if (planned === null) return published(built, dryRun);
  if ("stopped" in planned) return planned.stopped;
  if (dryRun) return submitted(planned.plan, null, versionLines(planned));
  await writeAtomically(planned.ready.path, planned.ready.archive);
  const pull = await applyPlan(planned.plan, planned.uploads, session, choice, terminal);
  await rememberDeveloper(env, choice.key, id);
  return submitted(planned.plan, pull, versionLines(planned));
}

function published({ opened: { manifest } }: BuiltPackage, dryRun: boolean): CommandResult {
  const { id, version, version_code: code } = manifest;
  return {
    exitCode: 0,
    json: { dry_run: dryRun, plan: null, pull: null },
    human: `${id} ${version} (${code}) is in the registry already`,
  };
}

function submitted(plan: SubmissionPlan, pull: OpenedPull | null, lines: readonly string[]): CommandResult {
  const title =
    pull === null
      ? `Would open a pull request: ${plan.title}`
      : `${pull.isNew ? "Opened" : "Kept"} pull request #${pull.number}: ${pull.url}`;
  const replaced = plan.supersedes.map((number) => `closes #${number}, in whose place it comes`);
  return {
    exitCode: 0,
    json: {
      dry_run: pull === null,
      plan,
      pull: pull === null ? null : { number: pull.number, url: pull.url, is_new: pull.isNew },
    },
    human: [title, ...[...lines, ...replaced].map((line) => `  ${line}`)].join("\n"),
  };
}

function versionLines({ plan, ready, keyid }: PlannedVersion): readonly string[] {
  const { manifest, archive } = ready;
  return [
    `${plan.subject} ${manifest.version} (${manifest.version_code}), ${formatBytes(archive.length)}`,
    `signed with key ${keyid}`,
    ...plan.uploads.map(({ url }) => `uploads ${url}`),
    ...plan.files.map(({ path }) => `adds ${path}`),
  ];
}
