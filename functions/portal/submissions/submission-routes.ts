import type { AppPorts } from "../apps/find-app.ts";
import { implement, type Implemented } from "../http/call.ts";
import { requireForge } from "../http/require.ts";
import { getSubmission } from "../openapi/submissions.ts";
import { problem } from "../problems.ts";
import { pullStanding } from "../../../src/core/publish/pull-standing.ts";

/** What was submitted through the portal. */
export function submissionRoutes(ports: AppPorts): readonly Implemented[] {
  const { drafts, accounts } = ports;
  return [
    implement(getSubmission, async ({ params, identity }) => {
      const number = /^[1-9]\d{0,8}$/.test(params["number"] ?? "") ? Number(params["number"]) : null;
      const known = number === null ? null : await drafts.submission(number);
      // Whoever registers is a member only once that has landed.
      const isOwn =
        known !== null &&
        (known.created_by === identity.userId || (await accounts.roleOf(identity.userId, known.developer)) !== null);
      const pull = isOwn ? await requireForge(ports).submission(known.number) : null;
      if (!isOwn || pull === null) throw problem("not-found", "There is no such submission of yours.");
      if (pull.state !== "open") await drafts.endSubmission(known.number);
      const { state, appealed, next, advice } = pullStanding(pull);
      const { kind, subject, version_code: code } = known;
      return {
        status: 200,
        body: {
          number: pull.number,
          url: pull.url,
          title: pull.title,
          kind,
          subject,
          ...(code !== null && { version_code: code }),
          state,
          appealed,
          next,
          advice,
          report: pull.report,
          checks: pull.checks,
        },
      };
    }),
  ];
}
