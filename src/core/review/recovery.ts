import type { ChangedDocument, ReviewSubject } from "./review.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, finding } from "../findings/finding.ts";
import { canonicalize } from "../json/canonical.ts";
import { equalBytes } from "../bytes.ts";
import type { DeveloperBody, DeveloperKey, RotationBody } from "../registry/documents.ts";
import { ownerKeys } from "../registry/owner-keys.ts";
import { rotationDigest } from "../registry/rotation-digest.ts";
import { signersOf } from "../signing/signatures.ts";
import { findRecovery, isEarly, recoveryName, type RecoveryStatement } from "../trust/recoveries.ts";

// Who lost every account key gets a new one in by a rotation that only this key signed, on the word of the offline keys (ADR 0009).

/** True when an account key that is in charge in the base tree signed a document. */
export function isSignedInCharge({ document }: ChangedDocument, developer: DeveloperBody, crypto: CryptoPort): boolean {
  const keys = ownerKeys(developer, "account", null, crypto.sha256);
  return document.signed !== null && signersOf(document.signed, keys, crypto).length > 0;
}

/** What the offline keys say of the rotation of a submission; null for every submission but a recovery. */
export function recoveryOf(subject: ReviewSubject, crypto: CryptoPort): RecoveryStatement | null {
  const rotation = subject.documents.find(({ document }) => document.place.kind === "rotation");
  if (rotation === undefined) return null;
  const body = rotation.document.body as unknown as RotationBody;
  const before = subject.base.developers.get(body.developer)?.developer;
  if (before === undefined || isSignedInCharge(rotation, before, crypto)) return null;
  const { developer, seq } = body;
  return findRecovery(subject.recoveries, { developer, seq, rotation: rotationDigest(body, crypto.sha256) });
}

/** Whether a rotation may land on the word of the offline keys, and what people look at then. */
export function recoveryFindings(
  { change }: ChangedDocument,
  statement: RecoveryStatement,
  before: DeveloperBody,
  { documents, now }: ReviewSubject,
  { sha256 }: CryptoPort,
): readonly Finding[] {
  const file = change.path;
  const { developer_seq: follows, not_before: from } = statement;
  const beside = documents.find(({ document }) => document.place.kind === "developer");
  const after = beside?.document.body as unknown as DeveloperBody;
  const lost = new Set<string>(ownerKeys(before, "account", null, sha256).map(({ keyid }) => keyid));
  const problems =
    before.seq === follows
      ? documentProblems(before, after, lost)
      : [
          `The statement follows document ${follows} of "${before.id}"; an account key signed document ${before.seq} since.`,
        ];
  const findings = problems.map((message) => finding("owner/recovery", { file: beside?.change.path ?? file, message }));
  const name = recoveryName(statement);
  if (isEarly(statement, now)) {
    const message = `The recovery ${name} counts from ${from} on.`;
    return [...findings, finding("owner/recovery-early", { file, message })];
  }
  const message = `The offline keys state that "${before.id}" lost every account key. The recovery ${name} counts since ${from}.`;
  return [...findings, finding("risk/recovery", { file, message })];
}

/** The documents of a recovery say that keys are lost, and nothing else: anything more can follow when the owner is back in charge. */
function documentProblems(before: DeveloperBody, after: DeveloperBody, lost: ReadonlySet<string>): readonly string[] {
  const known = new Map<string, DeveloperKey>(before.keys.map((key) => [key.keyid, key]));
  const kept = after.keys.filter(({ keyid }) => known.has(keyid));
  const isNow = (key: DeveloperKey): boolean =>
    key.revoked !== undefined && known.get(key.keyid)?.revoked === undefined;
  const problems = kept
    .filter((key) => (lost.has(key.keyid) ? !isLost(key) : isNow(key) && !isLost(key)))
    .map(({ keyid }) => `The key ${keyid.slice(0, 12)} is not revoked as lost or compromised.`);
  if (!equalBytes(canonicalize(besidesKeys(before, before.keys)), canonicalize(besidesKeys(after, kept)))) {
    problems.push("The developer document changes more than keys.");
  }
  if (after.keys.length > kept.length + 1) problems.push("The developer document adds more than the one key.");
  return problems;
}

function isLost({ revoked }: DeveloperKey): boolean {
  return revoked?.reason === "lost" || revoked?.reason === "compromised";
}

/** What a recovery leaves as it is. */
function besidesKeys(developer: DeveloperBody, keys: readonly DeveloperKey[]): DeveloperBody {
  const unrevoked = keys.map(({ revoked: _, ...key }) => key).toSorted((a, b) => (a.keyid < b.keyid ? -1 : 1));
  return { ...developer, seq: 0, keys: unrevoked };
}
