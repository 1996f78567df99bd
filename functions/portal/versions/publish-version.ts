import type { KnownVersion } from "./version-view.ts";
import type { AppPorts, KnownApp } from "../apps/find-app.ts";
import { requireForge } from "../http/require.ts";
import { problem } from "../problems.ts";
import { judge, readBase } from "../registry/judge.ts";
import { placeDocuments } from "../registry/place-documents.ts";
import { openSubmission } from "../submissions/open-submission.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";
import type { EventBody } from "../../../src/core/registry/documents.ts";
import { versionStates } from "../../../src/core/registry/version-state.ts";

/**
 * Publishes what review has let in. A version that waits for its developer is released by a signed event, which is submitted; any other
 * one that has landed is published by the registry itself, so that there is nothing to do (null).
 *
 * @throws ProblemError `not-reviewed`, `document-refused`, `submission-open`
 */
export async function publishVersion(
  document: JsonObject | null,
  app: KnownApp,
  { code, indexed, submission }: KnownVersion,
  userId: string,
  ports: AppPorts,
) {
  if (indexed !== null) return null;
  const forge = requireForge(ports);
  const { registry } = await readBase(forge, [{ place: { kind: "app", app: app.id }, signed: {} }], ports.crypto);
  const record = registry.apps.get(app.id);
  const landed = record?.versions.find((each) => each.version_code === code);
  if (record === undefined || landed === undefined) {
    const where =
      submission === null ? "Submit it first." : `Look at /submissions/${submission.number} for what it waits for.`;
    throw problem("not-reviewed", `Version ${code} of ${app.id} has not landed. ${where}`);
  }
  if (versionStates(record).get(landed.version_code)?.status !== "unreleased") return null;
  if (document === null) {
    const message = `Version ${code} waits for a release: sign an event with the action \`release\`, as \`mosis release\` does.`;
    throw problem("invalid-request", message, { errors: [{ pointer: "/document", message }] });
  }
  const placed = placeDocuments([document], ports.crypto.sha256, "/document");
  const event = placed[0]?.signed as unknown as EventBody;
  if (
    placed[0]?.place.kind !== "event" ||
    event.app_id !== app.id ||
    event.action !== "release" ||
    event.version_code !== code
  ) {
    const message = `The document is no event that releases version ${code} of ${app.id}.`;
    throw problem("document-refused", message, { errors: [{ pointer: "/document/signed", message }] });
  }
  const { kind, base } = await judge({ documents: placed }, ["event"], forge, ports);
  return openSubmission(
    {
      kind,
      subject: app.id,
      title: `Release ${app.id} ${landed.version} (${code})`,
      summary: [`Event ${event.n} of \`${app.id}\`: release ${code}.`],
      files: placed.map(({ file }) => file),
    },
    { userId, developer: app.developer },
    base.config.policy,
    forge,
    ports,
  );
}
