import type { Judgement } from "./judge.ts";
import { pullFacts } from "./pull-facts.ts";
import type { Forge, PullRequest } from "../../forge.ts";
import { type OpenSubmission, overtakenBy, type SubmittedVersion } from "../../../core/review/state/overtaken.ts";
import type { PullFacts } from "../../../core/review/state/pull-facts.ts";
import { submissionStatus, type SubmissionStatus } from "../../../core/review/state/submission-state.ts";

/**
 * Where a judged pull request stands, by what the forge says of it now.
 *
 * @throws ForgeError
 */
export async function standOf(
  pull: PullRequest,
  judgement: Judgement,
  { forge, now }: { readonly forge: Forge; readonly now: Date },
): Promise<{ readonly facts: PullFacts; readonly status: SubmissionStatus }> {
  const facts = await pullFacts(forge, pull, judgement.registry.config.policy, now);
  return { facts, status: statusAmong(pull.number, judgement, facts, now) };
}

/**
 * Where a pull request stands by these facts.
 *
 * @param open other submissions, of which a newer one may have taken its place; landing looks at landed ones only
 */
export function statusAmong(
  number: number,
  judgement: Judgement,
  facts: PullFacts,
  now: Date,
  open: readonly OpenSubmission[] = [],
): SubmissionStatus {
  const { report, registry } = judgement;
  const { policy } = registry.config;
  const version = submittedVersion(number, judgement);
  const overtaken = version === null ? null : overtakenBy(version, registry.apps.get(version.app), open);
  return submissionStatus(facts, { policy, report, overtakenBy: overtaken, now });
}

/** The version that a pull request brings; null for other submissions. */
export function submittedVersion(number: number, { subject }: Pick<Judgement, "subject">): SubmittedVersion | null {
  const version = subject?.version ?? null;
  if (version === null) return null;
  return { number, app: version.app_id, track: version.track, versionCode: version.version_code };
}
