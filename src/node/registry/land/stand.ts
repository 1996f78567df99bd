import type { Judgement } from "./judge.ts";
import { pullFacts } from "./pull-facts.ts";
import type { Forge, PullRequest } from "../../forge.ts";
import { type OpenSubmission, overtakenBy, type SubmittedVersion } from "../../../core/review/state/overtaken.ts";
import type { PullFacts } from "../../../core/review/state/pull-facts.ts";
import { submissionStatus, type SubmissionStatus } from "../../../core/review/state/submission-state.ts";

/** Where a pull request that was judged stands, and by what facts. */
export interface Standing {
  readonly pull: PullRequest;
  readonly facts: PullFacts;
  readonly status: SubmissionStatus;
}

/**
 * Where a judged pull request stands, by what the forge says of it now.
 *
 * @param open versions of other pull requests that may have taken its place
 * @throws ForgeError
 */
export async function standOf(
  pull: PullRequest,
  judgement: Judgement,
  { forge, now }: { readonly forge: Forge; readonly now: Date },
  open: readonly OpenSubmission[] = [],
): Promise<Standing> {
  const facts = await pullFacts(forge, pull, judgement.registry.config.policy, now);
  return { pull, facts, status: statusBy(facts, pull.number, judgement, now, open) };
}

/** Where it stands once it has landed, without asking the forge again. */
export function landedStanding({ pull, facts }: Standing, judgement: Judgement, now: Date): Standing {
  const landed = { open: false, merged: true };
  const after = { ...facts, ...landed };
  return { pull: { ...pull, ...landed }, facts: after, status: statusBy(after, pull.number, judgement, now, []) };
}

function statusBy(
  facts: PullFacts,
  number: number,
  judgement: Judgement,
  now: Date,
  open: readonly OpenSubmission[],
): SubmissionStatus {
  const { report, registry } = judgement;
  const version = submittedVersion(number, judgement);
  const overtaken = version === null ? null : overtakenBy(version, registry.apps.get(version.app), open);
  return submissionStatus(facts, { policy: registry.config.policy, report, overtakenBy: overtaken, now });
}

/** The version that a pull request brings; null for other submissions. */
export function submittedVersion(number: number, { subject }: Pick<Judgement, "subject">): SubmittedVersion | null {
  const version = subject?.version ?? null;
  if (version === null) return null;
  return { number, app: version.app_id, track: version.track, versionCode: version.version_code };
}
