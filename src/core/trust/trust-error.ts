/**
 * Why metadata or a target of a store can't be trusted:
 * - `unreachable`: the store did not answer; nothing is known
 * - `missing`: the store does not have a file that it must have
 * - `too-large`: more bytes than announced or allowed
 * - `too-many-roots`: more new roots than one refresh takes; the next refresh goes on
 * - `malformed`: not a document of the form expected, such as a portal's HTML page
 * - `wrong-type`: signed metadata of another role
 * - `signature-threshold`: too few of the keys in charge have signed
 * - `rollback`: older than what was trusted before
 * - `mix-and-match`: validly signed, but not the file that the rest of the metadata names
 * - `hash-mismatch`: other bytes than the metadata announces
 * - `expired`: nobody vouches for it any more: the store sleeps, or someone freezes what we see
 */
export const trustErrorCodes = [
  "unreachable",
  "missing",
  "too-large",
  "too-many-roots",
  "malformed",
  "wrong-type",
  "signature-threshold",
  "rollback",
  "mix-and-match",
  "hash-mismatch",
  "expired",
] as const;

export type TrustErrorCode = (typeof trustErrorCodes)[number];

/** A file of the published tree that can't be trusted or had. The message starts with its name. */
export class TrustError extends Error {
  override readonly name = "TrustError";
  readonly code: TrustErrorCode;
  /** Path in the published tree, such as `tuf/timestamp.json`. */
  readonly file: string;

  constructor(code: TrustErrorCode, file: string, why: string, options?: { readonly cause?: unknown }) {
    super(`${file}: ${why}`, options);
    this.code = code;
    this.file = file;
  }
}
