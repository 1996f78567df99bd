import type { AppPorts, KnownApp } from "./find-app.ts";
import { requireForge } from "../http/require.ts";
import { problem } from "../problems.ts";
import { judge } from "../registry/judge.ts";
import { placeDocuments } from "../registry/place-documents.ts";
import { openSubmission, type Submitter } from "../submissions/open-submission.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";
import type { AppBody } from "../../../src/core/registry/documents.ts";
import { REGISTRY_FOLDER, registryPath } from "../../../src/core/registry/paths.ts";

/**
 * Submits store pages, or a change of who owns an app.
 *
 * @throws ProblemError `document-refused`, `submission-open`
 */
export async function submitAppDocuments(
  documents: readonly JsonObject[],
  { id }: KnownApp,
  by: Submitter,
  ports: AppPorts,
) {
  const forge = requireForge(ports);
  const placed = placeDocuments(documents, ports.crypto.sha256);
  const other = placed.findIndex(({ place }) => !("app" in place) || place.app !== id);
  if (other >= 0) {
    const message = `The document is not about ${id}.`;
    throw problem("document-refused", message, { errors: [{ pointer: `/documents/${other}/signed`, message }] });
  }
  const { kind, base } = await judge({ documents: placed }, ["listing", "transfer"], forge, ports);
  const locales = placed.flatMap(({ place }) => (place.kind === "listing" ? [place.locale] : []));
  const { owner = "" } = (placed[0]?.signed ?? {}) as Partial<AppBody>;
  const said =
    kind === "transfer"
      ? { title: `Give ${id} to ${owner}`, summary: [`\`${id}\` becomes an app of \`${owner}\`.`] }
      : { title: `Change the store page of ${id}`, summary: [`Texts of \`${id}\` in ${locales.join(", ")}.`] };
  return openSubmission(
    { kind, subject: id, ...said, files: placed.map(({ file }) => file) },
    by,
    base.config.policy,
    forge,
    ports,
  );
}

/**
 * Asks for the removal of an app of which nothing was published. Nobody signs that: the portal vouches for its owner, and people decide.
 *
 * @throws ProblemError `document-refused`, `submission-open`
 */
export async function submitRemoval({ id }: KnownApp, by: Submitter, ports: AppPorts) {
  const forge = requireForge(ports);
  const { sha256 } = ports.crypto;
  const place = { kind: "tombstone", app: id } as const;
  const path = REGISTRY_FOLDER + registryPath(place, sha256);
  const text = `${JSON.stringify({ app_id: id, reason: "Removed by its developer before anything was published." }, null, 2)}\n`;
  const file = { path, bytes: new TextEncoder().encode(text) };
  const { kind, base } = await judge({ documents: [], plain: [{ place, file }] }, ["withdraw"], forge, ports);
  const said = {
    title: `Remove ${id}`,
    summary: [`An owner of \`${by.developer}\` asks for the removal of \`${id}\`, of which nothing was published.`],
  };
  return openSubmission({ kind, subject: id, ...said, files: [file] }, by, base.config.policy, forge, ports);
}
