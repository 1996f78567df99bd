import { resolve } from "node:path";

import { readRecord } from "./read-record.ts";
import type { PassphraseSources } from "./passphrase.ts";
import { type DeveloperId, parseDeveloperId } from "../../core/ids/ids.ts";
import type { JsonObject } from "../../core/json/value.ts";
import type { SubmissionDraft } from "../../core/publish/plan-submission.ts";
import type { DeveloperBody, RegistryConfig } from "../../core/registry/documents.ts";
import type { DeveloperRecord } from "../../core/registry/model.ts";
import { keysFolder, listKeys, type StoredKey } from "../../node/key-store.ts";
import { rememberDeveloper } from "../../node/registry-choice.ts";
import type { RegistrySource } from "../../node/registry/submit/registry-source.ts";
import type { CommandResult, Environment } from "../command.ts";
import { developerOption } from "./developer-id.ts";
import { portalInPlace } from "../portal/choose-portal.ts";
import { portalCarrier } from "../portal/portal-carrier.ts";
import { forgeCarrier } from "../publish/carrier.ts";
import { chooseRegistry, type RegistryChoice, type RegistryOptions } from "../publish/choose-registry.ts";
import { deadlineIn, interruptible } from "../publish/deadline.ts";
import type { ForgeAccount } from "../publish/forge-session.ts";
import { planOrRefuse } from "../publish/plan-or-refuse.ts";
import { registryConfig } from "../publish/registry-config.ts";
import { submissionResult } from "../publish/submission-result.ts";
import { waitForMerge } from "../publish/wait-for-merge.ts";
import { DEFAULT_FOLDER, openWritePlace, writePlan, writtenInstead } from "../publish/write-plan.ts";

/** What the commands that change a developer's keys have in common. */
export interface KeysContext extends Omit<PassphraseSources, "file"> {
  readonly options: RegistryOptions & {
    /** Only of commands that may go through a portal. */
    readonly portal?: string | undefined;
    readonly developer: string | undefined;
    readonly key?: string | undefined;
    readonly out: string | undefined;
    readonly "passphrase-file": string | undefined;
    readonly wait: boolean;
    readonly timeout: string;
    readonly "fail-on-pending": boolean;
  };
  readonly env: Environment;
  readonly dryRun: boolean;
  onInterrupt(action: () => void): () => void;
}

/** What is known before documents are written. */
export interface KeysScene {
  readonly id: DeveloperId;
  /** Name of the registry, as its documents have it. */
  readonly registry: string;
  readonly policy: RegistryConfig["policy"];
  /** What to call the registry in messages. */
  readonly source: string;
  readonly record: DeveloperRecord | null;
  /** Null where nobody is signed in to the forge. */
  readonly account: ForgeAccount | null;
  /** Whether a portal opens the pull request, so that no account of the forge is needed. */
  readonly throughPortal: boolean;
  readonly stored: readonly StoredKey[];
  readonly sources: PassphraseSources;
}

/** Signed documents, or why none are needed. */
export type KeysChange =
  | { readonly isDone: true; readonly line: string }
  | {
      readonly isDone: false;
      readonly draft: SubmissionDraft;
      /** The document of the developer as it will be. */
      readonly developer: DeveloperBody;
      /** What changes, for programs. */
      readonly change: JsonObject;
      /** What changes, for people. */
      readonly lines: readonly string[];
    };

/** Opens the pull request with a change of a developer's keys, or writes its files. */
export async function submitKeys(
  context: KeysContext,
  compose: (scene: KeysScene) => Promise<KeysChange>,
): Promise<CommandResult> {
  const { options, env, cwd, terminal, dryRun } = context;
  const deadline = deadlineIn(options.timeout);
  const choice = await chooseRegistry(options, context);
  const id = developerIn(options, choice);
  const portal =
    "portal" in options && options.out === undefined
      ? await portalInPlace({ ...options, portal: options.portal }, env)
      : null;
  if (portal === null) {
    const folder = resolve(cwd, options.out ?? DEFAULT_FOLDER);
    const write = () => writeKeys(context, id, { choice, folder }, compose);
    const written = await writtenInstead({ out: options.out, needsToken: options.wait }, choice, context, write);
    if (written !== null) return written;
  }
  const carrier = await (portal === null ? forgeCarrier(choice, context) : portalCarrier(portal, choice, context));
  const { source, account } = carrier;
  const scene = await sceneOf(context, id, { choice, source, account, throughPortal: portal !== null });
  const composed = await compose(scene);
  if (composed.isDone) {
    if (scene.record !== null) await carrier.join(scene.record.developer, options.key, scene.sources);
    return submissionResult({ plan: null, pull: null, lines: [composed.line], dryRun }, null);
  }
  const { draft, developer, change, lines } = composed;
  carrier.requireMember(scene.record?.developer ?? developer);
  const { plan, pull } = await carrier.carry(draft);
  const submitted = { plan, pull, lines, change, dryRun };
  if (pull === null) return submissionResult(submitted, null);
  await rememberDeveloper(env, choice.key, id);
  if (!options.wait) return submissionResult(submitted, null);
  const wait = () => waitForMerge(pull.number, carrier.look(pull.number), { deadline, terminal });
  const waited = await interruptible(context, deadline, wait);
  return submissionResult(submitted, waited, options);
}

async function writeKeys(
  context: KeysContext,
  id: DeveloperId,
  { choice, folder }: { readonly choice: RegistryChoice; readonly folder: string },
  compose: (scene: KeysScene) => Promise<KeysChange>,
): Promise<CommandResult> {
  const { dryRun, terminal } = context;
  const place = await openWritePlace(folder, choice);
  const composed = await compose(
    await sceneOf(context, id, { choice, source: place.source, account: null, throughPortal: false }),
  );
  if (composed.isDone) return submissionResult({ plan: null, pull: null, lines: [composed.line], dryRun }, null);
  const { draft, change, lines } = composed;
  const plan = planOrRefuse(draft, []);
  const paths = plan.files.map(({ path }) => `writes ${path}`);
  const result = await writePlan({ plan, lines: [...paths, ...lines], more: { change }, dryRun }, place, choice);
  if (!dryRun) terminal.say("Open a pull request with exactly what was written.");
  return result;
}

async function sceneOf(
  { options, cwd, env, terminal }: KeysContext,
  id: DeveloperId,
  {
    choice,
    source,
    ...who
  }: { readonly choice: RegistryChoice; readonly source: RegistrySource } & Pick<
    KeysScene,
    "account" | "throughPortal"
  >,
): Promise<KeysScene> {
  const { name: registry, policy } = await registryConfig(source, choice);
  const record = await readRecord(source, id);
  const stored = await listKeys(keysFolder(env));
  const sources = { cwd, env, terminal, file: options["passphrase-file"] };
  return { id, registry, policy, source: source.name, record, ...who, stored, sources };
}

/** The developer somebody names, or the one they were last time in this registry. */
function developerIn({ developer }: KeysContext["options"], { key, remembered }: RegistryChoice): DeveloperId {
  const known = developer === undefined ? parseDeveloperId(remembered.developers[key]) : null;
  return known ?? developerOption({ developer });
}
