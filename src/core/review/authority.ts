import type { ChangedDocument, ReviewSubject } from "./review.ts";
import type { CryptoPort } from "../crypto.ts";
import { type Finding, finding } from "../findings/finding.ts";
import type { AppId, DeveloperId, KeyId } from "../ids/ids.ts";
import type { AppBody, DeveloperBody, DeveloperKey, KeyUse, RotationBody } from "../registry/documents.ts";
import { ownerKeys } from "../registry/owner-keys.ts";
import { keyIdOf, type PublicKey, publicKeyOf } from "../signing/public-key.ts";
import { signersOf } from "../signing/signatures.ts";

/**
 * Who may say this: every document is for this registry and signed by keys that are in charge in the base tree. Only the first
 * document of a developer is its own authority.
 */
export function authorityFindings(subject: ReviewSubject, crypto: CryptoPort): readonly Finding[] {
  return subject.documents.flatMap((each) => [...registryName(each, subject), ...signatures(each, subject, crypto)]);
}

function registryName({ change, document }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const named = document.signed?.signed["registry"];
  if (document.signed === null || named === base.config.name) return [];
  const message = `The document is for the registry ${JSON.stringify(named)}, this is "${base.config.name}".`;
  return [finding("registry/other-registry", { file: change.path, pointer: "/signed/registry", message })];
}

function signatures(changed: ChangedDocument, subject: ReviewSubject, crypto: CryptoPort): readonly Finding[] {
  const { place } = changed.document;
  switch (place.kind) {
    case "developer":
      return developerSignatures(changed, subject, crypto);
    case "rotation":
      return rotationSignatures(changed, subject, crypto);
    case "app":
      return appSignatures(changed, subject, crypto);
    case "listing":
    case "version":
      return signedByOwner(changed, ownerOf(place.app, subject), "version", place.app, subject, crypto);
    case "event":
      return signedByOwner(changed, ownerOf(place.app, subject), "event", place.app, subject, crypto);
    default:
      return [];
  }
}

/** The owner in the base tree, or the one a new app names; that one has to sign app.json. */
function ownerOf(app: AppId, { base, documents }: ReviewSubject): DeveloperId | null {
  const existing = base.apps.get(app)?.app.owner;
  if (existing !== undefined) return existing;
  const added = documents.find(({ document }) => document.place.kind === "app")?.document.body;
  return added === undefined ? null : (added as unknown as AppBody).owner;
}

function signedByOwner(
  { change, document }: ChangedDocument,
  owner: DeveloperId | null,
  use: KeyUse,
  app: AppId,
  { base }: ReviewSubject,
  crypto: CryptoPort,
): readonly Finding[] {
  const record = owner === null ? undefined : base.developers.get(owner);
  if (record === undefined) {
    const message = owner === null ? `There is no app ${app}.` : `There is no developer ${owner}.`;
    return [finding("registry/dangling", { file: change.path, message })];
  }
  const keys = ownerKeys(record.developer, use, app, crypto.sha256);
  if (document.signed !== null && signersOf(document.signed, keys, crypto).length > 0) return [];
  const message = `No valid signature by a key of "${owner}" that may sign a ${document.place.kind} of ${app}.`;
  return [finding("owner/signature", { file: change.path, message, expected: `"use" with "${use}"` })];
}

function appSignatures(changed: ChangedDocument, subject: ReviewSubject, crypto: CryptoPort): readonly Finding[] {
  const after = changed.document.body as unknown as AppBody;
  const before = subject.base.apps.get(after.app_id)?.app;
  const owners = new Set(before === undefined ? [after.owner] : [before.owner, after.owner]);
  const findings = [...owners].flatMap((owner) =>
    signedByOwner(changed, owner, "account", after.app_id, subject, crypto),
  );
  return [...findings, ...nextSeq(changed, before?.seq ?? 0, after.seq)];
}

function developerSignatures(changed: ChangedDocument, subject: ReviewSubject, crypto: CryptoPort): readonly Finding[] {
  const { change, document } = changed;
  const after = document.body as unknown as DeveloperBody;
  const before = subject.base.developers.get(after.id)?.developer;
  const findings = [...nextSeq(changed, before?.seq ?? 0, after.seq), ...keyForms(changed, after.keys, crypto)];
  const known = new Set(before?.keys.map(({ keyid }) => keyid));
  const added = after.keys.filter(({ keyid }) => !known.has(keyid));
  findings.push(...mustAllSign(changed, added, crypto));
  if (before === undefined) return findings;
  const keys = ownerKeys(before, "account", null, crypto.sha256);
  if (document.signed === null || signersOf(document.signed, keys, crypto).length === 0) {
    const message = `No valid signature by an account key of "${after.id}".`;
    findings.push(finding("owner/signature", { file: change.path, message, expected: '"use" with "account"' }));
  }
  return [...findings, ...keptKeys(changed, before, after), ...lineageKeys(changed, subject, added)];
}

