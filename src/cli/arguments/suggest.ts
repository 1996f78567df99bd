import { editDistance } from "../../core/findings/edit-distance.ts";

/** Typing slips a suggestion forgives. */
const MAX_SLIPS = 2;

/** The advice "Did you mean ...?" for a word nobody knows, or null when none of the known ones is near. */
export function suggest(word: string, known: readonly string[], render: (known: string) => string): string | null {
  const slips = Math.min(MAX_SLIPS, Math.floor(word.length / 2));
  const near = known
    .map((each) => ({ each, distance: editDistance(word, each, slips) }))
    .filter(({ distance }) => distance <= slips)
    .sort((a, b) => a.distance - b.distance)[0];
  const found = near?.each ?? known.find((each) => word.length >= 2 && each.startsWith(word));
  return found === undefined ? null : `Did you mean \`${render(found)}\`?`;
}
