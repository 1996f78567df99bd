import type { SubmissionTable } from "../drafts/tables.ts";
import type { Forge } from "../forge/forge-port.ts";
import type { Reply } from "../http/call.ts";
import type { PortalPorts } from "../ports.ts";
import { problem } from "../problems.ts";
import type { VersionCode } from "../../../src/core/ids/ids.ts";
import {
  type OpenSubmission,
  planSubmission,
  type SubmissionDraft,
} from "../../../src/core/publish/plan-submission.ts";
import { submissionDigest } from "../../../src/core/publish/submission-marker.ts";
import type { RegistryConfig, Track } from "../../../src/core/registry/documents.ts";
import type { SubmissionKind } from "../../../src/core/registry/submission.ts";
import { QUOTA_MS } from "../../../src/core/review/quota.ts";

/** For whom something is submitted. */
export interface Submitter {
  readonly userId: string;
  readonly developer: string;
}

interface SubmissionReply extends Reply {
  readonly body: {
    readonly number: number;
    readonly url: string;
    readonly kind: string;
    readonly superseded?: readonly number[];
  };
}

/**
 * Opens the pull request of a submission as `mosis publish` does (docs/spec/submissions.md), or finds the one that is open for the same
 * files. Those in whose place it comes are closed.
 *
 * @throws ProblemError `submission-open`, `too-many-requests`
 */
export async function openSubmission(
  draft: SubmissionDraft,
  by: Submitter,
  policy: Pick<RegistryConfig["policy"], "submissions_per_day">,
  forge: Forge,
  ports: PortalPorts,
): Promise<SubmissionReply> {
  const { drafts, crypto, now, audit } = ports;
  const open = await stillOpen(draft.subject, by.developer, forge, ports);
  const planned = planSubmission(draft, open.map(markerOf), crypto.sha256);
  if (!planned.ok) {
    const why =
      planned.problem === "newer"
        ? "A newer version of this track is on its way"
        : "What this would follow has not landed yet";
    throw problem("submission-open", `${why}: see /submissions/${planned.pull}.`);
  }
  const { plan } = planned;
  const known = open.find(({ number }) => number === plan.pull);
  if (known === undefined) await requireQuota(by, policy, ports);
  const { number, url } = known ?? (await forge.openSubmission(plan));
  await drafts.addSubmission({
    number,
    url,
    developer: by.developer,
    kind: draft.kind,
    subject: draft.subject,
    digest: submissionDigest(draft.files, crypto.sha256),
    track: draft.track ?? null,
    version_code: draft.versionCode ?? null,
    is_done: 0,
    created_by: by.userId,
    created_at: now().toISOString(),
  });
  if (known === undefined) {
    await audit.append({
      actor: by.userId,
      action: "submission.open",
      subject: `submission:${number}`,
      detail: { kind: draft.kind, about: draft.subject },
    });
  }
  for (const old of plan.supersedes) {
    await forge.close(old, `Superseded by #${number}.`);
    await drafts.endSubmission(old);
  }
  const superseded = plan.supersedes.length === 0 ? {} : { superseded: plan.supersedes };
  return {
    status: 202,
    body: { number, url, kind: draft.kind, ...superseded },
    headers: { location: `/submissions/${number}` },
  };
}

/** The registry does not count what a bot carries (`submission/quota`), so that whoever it carries for is counted here. */
async function requireQuota(
  { userId }: Submitter,
  { submissions_per_day: most }: Pick<RegistryConfig["policy"], "submissions_per_day">,
  { drafts, now }: PortalPorts,
): Promise<void> {
  if (most === undefined) return;
  const count = await drafts.countSubmissions(userId, new Date(now().getTime() - QUOTA_MS));
  if (count < most) return;
  throw problem("too-many-requests", `The registry takes ${most} submissions of an account in 24 hours.`, {
    headers: { "retry-after": "3600" },
  });
}

/** The submissions of a developer about something that are open, and remembers which are not any more. */
export async function stillOpen(
  subject: string,
  developer: string,
  forge: Forge,
  { drafts }: Pick<PortalPorts, "drafts">,
): Promise<readonly SubmissionTable[]> {
  const candidates = (await drafts.submissionsAbout(subject, developer)).filter(({ is_done: done }) => done === 0);
  const looked = await Promise.all(
    candidates.map(async (each) => {
      const pull = await forge.submission(each.number);
      if (pull?.state === "open") return [each];
      await drafts.endSubmission(each.number);
      return [];
    }),
  );
  return looked.flat();
}

function markerOf({ number, kind, subject, digest, track, version_code: code }: SubmissionTable): OpenSubmission {
  return {
    number,
    marker: {
      kind: kind as SubmissionKind,
      subject,
      digest,
      ...(track !== null && { track: track as Track }),
      ...(code !== null && { version_code: code as VersionCode }),
    },
  };
}