/** A key reaches devices only through a rotation; a developer document that adds one without it would be a dead end. */
function lineageKeys(
  { change }: ChangedDocument,
  { documents }: ReviewSubject,
  added: readonly DeveloperKey[],
): readonly Finding[] {
  const rotated = documents
    .filter(({ document }) => document.place.kind === "rotation")
    .map(({ document }) => (document.body as unknown as RotationBody).key.keyid);
  return added
    .filter(({ keyid, use }) => use.includes("package") && !rotated.includes(keyid))
    .map(({ keyid }) => {
      const message = `The package key ${keyid.slice(0, 12)} is added without a rotation that signs it in.`;
      return finding("owner/signature", { file: change.path, message, fix: "Use `mosis keys rotate`." });
    });
}

function rotationSignatures(changed: ChangedDocument, subject: ReviewSubject, crypto: CryptoPort): readonly Finding[] {
  const { change, document } = changed;
  const body = document.body as unknown as RotationBody;
  const record = subject.base.developers.get(body.developer);
  if (record === undefined) {
    return [finding("registry/dangling", { file: change.path, message: `There is no developer ${body.developer}.` })];
  }
  const findings = [...nextSeq(changed, record.rotations.length, body.seq), ...keyForms(changed, [body.key], crypto)];
  findings.push(...mustAllSign(changed, [body.key], crypto));
  const keys = ownerKeys(record.developer, "account", null, crypto.sha256);
  if (document.signed === null || signersOf(document.signed, keys, crypto).length === 0) {
    const message = `No valid signature by an older account key of "${body.developer}".`;
    findings.push(finding("owner/signature", { file: change.path, message, expected: '"use" with "account"' }));
  }
  return findings;
}

function nextSeq({ change }: ChangedDocument, previous: number, seq: number): readonly Finding[] {
  if (seq === previous + 1) return [];
  const detail = {
    file: change.path,
    pointer: "/signed/seq",
    message: `"seq" is ${seq}.`,
    expected: `${previous + 1}`,
  };
  return [finding("owner/seq", detail)];
}

function keyForms({ change }: ChangedDocument, keys: readonly DeveloperKey[], crypto: CryptoPort): readonly Finding[] {
  return keys
    .filter((key) => keyIdOf(key, crypto.sha256) !== key.keyid)
    .map((key) =>
      finding("owner/key-id", {
        file: change.path,
        message: `The key ${key.keyid} has another id.`,
        expected: keyIdOf(key, crypto.sha256),
      }),
    );
}

function mustAllSign(
  { change, document }: ChangedDocument,
  keys: readonly DeveloperKey[],
  crypto: CryptoPort,
): readonly Finding[] {
  const publicKeys = keys.map((key) => publicKeyOf(key, crypto.sha256)).filter((key): key is PublicKey => key !== null);
  const signers = new Set<KeyId>(document.signed === null ? [] : signersOf(document.signed, publicKeys, crypto));
  return keys
    .filter(({ keyid }) => !signers.has(keyid))
    .map(({ keyid }) => {
      const message = `The key ${keyid.slice(0, 12)} did not sign the document that adds it.`;
      return finding("owner/signature", { file: change.path, message, fix: "Sign with every key that is added." });
    });
}

function keptKeys({ change }: ChangedDocument, before: DeveloperBody, after: DeveloperBody): readonly Finding[] {
  const now = new Map(after.keys.map((key) => [key.keyid, key]));
  return before.keys.flatMap((key) => {
    const kept = now.get(key.keyid);
    const sameUse = kept !== undefined && JSON.stringify([key.use, key.apps]) === JSON.stringify([kept.use, kept.apps]);
    const revived = key.revoked !== undefined && kept?.revoked === undefined;
    if (sameUse && !revived) return [];
    const message = `The key ${key.keyid.slice(0, 12)} is removed, changed or no longer revoked.`;
    return [finding("owner/key-removed", { file: change.path, message })];
  });
}
