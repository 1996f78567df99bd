import type { publish } from "./specs/publish.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { rememberDeveloper } from "../../node/registry-choice.ts";
import { ownPulls } from "../../node/registry/submit/own-pulls.ts";
import { forgeSource, type RegistrySource } from "../../node/registry/submit/registry-source.ts";
import type { OpenedPull } from "../../node/registry/submit/submit.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openSigner } from "../keys/open-signer.ts";
import { applyPlan } from "../publish/apply-plan.ts";
import { chooseRegistry, type RegistryChoice } from "../publish/choose-registry.ts";
import { deadlineIn, interruptible } from "../publish/deadline.ts";
import { developerOf, requireMember, unregistered } from "../publish/developer-of.ts";
import { type ForgeSession, openForgeSession } from "../publish/forge-session.ts";
import { planOrRefuse } from "../publish/plan-or-refuse.ts";
import { planVersion, versionLines } from "../publish/plan-version.ts";
import { type BuiltPackage, buildPackage, type Stopped } from "../publish/prepare-package.ts";
import { registryReader } from "../publish/read-standing.ts";
import { registrationDraft } from "../publish/registration-draft.ts";
import { registryConfig } from "../publish/registry-config.ts";
import { submissionResult, type SubmissionStep } from "../publish/submission-result.ts";
import { waitForMerge } from "../publish/wait-for-merge.ts";
import { waitForStore } from "../publish/wait-for-store.ts";
import { writtenInstead } from "../publish/write-plan.ts";
import { writeSubmission } from "../publish/write-submission.ts";

type Context = CommandContext<typeof publish>;

export async function run(context: Context): Promise<CommandResult> {
  const built = await buildPackage(context.args.package, context);
  return "stopped" in built ? built.stopped : submit(built, context);
}

/** One step after the other, each from what the registry has by then. */
async function submit(built: BuiltPackage, context: Context): Promise<CommandResult> {
  const { options, env, terminal } = context;
  const deadline = deadlineIn(options.timeout);
  const choice = await chooseRegistry(options, context);
  const needsToken = options.register || options.wait;
  const write = () => writeSubmission(built, choice, context);
  const written = await writtenInstead({ out: options.out, needsToken }, choice, context, write);
  if (written !== null) return written;
  const session = await openForgeSession(choice, env);
  const { repository } = choice;
  const source = forgeSource(session.client, repository);
  const config = await registryConfig(source, choice);
  const scene: Scene = { built, choice, session, config, source };
  const waits = options.wait && !context.dryRun;
  const waiting = { deadline, terminal };
  let registered: OpenedPull | null = null;
  for (;;) {
    const step = await takeStep(scene, context);
    if ("stopped" in step) return step.stopped;
    const submission = { registered, ...step };
    if (!waits) return submissionResult(submission, null);
    const number = step.pull?.number ?? null;
    const waited =
      number === null
        ? null
        : await interruptible(context, deadline, () => waitForMerge(session.client, repository, number, waiting));
    if (waited !== null && waited.outcome !== "landed") return submissionResult(submission, waited, options);
    if (step.plan?.kind === "register") {
      registered = step.pull;
      continue;
    }
    // A version that waits for its release is not in the store, and is not meant to be.
    if (options.manual) return submissionResult({ ...submission, landed: WAITS_FOR_RELEASE }, waited);
    const { manifest } = built.opened;
    const wanted = { registry: repository, config, manifest };
    const store = await interruptible(context, deadline, () => waitForStore(session.client, wanted, waiting));
    return submissionResult(submission, store, options);
  }
}

const WAITS_FOR_RELEASE = "It has landed, and waits for `mosis release`.";

interface Scene {
  readonly built: BuiltPackage;
  readonly choice: RegistryChoice;
  readonly session: ForgeSession;
  readonly config: RegistryConfig;
  readonly source: RegistrySource;
}

/** Submits whatever is next: the registration, the version, or nothing when the registry has it. */
async function takeStep(scene: Scene, context: Context): Promise<SubmissionStep | Stopped> {
  const { built, choice, session } = scene;
  const { options, env, terminal, dryRun } = context;
  const reader = registryReader(scene.source);
  const { manifest } = built.opened;
  const app = await reader.app(manifest.id);
  const id = developerOf(options.developer, app, choice);
  const developer = await reader.developer(id);
  const open = await ownPulls(session.client, choice.repository, session.login, "open");
  const sources = { ...context, file: options["passphrase-file"] };
  if (developer === null) {
    if (!options.register) throw unregistered(id, choice);
    const signer = await openSigner(options.key, await listKeys(keysFolder(env)), sources);
    const name = options.name ?? manifest.author.name;
    const { githubId } = session;
    const { draft } = registrationDraft({ registry: scene.config.name, developer: id, name, githubId, signer });
    const plan = planOrRefuse(draft, open);
    const pull = dryRun ? null : await applyPlan(plan, [], session, choice, terminal);
    if (!dryRun) await rememberDeveloper(env, choice.key, id);
    const lines = [`registers "${id}" with key ${signer.key.keyid}`];
    if (!options.wait) lines.push("run it again once that has landed, to submit the app");
    return { plan, pull, lines, dryRun };
  }
  requireMember(developer, session);
  const version = await reader.version(manifest.id, manifest.version_code);
  const planned = await planVersion(
    built,
    options,
    { ...scene, account: session, open, developer, app, version },
    sources,
  );
  if (planned === null) {
    const { id: name, version: number, version_code: code } = manifest;
    return { plan: null, pull: null, lines: [`${name} ${number} (${code}) is in the registry already`], dryRun };
  }
  if ("stopped" in planned) return planned;
  const { plan, ready, uploads } = planned;
  const lines = versionLines(planned);
  if (dryRun) return { plan, pull: null, lines, dryRun };
  await writeAtomically(ready.path, ready.archive);
  const pull = await applyPlan(plan, uploads, session, choice, terminal);
  await rememberDeveloper(env, choice.key, id);
  return { plan, pull, lines, dryRun };
}
