import { MAIN, requireRegistry } from "./judge.ts";
import { type VersionPart, versionPart } from "./version-part.ts";
import type { RecordStore } from "../publish/publish-record.ts";
import type { Forge } from "../../forge.ts";
import { registryPart } from "../../git/registry-part.ts";
import { fetchRef, type GitRemote, type GitRepository } from "../../git/repository.ts";
import { type Hold, isCertain, isSame } from "../../../core/registry/hold.ts";
import { versionStates } from "../../../core/registry/version-state.ts";
import {
  holdLabel,
  holdNotices,
  type HoldStanding,
  toldHold,
  type ToldHold,
} from "../../../core/review/state/hold-notices.ts";
import { labelChange, stateLabel } from "../../../core/review/state/labels.ts";
import type { ReviewPolicy } from "../../../core/review/state/standing.ts";

export interface HoldPorts {
  readonly forge: Pick<Forge, "pull" | "comments" | "closedWith" | "pullsOf" | "writeComment" | "changeLabels">;
  readonly repository: GitRepository;
  readonly remote: GitRemote;
  readonly record: Pick<RecordStore, "read">;
  readonly now: Date;
}

/** Where a version stands of which was told. */
export interface ToldVersion {
  readonly number: number;
  readonly state: HoldStanding["state"];
}

/**
 * Says on the pull requests that brought them which versions are held, and how it ended for those that were. The label comes first and
 * goes last, so that what was not said yet is found by it again. Done again it does nothing more.
 *
 * @throws ForgeError, GitError
 */
export async function tellHolds(ports: HoldPorts): Promise<readonly ToldVersion[]> {
  const { forge, repository, remote } = ports;
  const main = await fetchRef(repository, remote, MAIN);
  const { policy } = requireRegistry(await registryPart(repository, main, [])).config;
  const holds = (await ports.record.read())?.held ?? [];
  const told = new Map<number, ToldVersion>();
  for (const hold of holds.filter(isCertain)) {
    const part = await versionPart(repository, main, hold);
    for (const number of await landingPulls(hold, part, forge)) {
      const state = await tell(number, standingOf(hold, holds, part), policy, ports);
      told.set(number, { number, state });
    }
  }
  for (const number of await forge.closedWith(stateLabel("held"))) {
    if (told.has(number)) continue;
    const known = toldHold(await forge.comments(number), policy);
    const standing = known === null ? null : standingOf(known, holds, await versionPart(repository, main, known));
    const state = await tell(number, standing, policy, ports);
    told.set(number, { number, state });
  }
  return [...told.values()];
}

/** The pull requests with which a version landed: at most one, and none for what people committed. */
async function landingPulls(
  hold: Hold,
  { record }: VersionPart,
  forge: Pick<Forge, "pullsOf">,
): Promise<readonly number[]> {
  const landed = record?.decisions.find(
    ({ version_code: code, verdict }) => code === hold.version_code && (verdict === "merge" || verdict === "approved"),
  );
  return landed === undefined ? [] : forge.pullsOf(landed.inputs.head);
}

function standingOf(told: ToldHold, holds: readonly Hold[], { record }: VersionPart): HoldStanding {
  const status = record === null ? undefined : versionStates(record).get(told.version_code)?.status;
  if (status === "withdrawn") return { state: "withdrawn", hold: told };
  if (status !== "available") return { state: "gone", hold: told };
  const hold = holds.find((each) => isSame(each, told));
  const version = record?.versions.find(({ version_code: code }) => code === told.version_code);
  if (hold === undefined || version === undefined) return { state: "published", hold: told };
  return { state: "held", hold, version };
}

/** @param standing null where nothing was said yet, and nothing is to be said any more */
async function tell(
  number: number,
  standing: HoldStanding | null,
  policy: ReviewPolicy,
  { forge, now }: HoldPorts,
): Promise<HoldStanding["state"]> {
  const { labels } = await forge.pull(number);
  const state = standing?.state ?? "published";
  const change = labelChange(labels, { state: holdLabel({ state }), appealed: false });
  const relabel = async (): Promise<void> => {
    if (change.add.length + change.remove.length > 0) await forge.changeLabels(number, change);
  };
  if (state === "held") await relabel();
  const notices = standing === null ? [] : holdNotices(standing, await forge.comments(number), policy, now);
  for (const notice of notices) await forge.writeComment(number, null, notice);
  if (state !== "held") await relabel();
  return state;
}
