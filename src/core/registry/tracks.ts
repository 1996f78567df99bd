import type { Track } from "./documents.ts";

/** From the steadiest on. */
export const TRACKS: readonly Track[] = ["stable", "beta", "edge"];

/** The tracks whose versions a device gets that follows `track`: its own and every steadier one. */
export function tracksOf(track: Track): readonly Track[] {
  return TRACKS.slice(0, TRACKS.indexOf(track) + 1);
}
