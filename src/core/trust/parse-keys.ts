import { asObject, asString, type Cursor, malformed, member, members } from "./cursor.ts";
import type { Sha256Function } from "../crypto.ts";
import type { KeyId } from "../ids/ids.ts";
import { type KeyObject, type PublicKey, publicKeyOf } from "../signing/public-key.ts";

/**
 * Reads the `keys` of a role: TUF key objects by key id.
 *
 * @throws TrustError `malformed` when one is not an Ed25519 key or its id is another (TUF 1.0 section 4.2.2 has clients check)
 */
export function parseKeys(cursor: Cursor, sha256: Sha256Function): ReadonlyMap<KeyId, PublicKey> {
  const keys = new Map<KeyId, PublicKey>();
  for (const [keyid, each] of members(cursor)) {
    const key = publicKeyOf(parseKeyObject(each), sha256) ?? malformed(each, "an Ed25519 key");
    if (key.keyid !== keyid) malformed(each, `the key of this id; its own is ${key.keyid}`);
    keys.set(key.keyid, key);
  }
  return keys;
}

/** Reads a key object that has nothing but the fields its key id is made of. */
export function parseKeyObject(cursor: Cursor): KeyObject {
  const keyval = member(cursor, "keyval");
  if (Object.keys(asObject(cursor)).length !== 3 || Object.keys(asObject(keyval)).length !== 1) {
    malformed(cursor, "keytype, scheme and keyval.public only");
  }
  const publicKey = asString(member(keyval, "public"), /^[0-9a-f]{64}$/, "64 lower-case hex digits");
  asString(member(cursor, "keytype"), /^ed25519$/, '"ed25519"');
  asString(member(cursor, "scheme"), /^ed25519$/, '"ed25519"');
  return { keytype: "ed25519", scheme: "ed25519", keyval: { public: publicKey } };
}
