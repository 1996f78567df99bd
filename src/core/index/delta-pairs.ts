import type { PublishedVersion } from "./published-versions.ts";
import { limits } from "../limits.ts";
import { TRACKS, tracksOf } from "../registry/tracks.ts";

/** An older version that a delta brings to a newer one. */
export interface DeltaPair {
  readonly from: PublishedVersion;
  readonly to: PublishedVersion;
}

/** Hundredths of a percent: every device. */
export const ROLLOUT_EVERYBODY = 10_000;

/**
 * The steps that deltas are published for (docs/adr/0008). Whoever follows a track gets its newest available version, or, where that
 * one is not rolled out to everybody, perhaps the newest one that is; to both of them lead the five versions before it on the
 * tracks that the device gets. Withdrawn versions count as older ones, too: who has one needs the next one most.
 *
 * @param versions newest first
 * @returns each pair once, newest first
 */
export function deltaPairs(versions: readonly PublishedVersion[]): readonly DeltaPair[] {
  const chosen = new Map<PublishedVersion, Set<PublishedVersion>>();
  for (const track of TRACKS) {
    const had = versions.filter(({ state }) => tracksOf(track).includes(state.track));
    for (const to of newestOf(had)) {
      const from = chosen.get(to) ?? new Set();
      chosen.set(to, from);
      for (const each of had.slice(had.indexOf(to) + 1).slice(0, limits.delta.versions)) from.add(each);
    }
  }
  return versions.flatMap((to) => {
    const older = chosen.get(to);
    return older === undefined ? [] : versions.filter((each) => older.has(each)).map((from) => ({ from, to }));
  });
}

function newestOf(versions: readonly PublishedVersion[]): ReadonlySet<PublishedVersion> {
  const available = versions.filter(({ state }) => state.status === "available");
  const leaders = [available[0], available.find(({ state }) => state.rolloutBp >= ROLLOUT_EVERYBODY)];
  return new Set(leaders.filter((each) => each !== undefined));
}
