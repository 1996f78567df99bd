import { parseVersionCode, type VersionCode } from "../ids/ids.ts";
import { isJsonObject, type JsonObject } from "../json/value.ts";
import type { Track } from "../registry/documents.ts";
import { tracksOf } from "../registry/tracks.ts";

/**
 * Whether the `custom` of an app's target (`TargetCustom`) shows a version above the installed one on a track this device gets.
 * Then the app document is worth loading; which version it is to be, if any, `selectUpdate` decides. A hint that can't be read is
 * no reason not to look.
 */
export function announcesNewer(custom: JsonObject, installed: VersionCode, track: Track): boolean {
  const { tracks } = custom;
  if (!isJsonObject(tracks)) return true;
  return tracksOf(track).some((each) => {
    const leader = tracks[each];
    if (leader === undefined) return false;
    const code = isJsonObject(leader) ? parseVersionCode(leader["version_code"]) : null;
    return code === null || code > installed;
  });
}
