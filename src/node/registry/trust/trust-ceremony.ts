import { nodeCrypto } from "../../crypto.ts";
import { equalBytes } from "../../../core/bytes.ts";
import { canonicalize } from "../../../core/json/canonical.ts";
import { encodeAtRest, encodePretty, parseSignedDocument } from "../../../core/json/signed-document.ts";
import { addSignatures, type Signer } from "../../../core/signing/signatures.ts";
import { keyObject, type KeyObject } from "../../../core/signing/public-key.ts";
import { newRoot, newTargets } from "../../../core/trust/ceremony.ts";
import type { RootMetadata, TargetsMetadata } from "../../../core/trust/metadata.ts";
import { parseRoot, parseTargets } from "../../../core/trust/parse-metadata.ts";
import { platformKeysOf } from "../../../core/trust/platform-keys.ts";
import { recoveriesOf, recoveryName, type RecoveryStatement } from "../../../core/trust/recoveries.ts";
import { addDays } from "../../../core/trust/time.ts";
import { TrustError } from "../../../core/trust/trust-error.ts";
import { isSigned, type SignatureNeed, whoSignedRoot, whoSignedTargets } from "../../../core/trust/who-signed.ts";

/** The documents of a registry's `trust/` folder by file name, drafts included. */
export type TrustDocuments = ReadonlyMap<string, Uint8Array>;

/** What a ceremony changes; the rest stays, and everything it writes holds for a year. */
export interface Rotation {
  readonly offline?: readonly KeyObject[];
  readonly timestamp?: KeyObject;
  readonly snapshot?: KeyObject;
  readonly bins?: KeyObject;
  readonly platform?: readonly KeyObject[];
  readonly bitLength?: number;
  /** Stated from now on, besides what is stated already. */
  readonly recover?: readonly RecoveryStatement[];
  /** Names of statements that are taken back, see `recoveryName`. */
  readonly withdraw?: readonly string[];
}

export interface TrustDocumentStatus {
  readonly file: string;
  readonly expires: string;
  /** Whole days; negative once it has expired. */
  readonly daysLeft: number;
  readonly needs: readonly SignatureNeed[];
  readonly isSigned: boolean;
}

const YEAR_DAYS = 365;
const DAY_MS = 86_400_000;

/**
 * The next root and the next targets as drafts without a signature. Both, so that they expire together and new offline keys
 * sign the targets, too.
 *
 * @throws TrustError when a document is missing or broken, or when the choice makes no valid one; `signature-threshold` while an
 * earlier draft still lacks signatures
 */
export function draftRotation(documents: TrustDocuments, rotation: Rotation, now: Date): TrustDocuments {
  const { root, targets } = newest(documents);
  const draft = trustStatus(documents, now).find((each) => !each.isSigned);
  if (draft !== undefined) {
    throw new TrustError("signature-threshold", draft.file, "It is still a draft: have it signed, or delete it first.");
  }
  const { sha256 } = nodeCrypto;
  const expires = addDays(now, YEAR_DAYS);
  const kept = (keys: RootMetadata["roles"]["root"]["keys"]): readonly KeyObject[] =>
    keys.map(({ bytes }) => keyObject(bytes));
  const { roles } = root;
  const offline = (role: "root" | "targets") => ({
    keys: rotation.offline ?? kept(roles[role].keys),
    threshold: roles[role].threshold,
  });
  const online = (role: "snapshot" | "timestamp") => ({
    keys: rotation[role] === undefined ? kept(roles[role].keys) : [rotation[role]],
    threshold: 1,
  });
  const nextRoot = newRoot(
    {
      version: root.version + 1,
      expires,
      roles: {
        root: offline("root"),
        targets: offline("targets"),
        snapshot: online("snapshot"),
        timestamp: online("timestamp"),
      },
    },
    sha256,
  );
  if (targets.bins === null) throw new TrustError("malformed", targets.file, "It does not delegate to bins.");
  const nextTargets = newTargets(
    {
      version: targets.version + 1,
      expires,
      platformKeys: rotation.platform ?? kept(platformKeysOf(targets, sha256)),
      binKeys: rotation.bins === undefined ? kept(targets.bins.keys) : [rotation.bins],
      bitLength: rotation.bitLength ?? targets.bins.bitLength,
      recoveries: nextRecoveries(targets, rotation),
    },
    sha256,
  );
  return new Map([
    [`${root.version + 1}.root.json`, encodePretty({ signatures: [], signed: nextRoot })],
    [`${targets.version + 1}.targets.json`, encodePretty({ signatures: [], signed: nextTargets })],
  ]);
}

