import type { IndexedVersion } from "./app-document.ts";
import { ROLLOUT_EVERYBODY } from "./delta-pairs.ts";
import { compareSemver } from "../ids/semver.ts";
import { tracksOf } from "../registry/tracks.ts";

/** What decides which device a version is for. */
type Reach = Pick<IndexedVersion, "track" | "rollout_bp" | "status" | "min_mosis_version">;

/**
 * The versions that some device may be given: those for which no newer one goes to every device that could have them. A newest version
 * needs a newer Mosis or is rolled out to some; then older ones are still the best that other devices get.
 *
 * @param versions newest first
 * @returns in the same order
 */
export function neededVersions<Version extends Reach>(versions: readonly Version[]): readonly Version[] {
  const needed: Version[] = [];
  // Whoever reaches everybody makes older ones needless; one that needs no less than another does so no better.
  let leaders: readonly Version[] = [];
  for (const version of versions) {
    if (version.status !== "available" || leaders.some((leader) => reachesAllOf(leader, version))) continue;
    needed.push(version);
    if (version.rollout_bp < ROLLOUT_EVERYBODY) continue;
    leaders = [...leaders.filter((leader) => !reachesAllOf(version, leader)), version];
  }
  return needed;
}

/** Whether every device that gets `older` also gets `newer`. */
function reachesAllOf(newer: Reach, older: Reach): boolean {
  if (!tracksOf(older.track).includes(newer.track)) return false;
  return compareSemver(newer.min_mosis_version, older.min_mosis_version) <= 0;
}
