import type { Octokit } from "octokit";

import type { ReviewReport } from "./untrusted-report.ts";
import { githubForge, type PullRequest } from "../../forge.ts";
import type { RepositoryName } from "../../forge-commit.ts";
import { asForgeError, ForgeError } from "../../forge-error.ts";
import type { Finding } from "../../../core/findings/finding.ts";
import { submissionComment } from "../../../core/review/reports/comment.ts";
import { submissionReport } from "../../../core/review/reports/submission-report.ts";
import { headSince, markedComments } from "../../../core/review/state/machine-marker.ts";

export const CHECK_NAME = "mosis verdict";
/** The forge takes no more in one call. */
const ANNOTATIONS_PER_CALL = 50;

const TITLES = { merge: "Ready", review: "Needs a reviewer", fail: "Has to be mended" } as const;
const CONCLUSIONS = { merge: "success", review: "neutral", fail: "failure" } as const;
const LEVELS = { error: "failure", review: "warning", warn: "warning", info: "notice" } as const;

/**
 * Shows an untrusted report on its pull request: in the one comment, and as a check with annotations. Labels tell the state, of
 * which it knows nothing. Done again it changes nothing.
 *
 * @param bots accounts whose comments are the machine's
 * @throws ForgeError
 */
export async function postReport(
  octokit: Octokit,
  name: RepositoryName,
  { number, report, bots, now }: { number: number; report: ReviewReport; bots: readonly number[]; now: Date },
): Promise<void> {
  const forge = githubForge(octokit, name);
  const pull = await forge.pull(number);
  // Where something was merged, the job that did has told more.
  if (pull.open) await keepComment(octokit, name, { pull, report, bots, now });
  await keepCheck(octokit, name, report);
}

async function keepComment(
  octokit: Octokit,
  name: RepositoryName,
  { pull, report, bots, now }: { pull: PullRequest; report: ReviewReport; bots: readonly number[]; now: Date },
): Promise<void> {
  const forge = githubForge(octokit, name);
  const { number, openedAt } = pull;
  const { head, verdict, findings } = report;
  const comments = await forge.comments(number);
  const [own] = markedComments(comments, "review", { bots });
  const since = headSince({ head, openedAt, comments }, { bots }, now);
  const judged = { kind: null, verdict, approvals: verdict === "review" ? 1 : 0, findings };
  const body = submissionComment(submissionReport(head, judged), since);
  if (own?.comment.body.replaceAll("\r\n", "\n") === body) return;
  await forge.writeComment(number, own?.comment.id ?? null, body);
  if (own === undefined) await keepFirst(octokit, name, number, bots);
}

/** Another job may have written a comment at the same time: the first one stays. */
export async function keepFirst(
  octokit: Octokit,
  name: RepositoryName,
  number: number,
  bots: readonly number[],
): Promise<void> {
  const comments = await githubForge(octokit, name).comments(number);
  const [, ...others] = markedComments(comments, "review", { bots });
  for (const { comment } of others) {
    const gone = asForgeError(() => octokit.rest.issues.deleteComment({ ...name, comment_id: comment.id }));
    await gone.catch((error: unknown) => {
      if (!(error instanceof ForgeError && error.code === "missing")) throw error;
    });
  }
}

/** A check of a head, with an annotation for every finding. */
export async function keepCheck(octokit: Octokit, name: RepositoryName, report: ReviewReport): Promise<void> {
  await asForgeError(() => writeCheck(octokit, name, report));
}

async function writeCheck({ rest }: Octokit, name: RepositoryName, report: ReviewReport): Promise<void> {
  const { head, verdict, findings } = report;
  const conclusion = CONCLUSIONS[verdict];
  const annotations = findings.filter(({ file }) => file !== undefined).map(annotationOf);
  const { data } = await rest.checks.listForRef({ ...name, ref: head, check_name: CHECK_NAME, per_page: 100 });
  const own = data.check_runs.filter((each) => each.name === CHECK_NAME);
  const last = own.at(-1);
  if (last?.conclusion === conclusion && last.output.annotations_count === annotations.length) return;
  for (const { id } of own.filter(({ status }) => status !== "completed")) {
    // Whoever began it was stopped; a check without an end would hold its head up for ever.
    await rest.checks.update({ ...name, check_run_id: id, conclusion: "cancelled" });
  }
  const output = { title: TITLES[verdict], summary: `${findings.length} findings` };
  const isShort = annotations.length <= ANNOTATIONS_PER_CALL;
  const batch = (start: number) => ({
    ...output,
    annotations: annotations.slice(start, start + ANNOTATIONS_PER_CALL),
  });
  const first = { ...name, name: CHECK_NAME, head_sha: head, output: batch(0) };
  // Without a conclusion until everything is told, so that a broken-off one is told anew.
  const { data: run } = await rest.checks.create(
    isShort ? { ...first, conclusion } : { ...first, status: "in_progress" },
  );
  if (isShort) return;
  for (let start = ANNOTATIONS_PER_CALL; start < annotations.length; start += ANNOTATIONS_PER_CALL) {
    await rest.checks.update({ ...name, check_run_id: run.id, output: batch(start) });
  }
  await rest.checks.update({ ...name, check_run_id: run.id, conclusion });
}

function annotationOf({ file = "", range, severity, rule, message, fix }: Finding) {
  const line = range?.line ?? 1;
  const place = { path: file, start_line: line, end_line: line };
  return { ...place, annotation_level: LEVELS[severity], title: rule, message: `${message}\n${fix}` } as const;
}