function nextRecoveries(
  targets: TargetsMetadata,
  { recover = [], withdraw = [] }: Rotation,
): readonly RecoveryStatement[] {
  const stated = recoveriesOf(targets);
  const kept = stated.filter((each) => !withdraw.includes(recoveryName(each)));
  const unknown = withdraw.find((name) => !stated.some((each) => recoveryName(each) === name));
  if (unknown !== undefined) throw new TrustError("missing", targets.file, `It states no recovery ${unknown}.`);
  const twice = recover.map(recoveryName).find((name) => kept.some((each) => recoveryName(each) === name));
  if (twice === undefined) return [...kept, ...recover];
  const advice = `Withdraw that statement in the same ceremony: --withdraw-recovery ${twice}`;
  throw new TrustError("malformed", targets.file, `It states a recovery ${twice} already. ${advice}`);
}

/** What the newest targets file changes about recoveries. */
export interface RecoveryChanges {
  /** All that it states. */
  readonly stated: readonly RecoveryStatement[];
  /** Those that the file before did not state just so. */
  readonly added: readonly RecoveryStatement[];
  /** Those of the file before that it does not state just so. */
  readonly withdrawn: readonly RecoveryStatement[];
}

/**
 * What key holders sign for.
 *
 * @throws TrustError when a document is missing or broken
 */
export function recoveryChanges(documents: TrustDocuments): RecoveryChanges {
  const { targets } = newest(documents);
  const stated = recoveriesOf(targets);
  const name = `${targets.version - 1}.targets.json`;
  const before = documents.has(name)
    ? recoveriesOf(parseTargets(atRest(documents, name), name, nodeCrypto.sha256))
    : [];
  const without = (list: typeof stated, other: typeof stated): typeof stated =>
    list.filter((each) => !other.some((one) => equalBytes(canonicalize(one), canonicalize(each))));
  return { stated, added: without(stated, before), withdrawn: without(before, stated) };
}

/** Adds a key's signature wherever one is still wanted from it; gives the documents that changed. */
export function signDrafts(documents: TrustDocuments, signer: Signer, now: Date): TrustDocuments {
  const signed = new Map<string, Uint8Array>();
  for (const { file, needs } of trustStatus(documents, now)) {
    // Nothing is added to a document that has enough: devices may have it already, byte for byte.
    const open = needs.filter(({ signed: by, threshold }) => by.length < threshold);
    if (!open.some(({ missing }) => missing.includes(signer.key.keyid))) continue;
    const bytes = documents.get(file) ?? new Uint8Array();
    const parsed = parseSignedDocument(bytes, file);
    if (parsed.ok) signed.set(file, encodePretty(addSignatures(parsed.document, [signer])));
  }
  return signed;
}

/**
 * The state of the newest root and targets.
 *
 * @throws TrustError when one is missing or broken
 */
export function trustStatus(documents: TrustDocuments, now: Date): readonly TrustDocumentStatus[] {
  const { root, before, targets } = newest(documents);
  return [
    status(root, whoSignedRoot(root, before, nodeCrypto), now),
    status(targets, whoSignedTargets(targets, root, nodeCrypto), now),
  ];
}

function status(
  { file, expires }: RootMetadata | TargetsMetadata,
  needs: readonly SignatureNeed[],
  now: Date,
): TrustDocumentStatus {
  const daysLeft = Math.floor((Date.parse(expires) - now.getTime()) / DAY_MS);
  return { file, expires, daysLeft, needs, isSigned: isSigned(needs) };
}

function newest(documents: TrustDocuments): {
  readonly root: RootMetadata;
  readonly before: RootMetadata | null;
  readonly targets: TargetsMetadata;
} {
  const versions = (kind: string): readonly number[] =>
    [...documents.keys()]
      .flatMap((name) => (name.endsWith(`.${kind}.json`) ? [Number.parseInt(name, 10)] : []))
      .toSorted((a, b) => b - a);
  const [root = 1] = versions("root");
  const [targets = 1] = versions("targets");
  const { sha256 } = nodeCrypto;
  return {
    root: parseRoot(atRest(documents, `${root}.root.json`), `${root}.root.json`, sha256),
    before: root === 1 ? null : parseRoot(atRest(documents, `${root - 1}.root.json`), `${root - 1}.root.json`, sha256),
    targets: parseTargets(atRest(documents, `${targets}.targets.json`), `${targets}.targets.json`, sha256),
  };
}

function atRest(documents: TrustDocuments, file: string): Uint8Array {
  const bytes = documents.get(file);
  if (bytes === undefined) throw new TrustError("missing", file, "The trust folder does not have it.");
  const parsed = parseSignedDocument(bytes, file);
  if (parsed.ok) return encodeAtRest(parsed.document);
  throw new TrustError("malformed", file, parsed.findings[0]?.message ?? "It is not a signed document.");
}
