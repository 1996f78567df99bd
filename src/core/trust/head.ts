import { addDays } from "./time.ts";
import { isExpired } from "./verify.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { Sha256 } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";
import type { JsonObject } from "../json/value.ts";
import type { Signer } from "../signing/signatures.ts";

/** An online file: which version it is, until when it holds, and which key signed. */
export type SignedFile = {
  readonly version: number;
  readonly expires: string;
  readonly keyid: string;
};

/**
 * What is published now, as far as the next signing must know it. A JSON value of some 250 bytes a bin, so that a record of it
 * can be kept apart from the publish target.
 */
export type Head = {
  readonly timestamp: { readonly version: number };
  readonly snapshot: SignedFile & { readonly length: number; readonly sha256: Sha256 };
  /**
   * Versions that the snapshot lists, by file name without version. Bins of an earlier `bit_length` stay in it for ever: a
   * client refuses a snapshot that forgets one.
   */
  readonly versions: Readonly<Record<string, number>>;
  /** By name of the bin; `content` is the digest {@link binContent} gives. */
  readonly bins: Readonly<Record<string, SignedFile & { readonly content: Sha256 }>>;
};

/** The canonical bytes of a bin's targets, and their digest by which a later signing sees whether the bin changed. */
export function binContent(
  targets: JsonObject,
  sha256: Sha256Function,
): { readonly bytes: Uint8Array; readonly digest: Sha256 } {
  const bytes = canonicalize(targets);
  return { bytes, digest: toHex(sha256(bytes)) as Sha256 };
}

/** True when a published file needs no new signature: the key is the same, and more than `renewDays` are left. */
export function mayStay(file: SignedFile, signer: Signer, renewDays: number, now: Date): boolean {
  return file.keyid === signer.key.keyid && !isExpired(file, addDays(now, renewDays));
}
