import { developerFindings } from "./developer-authority.ts";
import { ownerOf } from "./owner.ts";
import type { ChangedDocument, ReviewSubject } from "./review.ts";
import { rotationFindings } from "./rotation-authority.ts";
import { nextSeq } from "./sequence.ts";
import type { CryptoPort } from "../crypto.ts";
import { echoJson, type Finding, finding } from "../findings/finding.ts";
import type { AppId, DeveloperId } from "../ids/ids.ts";
import type { AppBody, KeyUse } from "../registry/documents.ts";
import { ownerKeys } from "../registry/owner-keys.ts";
import { signersOf } from "../signing/signatures.ts";

/**
 * Who may say this: every document is for this registry and signed by keys that are in charge in the base tree. Only the first
 * document of a developer is its own authority.
 */
export function authorityFindings(subject: ReviewSubject, crypto: CryptoPort): readonly Finding[] {
  return subject.documents.flatMap((each) => [...registryName(each, subject), ...signatures(each, subject, crypto)]);
}

/** A document is for one registry, so that nobody replays it into another. */
export function registryName(
  { change, document }: ChangedDocument,
  { base }: Pick<ReviewSubject, "base">,
): readonly Finding[] {
  const named = document.signed?.signed["registry"] ?? null;
  if (document.signed === null || named === base.config.name) return [];
  const message = `The document is for the registry ${echoJson(named)}, this is "${base.config.name}".`;
  return [finding("registry/other-registry", { file: change.path, pointer: "/signed/registry", message })];
}

function signatures(changed: ChangedDocument, subject: ReviewSubject, crypto: CryptoPort): readonly Finding[] {
  const { place } = changed.document;
  switch (place.kind) {
    case "developer":
      return developerFindings(changed, subject, crypto);
    case "rotation":
      return rotationFindings(changed, subject, crypto);
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
    const message = owner === null ? `There is no app ${app}.` : `There is no developer "${owner}".`;
    return [finding("registry/dangling", { file: change.path, message })];
  }
  const keys = ownerKeys(record.developer, use, app, crypto.sha256);
  if (document.signed !== null && signersOf(document.signed, keys, crypto).length > 0) return [];
  const message = `No valid signature by a key of "${owner}" that may sign a ${document.place.kind} of ${app}.`;
  return [finding("owner/signature", { file: change.path, message, expected: `a key whose "use" has "${use}"` })];
}

/** A new app is signed by its owner, a change of owner by both. */
function appSignatures(changed: ChangedDocument, subject: ReviewSubject, crypto: CryptoPort): readonly Finding[] {
  const after = changed.document.body as unknown as AppBody;
  const before = subject.base.apps.get(after.app_id)?.app;
  const owners = new Set(before === undefined ? [after.owner] : [before.owner, after.owner]);
  const findings = [...owners].flatMap((owner) =>
    signedByOwner(changed, owner, "account", after.app_id, subject, crypto),
  );
  return [...findings, ...nextSeq(changed, before?.seq ?? 0, after.seq)];
}
