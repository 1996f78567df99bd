import type { Look } from "./look-once.ts";
import { standOf, submittedVersion } from "./stand.ts";
import type { Forge, PullRequest } from "../../forge.ts";
import { type OpenSubmission, type SubmittedVersion, takesPlaceOf } from "../../../core/review/state/overtaken.ts";
import type { SubmissionState } from "../../../core/registry/submission-states.ts";

/** A version that takes the place of others, at the head that was judged. */
export type OpenVersion = OpenSubmission & { readonly head: string };

/** Submissions in these states take nobody's place. */
const OUT_OF_THE_WAY: ReadonlySet<SubmissionState> = new Set(["draft", "rejected", "withdrawn"]);

/**
 * The open pull requests whose versions take the place of some that are to land. What they bring is read from Git objects; only those
 * are judged that could be one, so that a crowd of others costs no package.
 *
 * @param pulls all that are open
 * @param fresh those that are to land
 * @throws ForgeError, GitError
 */
export async function openVersions(
  pulls: readonly PullRequest[],
  fresh: readonly PullRequest[],
  look: Look,
  ports: { readonly forge: Forge; readonly now: Date },
): Promise<readonly OpenVersion[]> {
  const versions: SubmittedVersion[] = [];
  for (const pull of fresh) versions.push(...asList(submittedVersion(pull.number, await look.read(pull))));
  if (versions.length === 0) return [];
  const open: OpenVersion[] = [];
  for (const pull of pulls.filter(({ draft }) => !draft)) {
    const version = submittedVersion(pull.number, await look.read(pull));
    if (version === null || !versions.some((other) => takesPlaceOf(version, other))) continue;
    const { judgement } = await look.judge(pull);
    const { verdict } = judgement.report;
    if (verdict === "fail") continue;
    const { status } = await standOf(pull, judgement, ports);
    if (!OUT_OF_THE_WAY.has(status.state)) open.push({ ...version, verdict, head: judgement.head });
  }
  return open;
}

/** Those that still take the place of a version; most have none, and cost no request. */
export async function stillOpen(
  version: SubmittedVersion | null,
  open: readonly OpenVersion[],
  forge: Forge,
): Promise<readonly OpenVersion[]> {
  const found: OpenVersion[] = [];
  for (const each of open) {
    if (version === null || !takesPlaceOf(each, version)) continue;
    const pull = await forge.pull(each.number);
    if (pull.open && !pull.draft && pull.head === each.head) found.push(each);
  }
  return found;
}

function asList<Value>(value: Value | null): readonly Value[] {
  return value === null ? [] : [value];
}
