import type { publish } from "./specs/publish.ts";
import type { RegistryConfig } from "../../core/registry/documents.ts";
import { keysFolder, listKeys } from "../../node/key-store.ts";
import { rememberDeveloper } from "../../node/registry-choice.ts";
import type { OpenedPull } from "../../node/registry/submit/submit.ts";
import type { CommandContext, CommandResult } from "../command.ts";
import { openSigner } from "../keys/open-signer.ts";
import { portalInPlace } from "../portal/choose-portal.ts";
import { portalCarrier } from "../portal/portal-carrier.ts";
import { type Carrier, forgeCarrier } from "../publish/carrier.ts";
import { chooseRegistry, type RegistryChoice } from "../publish/choose-registry.ts";
import { deadlineIn, interruptible } from "../publish/deadline.ts";
import { developerOf, unregistered } from "../publish/developer-of.ts";
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
  const portal = options.out === undefined ? await portalInPlace(options, env) : null;
  if (portal === null) {
    const needsToken = options.register || options.wait;
    const write = () => writeSubmission(built, choice, context);
    const written = await writtenInstead({ out: options.out, needsToken }, choice, context, write);
    if (written !== null) return written;
  }
  const carrier = await (portal === null ? forgeCarrier(choice, context) : portalCarrier(portal, choice, context));
  const config = await registryConfig(carrier.source, choice);
  const scene: Scene = { built, choice, carrier, config };
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
        : await interruptible(context, deadline, () => waitForMerge(number, carrier.look(number), waiting));
    if (waited !== null && waited.outcome !== "landed") return submissionResult(submission, waited, options);
    if (step.plan?.kind === "register") {
      registered = step.pull;
      continue;
    }
    // A version that waits for its release is not in the store, and is not meant to be.
    if (options.manual) return submissionResult({ ...submission, landed: WAITS_FOR_RELEASE }, waited);
    const wanted = { config, manifest: built.opened.manifest };
    const store = await interruptible(context, deadline, () => waitForStore(carrier.source, wanted, waiting));
    return submissionResult(submission, store, options);
  }
}

const WAITS_FOR_RELEASE = "It has landed, and waits for `mosis release`.";

interface Scene {
  readonly built: BuiltPackage;
  readonly choice: RegistryChoice;
  readonly carrier: Carrier;
  readonly config: RegistryConfig;
}

/** Submits whatever is next: the registration, the version, or nothing when the registry has it. */
async function takeStep(
  { built, choice, carrier, config }: Scene,
  context: Context,
): Promise<SubmissionStep | Stopped> {
  const { options, env, dryRun } = context;
  const reader = registryReader(carrier.source);
  const { manifest } = built.opened;
  const app = await reader.app(manifest.id);
  const id = developerOf(options.developer, app, choice);
  const developer = await reader.developer(id);
  const sources = { ...context, file: options["passphrase-file"] };
  if (developer === null) {
    if (!options.register) throw unregistered(id, choice);
    const signer = await openSigner(options.key, await listKeys(keysFolder(env)), sources);
    const name = options.name ?? manifest.author.name;
    const githubId = carrier.account?.githubId ?? null;
    const { draft } = registrationDraft({ registry: config.name, developer: id, name, githubId, signer });
    const carried = await carrier.carry(draft);
    if (!dryRun) await rememberDeveloper(env, choice.key, id);
    const lines = [`registers "${id}" with key ${signer.key.keyid}`];
    if (!options.wait) lines.push("run it again once that has landed, to submit the app");
    return { ...carried, lines, dryRun };
  }
  carrier.requireMember(developer);
  await carrier.join(developer, options.key, sources);
  const version = await reader.version(manifest.id, manifest.version_code);
  const carried = await carrier.carryVersion(built, options, { config, developer, app, version }, sources);
  if (carried === null) {
    const { id: name, version: number, version_code: code } = manifest;
    return { plan: null, pull: null, lines: [`${name} ${number} (${code}) is in the registry already`], dryRun };
  }
  if ("stopped" in carried) return carried;
  if (!dryRun) await rememberDeveloper(env, choice.key, id);
  return { ...carried, dryRun };
}
