import type { FetchRemote } from "../fetch-remote.ts";
import { JobError } from "./job-error.ts";
import { checkFetched, type Judgement, type JudgePorts } from "./judge.ts";
import type { Forge, PullRequest } from "../../forge.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import type { VersionBody } from "../../../core/registry/documents.ts";
import type { PackageReport } from "../../../core/package/check-package.ts";
import { type OpenPackage, readPackage } from "../../../core/package/read-package.ts";
import { submissionComment } from "../../../core/review/reports/comment.ts";
import { submissionReport, type SubmissionReport } from "../../../core/review/reports/submission-report.ts";
import { compareVersions, previousVersion } from "../../../core/review/reports/version-comparison.ts";
import { labelChange } from "../../../core/review/state/labels.ts";
import { markedComments } from "../../../core/review/state/machine-marker.ts";
import type { PullFacts } from "../../../core/review/state/pull-facts.ts";
import type { SubmissionStatus } from "../../../core/review/state/submission-state.ts";

/** Everything there is to say of a judged pull request. The package of the version before is fetched; without it files are not compared. */
export async function describeJudged(
  { head, report, subject, registry, fetched, checked }: Judgement,
  { fetchRemote, checker }: Pick<JudgePorts, "checker"> & { readonly fetchRemote: FetchRemote },
): Promise<SubmissionReport> {
  const version = subject?.version ?? null;
  if (version === null) return submissionReport(head, report);
  const previous = previousVersion(version, registry.apps.get(version.app_id)?.versions ?? []);
  const after = openPackage(version, fetched.get(version.package.url), checked);
  const earlier = previous === null ? undefined : await fetchRemote(previous.package);
  const before = previous === null ? null : openPackage(previous, earlier, await checkFetched(earlier, checker));
  return submissionReport(head, report, { comparison: compareVersions(version, previous, { before, after }) });
}

/**
 * Makes the one comment of the machine and the labels tell where a pull request stands. Done again it changes nothing.
 *
 * @throws ForgeError
 * @throws JobError `bot-unnamed`: it would write a second comment the next time
 */
export async function tellPullRequest(
  { number, labels }: Pick<PullRequest, "number" | "labels">,
  report: SubmissionReport & { readonly status: SubmissionStatus },
  { comments, headSince }: Pick<PullFacts, "comments" | "headSince">,
  { forge, bots }: { readonly forge: Forge; readonly bots: readonly number[] },
): Promise<void> {
  const body = submissionComment(report, headSince);
  const [own] = markedComments(comments, "review", { bots });
  // The forge may give ends of lines back in another way.
  if (own?.comment.body.replaceAll("\r\n", "\n") !== body) {
    const account = await forge.writeComment(number, own?.comment.id ?? null, body);
    if (!bots.includes(account)) throw unnamed(account);
  }
  const change = labelChange(labels, report.status);
  if (change.add.length + change.remove.length > 0) await forge.changeLabels(number, change);
}

function unnamed(account: number): JobError {
  const message = `The jobs comment as the account ${account}, which "policy.bots" of registry.json does not name. Add it there.`;
  return new JobError("bot-unnamed", message);
}

/** A package that was checked, and whose bytes are those that its document names. */
function openPackage(
  version: VersionBody,
  bytes: Uint8Array | string | undefined,
  checked: PackageReport | null,
): OpenPackage | null {
  if (checked === null || !(bytes instanceof Uint8Array)) return null;
  const { opened } = readPackage(bytes, nodePackagePorts, checked);
  return opened?.contentDigest === version.package.content_digest ? opened : null;
}
