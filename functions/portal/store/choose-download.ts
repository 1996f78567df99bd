import { problem } from "../problems.ts";
import type { IndexedVersion } from "../../../src/core/index/app-document.ts";
import type { Track } from "../../../src/core/registry/documents.ts";
import { tracksOf } from "../../../src/core/registry/tracks.ts";

/** Which version somebody wants: one by its code, or the newest one of a track or a steadier one. */
export interface DownloadChoice {
  readonly version_code?: number;
  readonly track?: Track;
}

/**
 * The version to download. What cannot be had is told by why the newest one cannot.
 *
 * @param versions of an app, newest first
 * @throws ProblemError `not-found`, `version-yanked`, `app-suspended`
 */
export function chooseDownload(versions: readonly IndexedVersion[], choice: DownloadChoice): IndexedVersion {
  const { version_code: code, track = "stable" } = choice;
  const tracks = tracksOf(track);
  const wanted = versions.filter((each) =>
    code === undefined ? tracks.includes(each.track) : each.version_code === code,
  );
  const available = wanted.find(({ status }) => status === "available");
  if (available !== undefined) return available;
  const [newest] = wanted;
  if (newest === undefined) {
    throw problem(
      "not-found",
      code === undefined ? `The app has no version for ${track}.` : `The app has no version ${code}.`,
    );
  }
  const why = newest.reason === undefined ? "" : ` ${newest.reason}`;
  if (newest.status === "suspended") throw problem("app-suspended", `The operators of the store suspended it.${why}`);
  throw problem("version-yanked", `Its developer took ${newest.version} back.${why}`);
}
