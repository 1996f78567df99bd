import type { ForgeSession } from "./forge-session.ts";
import { refusePlan } from "./refuse-plan.ts";
import type { DeveloperId } from "../../core/ids/ids.ts";
import { type OpenSubmission, planSubmission, type SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { composeFile, developerKey } from "../../core/registry/compose.ts";
import { registrationBody } from "../../core/registry/compose-keys.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import type { KeySigner } from "../../node/key-file.ts";
import { checkFiles } from "./check-files.ts";

/** Who wants to be registered. */
export interface Registration {
  /** Name of the registry. */
  readonly registry: string;
  readonly developer: DeveloperId;
  /** As the store shows it. */
  readonly name: string;
  readonly signer: KeySigner;
}

/** The plan for the pull request that registers a developer with one key, which may sign everything. */
export function planRegistration(
  { registry, developer, name, signer }: Registration,
  { githubId }: Pick<ForgeSession, "githubId">,
  open: readonly OpenSubmission[],
): SubmissionPlan {
  const { sha256 } = nodeCrypto;
  const key = developerKey(signer.object, ["package", "version", "event", "account"], sha256);
  const body = registrationBody({ registry, developer, name, githubId, keys: [key] });
  const files = [composeFile({ kind: "developer", developer }, body, [signer], sha256)];
  checkFiles(files);
  const summary = [`Registers \`${developer}\` with the key \`${key.keyid}\`.`];
  const draft = { kind: "register", subject: developer, title: `Register ${developer}`, summary, files } as const;
  return refusePlan(planSubmission(draft, open, sha256), draft);
}
