import { type Judgement, MAIN, NOTHING_FETCHED, readSubmission, sampled } from "./judge.ts";
import { type Landing, landJudged, type LandPorts } from "./land.ts";
import type { LandPlan, PlanEntry } from "./land-plan.ts";
import { type OpenVersion, stillOpen } from "./open-versions.ts";
import { type Standing, standOf, submittedVersion } from "./stand.ts";
import { registryPart } from "../../git/registry-part.ts";
import { fetchRef } from "../../git/repository.ts";
import { nodePackagePorts } from "../../package-ports.ts";
import { equalBytes } from "../../../core/bytes.ts";
import type { RegistryFiles } from "../../../core/registry/model.ts";
import { classifySubmission } from "../../../core/registry/submission.ts";
import { reportOf } from "../../../core/review/review.ts";

/** What became of an entry; `merged` had been landed before, perhaps by a job that was killed before it told anybody. */
export interface PlannedLanding {
  readonly outcome: Landing["outcome"] | "merged";
  /** What to tell; null where there is nothing to say. */
  readonly told: LandedSubmission | null;
}

/** A submission of which something is to be said. */
export interface LandedSubmission {
  readonly judgement: Judgement;
  readonly standing: Standing;
  /** Versions that took its place. */
  readonly open: readonly OpenVersion[];
}

/**
 * Lands one entry of a plan in a job that may write, and takes from the plan no more than the report: that the changes are those of a
 * submission and what people said is looked at again, from Git objects and comments, without opening a package.
 *
 * @param plan names the main branch it was made for, and what takes the place of what
 * @throws ForgeError, GitError
 */
export async function landPlanned(
  { number, head, report }: Pick<PlanEntry, "number" | "head" | "report">,
  { base, open: candidates }: Pick<LandPlan, "base" | "open">,
  ports: Omit<LandPorts, "fetchRemote">,
): Promise<PlannedLanding> {
  const { forge, repository, remote } = ports;
  const main = await fetchRef(repository, remote, MAIN);
  const { number: _, findings, ...read } = await readSubmission(number, main, ports);
  if (read.head !== head) return { outcome: "stale", told: null };
  const common = { ...read, ...NOTHING_FETCHED, sample: null };
  const pull = await forge.pull(number);
  if (!pull.open) {
    if (!pull.merged) return { outcome: "closed", told: null };
    const judgement = { ...common, report };
    return { outcome: "merged", told: { judgement, standing: await standOf(pull, judgement, ports), open: [] } };
  }
  // What a round landed before does not matter unless it is about the same app or its owner.
  if (!isSame(await registryPart(repository, base, read.changes), read.files)) return { outcome: "stale", told: null };
  const classified =
    findings.length > 0 ? { ok: false as const, findings } : classifySubmission(read.changes, nodePackagePorts.sha256);
  const own = classified.ok ? sampled(report, read.subject, ports) : { report: reportOf(null, classified.findings) };
  const judgement: Judgement = { ...common, ...own };
  const open = await stillOpen(submittedVersion(number, judgement), candidates, forge);
  const landing = await landJudged(pull, judgement, ports, open);
  const told = "standing" in landing ? { judgement, standing: landing.standing, open } : null;
  return { outcome: landing.outcome, told };
}

/** Whether two commits have the same files. */
function isSame(before: RegistryFiles, after: RegistryFiles): boolean {
  const isEqual = ([path, bytes]: readonly [string, Uint8Array]): boolean => {
    const other = after.get(path);
    return other !== undefined && equalBytes(bytes, other);
  };
  return before.size === after.size && [...before].every(isEqual);
}
