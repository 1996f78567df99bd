import type { Sha256Function } from "../crypto.ts";
import type { AppId, DeveloperId, KeyId, Sha256, VersionCode } from "../ids/ids.ts";
import type { DeveloperKey } from "../registry/documents.ts";
import { type PublicKey, publicKeyOf } from "../signing/public-key.ts";

/** What a device remembers of the owner of an app from the first install on. A type, so that it is a JSON value. */
export type LineagePin = {
  /** Name of the registry whose documents these are. */
  readonly registry: string;
  readonly developer: DeveloperId;
  /** Package and account keys that no rotation added. Never grows. */
  readonly genesis: readonly PinnedKey[];
  /** In order; only ever appended to. */
  readonly rotations: readonly PinnedRotation[];
  /** Never shrinks. */
  readonly revoked: readonly PinnedRevocation[];
};

/** A key that may sign packages or further keys; devices have no use for others. */
export type PinnedKey = Pick<DeveloperKey, "keyid" | "keytype" | "scheme" | "keyval" | "use" | "apps">;

export type PinnedRotation = {
  /** SHA-256 of the canonical bytes of the rotation's body. */
  readonly digest: Sha256;
  readonly key: PinnedKey;
};

/** A key that signs nothing any more. */
export type PinnedRevocation = {
  readonly keyid: KeyId;
  readonly reason: string;
  /**
   * The newest version there was when the device learnt that a key was retired or lost: what the key signed up to it stands, as
   * it does in the registry. 0 for a compromised key, whose signatures are worth nothing at all.
   */
  readonly last_version_code: number;
};

/** The keys that a package of this version may be signed by. */
export function packageKeysFor(
  { genesis, rotations, revoked }: LineagePin,
  app: AppId,
  code: VersionCode,
  sha256: Sha256Function,
): readonly PublicKey[] {
  const lastVersion = new Map(revoked.map((each) => [each.keyid, each.last_version_code]));
  return [...genesis, ...rotations.map(({ key }) => key)]
    .filter(({ use, apps }) => use.includes("package") && (apps === undefined || apps.includes(app)))
    .filter(({ keyid }) => code <= (lastVersion.get(keyid) ?? Number.POSITIVE_INFINITY))
    .flatMap((key) => publicKeyOf(key, sha256) ?? []);
}
