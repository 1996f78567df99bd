import type { ComposedFile } from "../registry/compose.ts";
import type { Track } from "../registry/documents.ts";
import { type SubmissionKind, submissionKinds } from "../registry/submission.ts";
import { TRACKS } from "../registry/tracks.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import { parseAppId, parseDeveloperId, parseVersionCode, type VersionCode } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import { isJsonObject, type JsonValue } from "../json/value.ts";

/**
 * What a pull request submits, in a comment of its body that nobody sees. It lets somebody's own tools find their submissions
 * again with one request; nothing else believes it.
 */
export interface SubmissionMarker {
  readonly kind: SubmissionKind;
  /** The app or developer it is about. */
  readonly subject: string;
  /** First digits of the digest of all files with their paths: the same files are the same submission. */
  readonly digest: string;
  /** Of versions. */
  readonly track?: Track;
  readonly version_code?: VersionCode;
}

const BEGIN = "<!-- mosis-submission ";
const MARKER = /<!-- mosis-submission (\{[^<>]{1,1000}\}) -->/;
const DIGITS = 16;

/** The line for the end of a body. */
export function writeMarker(marker: SubmissionMarker): string {
  return `${BEGIN}${JSON.stringify(marker)} -->`;
}

/** The marker of a body; null where there is none, or none that makes sense. */
export function readMarker(body: string): SubmissionMarker | null {
  const text = MARKER.exec(body)?.[1];
  if (text === undefined) return null;
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  const { kind, subject, digest, track, version_code: code } = value;
  if (typeof kind !== "string" || !Object.hasOwn(submissionKinds, kind)) return null;
  if (parseAppId(subject) === null && parseDeveloperId(subject) === null) return null;
  if (typeof digest !== "string" || !/^[0-9a-f]{16}$/.test(digest)) return null;
  const knownTrack = TRACKS.find((each) => each === track);
  const versionCode = parseVersionCode(code);
  return {
    kind: kind as SubmissionKind,
    subject: subject as string,
    digest,
    ...(knownTrack !== undefined && { track: knownTrack }),
    ...(versionCode !== null && { version_code: versionCode }),
  };
}

/** Digest of a submission: the same for the same files, in whatever order. */
export function submissionDigest(files: readonly ComposedFile[], sha256: Sha256Function): string {
  const entries = files
    .map(({ path, bytes }) => [path, toHex(sha256(bytes))])
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return toHex(sha256(canonicalize(entries))).slice(0, DIGITS);
}
