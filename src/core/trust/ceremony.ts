import { type RoleKeys, type TopRole, TUF_SPEC_VERSION } from "./metadata.ts";
import { parseRoot, parseTargets } from "./parse-metadata.ts";
import { encodePlatformKeys, PLATFORM_KEYS_TARGET, platformKeysOf, sortKeys } from "./platform-keys.ts";
import { RECOVERIES_FIELD, recoveriesOf, type RecoveryStatement } from "./recoveries.ts";
import { formatTime } from "./time.ts";
import { TrustError } from "./trust-error.ts";
import { toHex } from "../bytes.ts";
import type { Sha256Function } from "../crypto.ts";
import { encodeAtRest, type SignedBody } from "../json/signed-document.ts";
import type { JsonObject } from "../json/value.ts";
import { limits } from "../limits.ts";
import type { KeyObject } from "../signing/public-key.ts";

/** Who is to sign for a role. */
export interface RoleChoice extends Pick<RoleKeys, "threshold"> {
  readonly keys: readonly KeyObject[];
}

export interface RootChoice {
  readonly version: number;
  readonly expires: Date;
  readonly roles: Readonly<Record<TopRole, RoleChoice>>;
}

export interface TargetsChoice {
  readonly version: number;
  readonly expires: Date;
  /** Keys that countersign packages. */
  readonly platformKeys: readonly KeyObject[];
  /** Online keys; any one of them signs a bin. */
  readonly binKeys: readonly KeyObject[];
  /** 2^bitLength bins; about 25 apps a bin is good advice. */
  readonly bitLength: number;
  /** All of them, for ever: a device may have been away for years. */
  readonly recoveries: readonly RecoveryStatement[];
}

/**
 * The body of a root file, for the offline ceremony to sign with `signDocument`: version 1 with its own keys, a later one with
 * enough keys of the version before and of its own.
 *
 * @throws TrustError `malformed` when the choice makes no valid root, such as a threshold that the keys can't reach
 */
export function newRoot({ version, expires, roles }: RootChoice, sha256: Sha256Function): SignedBody {
  const everyKey = Object.values(roles).flatMap(({ keys }) => keys);
  const role = (name: TopRole): JsonObject => ({
    keyids: sortKeys(roles[name].keys, sha256).map(([keyid]) => keyid),
    threshold: roles[name].threshold,
  });
  const body = {
    _type: "root",
    spec_version: TUF_SPEC_VERSION,
    version,
    expires: formatTime(expires),
    consistent_snapshot: true,
    keys: Object.fromEntries(sortKeys(everyKey, sha256)),
    roles: { root: role("root"), timestamp: role("timestamp"), snapshot: role("snapshot"), targets: role("targets") },
  };
  parseRoot(encodeAtRest({ signatures: [], signed: body }), `${version}.root.json`, sha256);
  return body;
}

/**
 * The body of the offline targets file: the platform keys, the recoveries, and the delegation of all apps to hash bins.
 *
 * @throws TrustError `malformed` when the choice makes no valid targets file, `too-large` when it has more recoveries than devices read
 */
export function newTargets(choice: TargetsChoice, sha256: Sha256Function): SignedBody {
  const platformKeys = sortKeys(choice.platformKeys, sha256).map(([, key]) => key);
  const binKeys = sortKeys(choice.binKeys, sha256);
  const keysFile = encodePlatformKeys(platformKeys);
  const body = {
    _type: "targets",
    spec_version: TUF_SPEC_VERSION,
    version: choice.version,
    expires: formatTime(choice.expires),
    targets: {
      [PLATFORM_KEYS_TARGET]: {
        length: keysFile.length,
        hashes: { sha256: toHex(sha256(keysFile)) },
        custom: { platform_keys: platformKeys },
      },
    },
    delegations: {
      keys: Object.fromEntries(binKeys),
      succinct_roles: {
        keyids: binKeys.map(([keyid]) => keyid),
        threshold: 1,
        bit_length: choice.bitLength,
        name_prefix: BIN_PREFIX,
      },
    },
    ...(choice.recoveries.length > 0 && { [RECOVERIES_FIELD]: choice.recoveries }),
  };
  const file = `${choice.version}.targets.json`;
  const bytes = encodeAtRest({ signatures: [], signed: body });
  if (bytes.length > limits.trust.targetsBytes - SIGNATURES_BYTES) {
    throw new TrustError("too-large", file, `It has ${bytes.length} bytes before it is signed, too many for devices.`);
  }
  const parsed = parseTargets(bytes, file, sha256);
  platformKeysOf(parsed, sha256);
  recoveriesOf(parsed);
  return body;
}

const BIN_PREFIX = "bin";
/** Room for those of some dozen offline keys. */
const SIGNATURES_BYTES = 1 << 13;
