import type { Identity } from "../accounts/identity.ts";
import type { AppPorts } from "../apps/find-app.ts";
import { requireForge, requireRole } from "../http/require.ts";
import { problem } from "../problems.ts";
import { judge } from "../registry/judge.ts";
import { placeDocuments } from "../registry/place-documents.ts";
import { openSubmission } from "../submissions/open-submission.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";
import type { DeveloperBody } from "../../../src/core/registry/documents.ts";
import type { SubmissionKind } from "../../../src/core/registry/submission.ts";

/** What somebody wants to do with keys. */
export type KeyAction = { readonly kind: "add" } | { readonly kind: "revoke"; readonly keyid: string };

/**
 * Submits a signed developer document. The first one of a developer is its own authority; a later one comes from an owner.
 *
 * @throws ProblemError `document-refused`, `not-a-member`, `insufficient-role`, `not-found`, `submission-open`
 */
export async function submitKeys(
  documents: readonly JsonObject[],
  action: KeyAction,
  identity: Identity,
  ports: AppPorts,
) {
  const forge = requireForge(ports);
  const placed = placeDocuments(documents, ports.crypto.sha256);
  const after = placed.find(({ place }) => place.kind === "developer")?.signed as unknown as DeveloperBody | undefined;
  const isOther = placed.some(({ place }) => !("developer" in place) || place.developer !== after?.id);
  if (after === undefined || isOther) {
    const message = "Send one developer document, and the rotations that go with it.";
    throw problem("document-refused", message, { errors: [{ pointer: "/documents", message }] });
  }
  const isNew = action.kind === "add" && after.seq === 1;
  // Before anything is told of what the registry has.
  if (!isNew) await requireRole(identity, after.id, "owner", ports);
  const kinds: readonly SubmissionKind[] = isNew ? ["register"] : ["developer-change", "rotate"];
  const { kind, base } = await judge({ documents: placed }, kinds, forge, ports);
  if (action.kind === "revoke") requireRevoked(after, action.keyid, base.developers.get(after.id)?.developer);
  return openSubmission(
    { kind, subject: after.id, ...saidOf(kind, action, after), files: placed.map(({ file }) => file) },
    { userId: identity.userId, developer: after.id },
    base.config.policy,
    forge,
    ports,
  );
}

function requireRevoked({ id, keys }: DeveloperBody, keyid: string, before: DeveloperBody | undefined): void {
  if (!before?.keys.some((each) => each.keyid === keyid)) throw problem("not-found", `"${id}" has no key ${keyid}.`);
  if (keys.some((each) => each.keyid === keyid && each.revoked !== undefined)) return;
  const message = `The key ${keyid} is not revoked in the document.`;
  throw problem("document-refused", message, { errors: [{ pointer: "/documents/0/signed/keys", message }] });
}

/** As `mosis keys` says it. */
function saidOf(kind: SubmissionKind, action: KeyAction, { id, keys }: DeveloperBody) {
  if (kind === "register") {
    return { title: `Register ${id}`, summary: [`Registers \`${id}\` with the key \`${keys[0]?.keyid ?? ""}\`.`] };
  }
  if (action.kind === "revoke") {
    return {
      title: `Revoke a key of ${id}`,
      summary: [`The key \`${action.keyid}\` of \`${id}\` signs nothing any more.`],
    };
  }
  const title = kind === "rotate" ? `Add a key of ${id}` : `Change ${id}`;
  return { title, summary: [`Changes what the registry says of \`${id}\`, which has ${keys.length} keys then.`] };
}
