import {
  type OpenSubmission,
  planSubmission,
  type SubmissionDraft,
  type SubmissionPlan,
} from "../../core/publish/plan-submission.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { CliError } from "../errors/cli-error.ts";

/**
 * The plan of a submission beside those that are open already, or in words why there is none.
 *
 * @param open every open pull request of the same account
 */
export function planOrRefuse(draft: SubmissionDraft, open: readonly OpenSubmission[]): SubmissionPlan {
  const planned = planSubmission(draft, open, nodeCrypto.sha256);
  if (planned.ok) return planned.plan;
  const { subject, track } = draft;
  const { problem, pull } = planned;
  if (problem === "newer") {
    const message = `#${pull} submits a higher version of ${subject} for ${track ?? "the track"} already.`;
    throw new CliError("submission-newer", message, "Raise `version_code`, or close that pull request.");
  }
  const message = `#${pull} changes ${subject}, and is not merged yet; this change would have to come after it.`;
  throw new CliError("submission-pending", message, "See `mosis status`, and run it again after the merge.");
}
