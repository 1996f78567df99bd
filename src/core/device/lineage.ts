import { checkRotation, type RotationProblem, type StatedRecoveries } from "./check-rotation.ts";
import type { LineagePin, PinnedKey, PinnedRevocation } from "./lineage-pin.ts";
import type { CryptoPort, Sha256Function } from "../crypto.ts";
import type { KeyId, VersionCode } from "../ids/ids.ts";
import type { Lineage } from "../index/app-document.ts";
import type { DeveloperKey } from "../registry/documents.ts";
import { reachesDevices } from "../registry/owner-keys.ts";
import { rotationDigest } from "../registry/rotation-digest.ts";
import { keyIdOf } from "../signing/public-key.ts";

/** What a store says of an app's owner. Only online keys vouch for it, so nothing in it is believed without a developer's signature. */
export interface OfferedLineage {
  /** Name of the registry the app document is from. */
  readonly registry: string;
  readonly lineage: Lineage;
  /** The highest version code the store lists. */
  readonly newest: VersionCode;
}

/**
 * Why a lineage is not believed:
 * - `other-owner`: of another registry or developer than the pin
 * - `genesis`: it begins with other keys; a package key reaches devices only through a rotation
 * - `history`: pinned keys or rotations are missing, changed or in another order
 * - `rotation`: a rotation is not signed by the new key and an older account key, or does not follow the one before
 * - `recovery-early`: the same, but the offline keys state that it counts from a later time on
 */
export type LineageProblem = "other-owner" | "genesis" | "history" | RotationProblem;

export type CheckedLineage =
  | { readonly ok: true; readonly pin: LineagePin }
  | { readonly ok: false; readonly problem: LineageProblem; readonly reason: string };

/** Believes a lineage on first contact, if its rotations follow from its first keys. */
export function pinLineage(offered: OfferedLineage, stated: StatedRecoveries, crypto: CryptoPort): CheckedLineage {
  const { developer, genesis } = offered.lineage;
  const start = { registry: offered.registry, developer, genesis: pinnable(genesis), rotations: [], revoked: [] };
  return extendLineage(start, offered, stated, crypto);
}

/**
 * Believes a lineage that continues the pinned one: every pinned key and rotation again, in order, and then only rotations that
 * an account key in charge and the new key signed, or of which the offline keys state that the account keys were lost. Whoever
 * holds the store's online keys, but none of the developer's, gets no key in.
 */
export function extendLineage(
  pin: LineagePin,
  offered: OfferedLineage,
  stated: StatedRecoveries,
  crypto: CryptoPort,
): CheckedLineage {
  const { lineage, registry } = offered;
  if (registry !== pin.registry) {
    return refuse("other-owner", `The app was installed from the registry "${pin.registry}", not "${registry}".`);
  }
  if (lineage.developer !== pin.developer) {
    return refuse(
      "other-owner",
      `The app now belongs to "${lineage.developer}"; it was installed from "${pin.developer}".`,
    );
  }
  const genesisProblem = checkGenesis(pin.genesis, lineage.genesis, crypto.sha256);
  if (genesisProblem !== null) return genesisProblem;
  const offeredDigest = (index: number): string | null => {
    const document = lineage.rotations[index];
    return document === undefined ? null : rotationDigest(document.signed, crypto.sha256);
  };
  const kept = pin.rotations.findIndex(({ digest }, index) => digest !== offeredDigest(index));
  if (kept !== -1) return refuse("history", `Rotation ${kept + 1} of "${pin.developer}" is missing or another one.`);

  const rotations = [...pin.rotations];
  const ended = new Map<string, string>(pin.revoked.map(({ keyid, reason }) => [keyid, reason]));
  for (const document of lineage.rotations.slice(rotations.length)) {
    const checked = checkRotation(document, { ...pin, rotations }, ended, stated, crypto);
    if (!checked.ok) {
      return refuse(checked.problem, `Rotation ${rotations.length + 1} of "${pin.developer}" ${checked.why}.`);
    }
    rotations.push({ digest: rotationDigest(document.signed, crypto.sha256), key: pinnedKey(document.signed.key) });
    for (const [keyid, reason] of checked.ended) if (!ended.has(keyid)) ended.set(keyid, reason);
  }
  return { ok: true, pin: { ...pin, rotations, revoked: revocations({ ...pin, rotations }, offered, ended) } };
}

function checkGenesis(
  pinned: readonly PinnedKey[],
  offered: readonly DeveloperKey[],
  sha256: Sha256Function,
): CheckedLineage | null {
  const forged = offered.find((key) => keyIdOf(key, sha256) !== key.keyid);
  if (forged !== undefined) return refuse("genesis", `The key ${forged.keyid} has another id.`);
  const byId = new Map<string, DeveloperKey>(offered.map((key) => [key.keyid, key]));
  if (byId.size !== offered.length) return refuse("genesis", "A key is listed twice.");
  const lost = pinned.find((key) => !isSameKey(key, byId.get(key.keyid)));
  if (lost !== undefined) return refuse("history", `The first key ${lost.keyid} is missing or changed.`);
  // Other keys may join without a rotation, but devices have no use for them; an account key that does is not believed.
  const known = new Set<string>(pinned.map(({ keyid }) => keyid));
  const smuggled = offered.find(({ keyid, use }) => use.includes("package") && !known.has(keyid));
  if (smuggled === undefined) return null;
  return refuse("genesis", `The package key ${smuggled.keyid} was not among the first keys, and no rotation adds it.`);
}

/** Once revoked, always revoked, and never for more versions. The list is the store's word; it can take trust away, never give it. */
function revocations(
  { genesis, rotations, revoked }: LineagePin,
  { lineage, newest }: OfferedLineage,
  ended: ReadonlyMap<string, string>,
): readonly PinnedRevocation[] {
  const found = new Map<KeyId, PinnedRevocation>(revoked.map((each) => [each.keyid, each]));
  const listed = new Map(lineage.revoked.map(({ keyid, reason }) => [keyid, reason]));
  for (const { keyid } of [...genesis, ...rotations.map(({ key }) => key)]) {
    const reason = listed.get(keyid) ?? ended.get(keyid) ?? null;
    if (reason === null || (LEAVES_EARLIER.has(reason) && found.has(keyid))) continue;
    found.set(keyid, { keyid, reason, last_version_code: LEAVES_EARLIER.has(reason) ? newest : 0 });
  }
  return [...found.values()];
}

/** Reasons that leave what a key signed before as it is. A compromised key, or one revoked for an unknown reason, keeps nothing. */
const LEAVES_EARLIER: ReadonlySet<string> = new Set(["retired", "lost"]);

function pinnable(keys: readonly DeveloperKey[]): readonly PinnedKey[] {
  return keys.filter(reachesDevices).map(pinnedKey);
}

function pinnedKey({ keyid, keytype, scheme, keyval, use, apps }: DeveloperKey): PinnedKey {
  return { keyid, keytype, scheme, keyval: { public: keyval.public }, use, ...(apps !== undefined && { apps }) };
}

function isSameKey(a: PinnedKey, b: DeveloperKey | undefined): boolean {
  const powers = ({ use, apps }: PinnedKey): string => JSON.stringify([use.toSorted(), apps?.toSorted() ?? null]);
  return b !== undefined && powers(a) === powers(b);
}

function refuse(
  problem: LineageProblem,
  reason: string,
): { readonly ok: false; problem: LineageProblem; reason: string } {
  return { ok: false, problem, reason };
}
