import type { Track } from "../../registry/documents.ts";
import { type VersionHistory, versionStates } from "../../registry/version-state.ts";
import type { Report } from "../review.ts";
import type { AppId, VersionCode } from "../../ids/ids.ts";

/** A version that somebody submits. */
export interface SubmittedVersion {
  /** Of the pull request. */
  readonly number: number;
  readonly app: AppId;
  readonly track: Track;
  readonly versionCode: VersionCode;
}

/** An open pull request with a version, and what review says of it. */
export type OpenSubmission = SubmittedVersion & { readonly verdict: Report["verdict"] };

/**
 * What takes the place of a submitted version: a newer one on its track, landed or submitted; the newest of them as a noun phrase, or
 * null. A submission that fails takes nobody's place: anybody could open one.
 */
export function overtakenBy(
  version: SubmittedVersion,
  landed: VersionHistory | undefined,
  open: readonly OpenSubmission[] = [],
): string | null {
  const { track, versionCode } = version;
  const states = landed === undefined ? [] : [...versionStates(landed)];
  const newerLanded = states.flatMap(([code, state]) => (state.track === track && code > versionCode ? [code] : []));
  // Its own version on the registry is no successor but a fault, which review finds.
  if (newerLanded.length > 0 && !states.some(([code]) => code === versionCode)) {
    return `Version code ${Math.max(...newerLanded)}, which is on the ${track} track already,`;
  }
  const [newest] = open
    .filter((other) => other.verdict !== "fail" && takesPlaceOf(other, version))
    .toSorted((a, b) => b.versionCode - a.versionCode || b.number - a.number);
  return newest === undefined ? null : `Version code ${newest.versionCode} in #${newest.number}`;
}

/** Whether one submitted version is a newer one of the same app and track than another. */
export function takesPlaceOf(newer: SubmittedVersion, older: SubmittedVersion): boolean {
  const isSame = newer.app === older.app && newer.track === older.track;
  return isSame && newer.versionCode > older.versionCode && newer.number !== older.number;
}
