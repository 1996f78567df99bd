import { isSignedInCharge, recoveryOf } from "./recovery.ts";
import type { ChangedDocument, ReviewSubject } from "./review.ts";
import { nextSeq } from "./sequence.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, finding } from "../findings/finding.ts";
import type { KeyId } from "../ids/ids.ts";
import type { DeveloperBody, DeveloperKey, RotationBody } from "../registry/documents.ts";
import { ownerKeys, reachesDevices } from "../registry/owner-keys.ts";
import { keyIdOf, publicKeyOf } from "../signing/public-key.ts";
import { signersOf } from "../signing/signatures.ts";

/**
 * Whether a developer may change their own document so: by an account key of the one before, or as the offline keys state, and
 * without losing history.
 */
export function developerFindings(
  changed: ChangedDocument,
  subject: ReviewSubject,
  crypto: CryptoPort,
): readonly Finding[] {
  const after = changed.document.body as unknown as DeveloperBody;
  const before = subject.base.developers.get(after.id)?.developer;
  const known = new Set(before?.keys.map(({ keyid }) => keyid));
  const added = after.keys.filter(({ keyid }) => !known.has(keyid));
  const always = [
    ...nextSeq(changed, before?.seq ?? 0, after.seq),
    ...keyForms(changed, after.keys, crypto),
    ...mustAllSign(changed, added, crypto),
    ...accountKey(changed, after, crypto),
  ];
  if (before === undefined) return always;
  return [
    ...always,
    ...(recoveryOf(subject, crypto) === null ? signedByAccountKey(changed, before, crypto) : []),
    ...keptKeys(changed, before, after),
    ...lineageKeys(changed, subject, added),
  ];
}

/** The signature of an account key that is in charge in the base tree. */
export function signedByAccountKey(
  changed: ChangedDocument,
  developer: DeveloperBody,
  crypto: CryptoPort,
): readonly Finding[] {
  if (isSignedInCharge(changed, developer, crypto)) return [];
  const message = `No valid signature by an account key of "${developer.id}".`;
  const expected = 'a key whose "use" has "account"';
  return [finding("owner/signature", { file: changed.change.path, message, expected })];
}

/** A key names itself by its digest; a list of keys holds each once. */
export function keyForms(
  { change }: ChangedDocument,
  keys: readonly DeveloperKey[],
  crypto: CryptoPort,
): readonly Finding[] {
  const wrong = keys
    .filter((key) => keyIdOf(key, crypto.sha256) !== key.keyid)
    .map((key) =>
      finding("owner/key-id", {
        file: change.path,
        message: `The key ${key.keyid} has another id.`,
        expected: keyIdOf(key, crypto.sha256),
      }),
    );
  const twice = keys
    .filter(({ keyid }, at) => keys.findIndex((each) => each.keyid === keyid) < at)
    .map(({ keyid }) =>
      finding("owner/key-id", {
        file: change.path,
        message: `The key ${keyid} is listed twice.`,
        expected: "each once",
      }),
    );
  return [...wrong, ...twice];
}

/** Whoever adds a key has it. */
export function mustAllSign(
  { change, document }: ChangedDocument,
  keys: readonly DeveloperKey[],
  crypto: CryptoPort,
): readonly Finding[] {
  const publicKeys = keys.flatMap((key) => publicKeyOf(key, crypto.sha256) ?? []);
  const signers = new Set<KeyId>(document.signed === null ? [] : signersOf(document.signed, publicKeys, crypto));
  return keys
    .filter(({ keyid }) => !signers.has(keyid))
    .map(({ keyid }) => {
      const message = `The key ${keyid.slice(0, 12)} did not sign the document that adds it.`;
      return finding("owner/signature", { file: change.path, message, fix: "Sign with every key that is added." });
    });
}

/** Without one the document could never be changed again. */
function accountKey({ change }: ChangedDocument, after: DeveloperBody, crypto: CryptoPort): readonly Finding[] {
  if (ownerKeys(after, "account", null, crypto.sha256).length > 0) return [];
  const message = `"${after.id}" would have no account key in charge.`;
  return [finding("owner/no-account-key", { file: change.path, pointer: "/signed/keys", message })];
}

/**
 * A package or account key reaches devices only through a rotation; in a developer document without one it would be a dead end, or
 * change the first keys that devices have pinned.
 */
function lineageKeys(
  { change }: ChangedDocument,
  { documents }: ReviewSubject,
  added: readonly DeveloperKey[],
): readonly Finding[] {
  const rotated = new Set(
    documents
      .filter(({ document }) => document.place.kind === "rotation")
      .map(({ document }) => (document.body as unknown as RotationBody).key.keyid),
  );
  return added
    .filter((key) => reachesDevices(key) && !rotated.has(key.keyid))
    .map(({ keyid }) => {
      const message = `The key ${keyid.slice(0, 12)} is added without a rotation that signs it in.`;
      return finding("owner/rotation", { file: change.path, message });
    });
}

/** Keys stay, with what they may do; one that was revoked stays so, and only ever for a worse reason. */
function keptKeys({ change }: ChangedDocument, before: DeveloperBody, after: DeveloperBody): readonly Finding[] {
  const now = new Map(after.keys.map((key) => [key.keyid, key]));
  return before.keys.flatMap((key) => {
    const kept = now.get(key.keyid);
    if (kept !== undefined && isSamePower(key, kept) && isStillRevoked(key.revoked, kept.revoked)) return [];
    const message = `The key ${key.keyid.slice(0, 12)} is removed, changed or no longer revoked as it was.`;
    return [finding("owner/key-removed", { file: change.path, message })];
  });
}

function isSamePower(a: DeveloperKey, b: DeveloperKey): boolean {
  const power = ({ use, apps }: DeveloperKey): string => JSON.stringify([use.toSorted(), apps?.toSorted() ?? null]);
  return power(a) === power(b);
}

function isStillRevoked(before: DeveloperKey["revoked"], after: DeveloperKey["revoked"]): boolean {
  if (before === undefined) return true;
  if (after?.from_seq !== before.from_seq) return false;
  return after.reason === before.reason || after.reason === "compromised";
}
