import type { PlannedSubmission, SubmissionDraft, SubmissionPlan } from "../../core/publish/plan-submission.ts";
import { CliError } from "../errors/cli-error.ts";

/** The plan, or in words why there is none. */
export function refusePlan(planned: PlannedSubmission, { subject, track }: SubmissionDraft): SubmissionPlan {
  if (planned.ok) return planned.plan;
  const { problem, pull } = planned;
  if (problem === "newer") {
    const message = `#${pull} submits a higher version of ${subject} for ${track ?? "the track"} already.`;
    throw new CliError("submission-newer", message, "Raise `version_code`, or close that pull request.");
  }
  const message = `#${pull} changes ${subject}, and is not merged yet; this change would have to come after it.`;
  throw new CliError("submission-pending", message, "See `mosis status`, and run it again after the merge.");
}
