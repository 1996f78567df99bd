import { keyForms, mustAllSign, signedByAccountKey } from "./developer-authority.ts";
import { isSignedInCharge, recoveryFindings, recoveryOf } from "./recovery.ts";
import type { ChangedDocument, ReviewSubject } from "./review.ts";
import { nextSeq } from "./sequence.ts";
import { equalBytes, toHex } from "../bytes.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, finding } from "../findings/finding.ts";
import { canonicalize } from "../json/canonical.ts";
import type { DeveloperBody, DeveloperKey, RotationBody } from "../registry/documents.ts";
import type { DeveloperRecord } from "../registry/model.ts";

/**
 * Whether a rotation is one that devices follow: next in its chain, and signed by the key it adds and by an older account key. The
 * word of the offline keys may stand for the second.
 */
export function rotationFindings(
  changed: ChangedDocument,
  subject: ReviewSubject,
  crypto: CryptoPort,
): readonly Finding[] {
  const { change, document } = changed;
  const body = document.body as unknown as RotationBody;
  const record = subject.base.developers.get(body.developer);
  if (record === undefined) {
    return [finding("registry/dangling", { file: change.path, message: `There is no developer "${body.developer}".` })];
  }
  return [
    ...linkFindings(changed, record, crypto),
    ...inCharge(changed, record, subject, crypto),
    ...agreement(changed, record, body, subject),
  ];
}

/** Whether a rotation is the next in its chain and signed by the key it adds. */
export function linkFindings(
  changed: ChangedDocument,
  record: DeveloperRecord,
  crypto: CryptoPort,
): readonly Finding[] {
  const body = changed.document.body as unknown as RotationBody;
  return [
    ...nextSeq(changed, record.rotations.length, body.seq),
    ...chain(changed, record, body, crypto),
    ...keyForms(changed, [body.key], crypto),
    ...mustAllSign(changed, [body.key], crypto),
  ];
}

function inCharge(
  changed: ChangedDocument,
  { developer }: DeveloperRecord,
  subject: ReviewSubject,
  crypto: CryptoPort,
): readonly Finding[] {
  if (isSignedInCharge(changed, developer, crypto)) return [];
  const statement = recoveryOf(subject, crypto);
  if (statement !== null) return recoveryFindings(changed, statement, developer, subject, crypto);
  const fix =
    "Sign with an account key in charge. If all are lost, ask the operators for a statement of the offline keys.";
  return signedByAccountKey(changed, developer, crypto).map((each) => ({ ...each, fix }));
}

function chain(
  { change }: ChangedDocument,
  { rotations }: DeveloperRecord,
  { previous, seq }: RotationBody,
  { sha256 }: CryptoPort,
): readonly Finding[] {
  const last = rotations.at(-1)?.signed;
  const expected = last === undefined ? null : toHex(sha256(canonicalize(last)));
  if (previous === expected) return [];
  const message = `Rotation ${seq} does not follow rotation ${last?.seq ?? 0}.`;
  const detail = { pointer: "/signed/previous", message, expected: String(expected) };
  return [finding("registry/chain", { file: change.path, ...detail })];
}

/** Devices read the rotation, reviewers the developer document beside it: both have to say the same. */
function agreement(
  { change }: ChangedDocument,
  { developer }: DeveloperRecord,
  { key, replaces }: RotationBody,
  { documents }: ReviewSubject,
): readonly Finding[] {
  const after = documents.find(({ document }) => document.place.kind === "developer")?.document.body;
  const keys = (after as unknown as DeveloperBody | undefined)?.keys ?? [];
  const problems: string[] = [];
  if (developer.keys.some(({ keyid }) => keyid === key.keyid)) problems.push("The key that it adds is there already.");
  const listed = keys.find(({ keyid }) => keyid === key.keyid);
  if (listed === undefined || !equalBytes(canonicalize(powers(listed)), canonicalize(powers(key)))) {
    problems.push("The developer document does not list the key that it adds just so.");
  }
  if (key.revoked !== undefined) problems.push("It adds a key that is revoked.");
  if (replaces !== undefined && keys.find(({ keyid }) => keyid === replaces)?.revoked === undefined) {
    problems.push("The developer document does not revoke the key that it replaces.");
  }
  return problems.map((message) => finding("owner/rotation", { file: change.path, message }));
}

/** What a device learns of a key. */
function powers({ keyid, keytype, scheme, keyval, use, apps, revoked }: DeveloperKey): DeveloperKey {
  return {
    keyid,
    keytype,
    scheme,
    keyval,
    use,
    ...(apps !== undefined && { apps }),
    ...(revoked !== undefined && { revoked }),
  };
}
