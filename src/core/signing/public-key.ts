import { fromHex, toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import type { KeyId } from "../ids/ids.ts";
import { canonicalize } from "../json/canonical.ts";

/** A TUF key object (TUF 1.0 section 4.2.2), Ed25519 only. A type, not an interface, so that it is a JSON value. */
export type KeyObject = {
  readonly keytype: "ed25519";
  readonly scheme: "ed25519";
  /** 32 bytes as 64 lower-case hex digits. */
  readonly keyval: { readonly public: string };
};

/** A public key ready to verify with. */
export interface PublicKey {
  readonly keyid: KeyId;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** The key object of raw public key bytes. */
export function keyObject(publicKey: Uint8Array): KeyObject {
  return { keytype: "ed25519", scheme: "ed25519", keyval: { public: toHex(publicKey) } };
}

/** TUF's key id: SHA-256 of the canonical key object. */
export function keyIdOf(key: KeyObject, sha256: Sha256Function): KeyId {
  const { keytype, scheme, keyval } = key;
  return toHex(sha256(canonicalize({ keytype, scheme, keyval: { public: keyval.public } }))) as KeyId;
}

/** Reads a key object, or null when it is not a well-formed Ed25519 key. */
export function publicKeyOf(key: KeyObject, sha256: Sha256Function): PublicKey | null {
  const bytes = fromHex(key.keyval.public);
  if (key.keytype !== "ed25519" || key.scheme !== "ed25519" || bytes?.length !== 32) return null;
  return { keyid: keyIdOf(key, sha256), bytes };
}
