import { items, malformed, member } from "./cursor.ts";
import type { TargetsMetadata } from "./metadata.ts";
import { parseKeyObject } from "./parse-keys.ts";
import { TrustError } from "./trust-error.ts";
import type { Sha256Function } from "../crypto.ts";
import { canonicalize } from "../json/canonical.ts";
import { keyIdOf, type KeyObject, type PublicKey, publicKeyOf } from "../signing/public-key.ts";

/** The target that names the keys which countersign packages. Only the offline role may list it. */
export const PLATFORM_KEYS_TARGET = "platform-keys.json";

const FILE_VERSION = "1.0.0";

/**
 * The keys that countersign packages, from the offline targets file. They stand in the target's `custom` too, so that a
 * device needs no further request.
 *
 * @throws TrustError `missing` or `malformed`
 */
export function platformKeysOf(targets: TargetsMetadata, sha256: Sha256Function): readonly PublicKey[] {
  return keyObjects(targets).map((key) => {
    const publicKey = publicKeyOf(key, sha256);
    if (publicKey === null) throw new TrustError("malformed", targets.file, "A platform key is not an Ed25519 key.");
    return publicKey;
  });
}

/**
 * The bytes of `platform-keys.json`, made from the offline targets file that announces them.
 *
 * @throws TrustError `missing` or `malformed`
 */
export function platformKeysFile(targets: TargetsMetadata): Uint8Array<ArrayBuffer> {
  return encodePlatformKeys(keyObjects(targets));
}

/** The bytes of `platform-keys.json` for these keys, in this order. */
export function encodePlatformKeys(keys: readonly KeyObject[]): Uint8Array<ArrayBuffer> {
  return canonicalize({ _type: "mosis-platform-keys", spec_version: FILE_VERSION, keys });
}

/** Keys by key id, each once, so that the same keys give the same file. */
export function sortKeys(
  keys: readonly KeyObject[],
  sha256: Sha256Function,
): readonly (readonly [string, KeyObject])[] {
  const byId = new Map(
    keys.map(({ keytype, scheme, keyval }) => {
      const key: KeyObject = { keytype, scheme, keyval: { public: keyval.public } };
      return [keyIdOf(key, sha256), key] as const;
    }),
  );
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1));
}

function keyObjects(targets: TargetsMetadata): readonly KeyObject[] {
  const target = targets.targets.get(PLATFORM_KEYS_TARGET);
  if (target === undefined) throw new TrustError("missing", targets.file, `It does not list ${PLATFORM_KEYS_TARGET}.`);
  const custom = {
    file: targets.file,
    pointer: `/signed/targets/${PLATFORM_KEYS_TARGET}/custom`,
    value: target.custom,
  };
  const keys = items(member(custom, "platform_keys")).map(parseKeyObject);
  return keys.length > 0 ? keys : malformed(member(custom, "platform_keys"), "at least one key");
}
