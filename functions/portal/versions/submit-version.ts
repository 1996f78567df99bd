import { toldFindings } from "./add-version.ts";
import { checkRules } from "./check-upload.ts";
import type { KnownVersion } from "./version-view.ts";
import type { AppPorts, KnownApp } from "../apps/find-app.ts";
import { requireForge, requireUploads } from "../http/require.ts";
import { problem } from "../problems.ts";
import { judge } from "../registry/judge.ts";
import { type PlacedDocument, placeDocuments } from "../registry/place-documents.ts";
import { openSubmission } from "../submissions/open-submission.ts";
import { toHex } from "../../../src/core/bytes.ts";
import type { Sha256 } from "../../../src/core/ids/ids.ts";
import type { JsonObject } from "../../../src/core/json/value.ts";
import type { VersionBody } from "../../../src/core/registry/documents.ts";

/**
 * Submits an uploaded version with its signed documents.
 *
 * @throws ProblemError `package-missing`, `package-refused`, `document-refused`, `submission-open`
 */
export async function submitVersion(
  documents: readonly JsonObject[],
  app: KnownApp,
  { code, uploaded }: KnownVersion,
  userId: string,
  ports: AppPorts,
) {
  const { crypto, drafts } = ports;
  const [forge, uploads] = [requireForge(ports), requireUploads(ports)];
  if (uploaded === null)
    throw problem("package-missing", "This version came by Git; its package was not uploaded here.");
  const claim = { sha256: uploaded.sha256 as Sha256, length: uploaded.length };
  const placed = placeDocuments(documents, crypto.sha256);
  requireAbout(placed, app, code);
  const bytes = await uploads.read(claim);
  if (bytes === null) {
    throw problem(
      "package-missing",
      "The package is not there yet. POST its length and digest to /apps/{id}/versions again for an address to send it to.",
    );
  }
  if (toHex(crypto.sha256(bytes)) !== claim.sha256) {
    throw problem("package-refused", "What was uploaded is not what was announced.", {
      errors: [{ pointer: "/package", message: `Expected SHA-256 ${claim.sha256}.` }],
    });
  }
  const { opened, report, findings } = await checkRules(bytes, app, ports);
  const packed = { url: uploads.urlOf(claim.sha256), bytes, report };
  requireAddress(placed, packed.url);
  const { kind, base } = await judge({ documents: placed, packed }, ["version", "new-app"], forge, ports);
  await drafts.putVersion({
    ...uploaded,
    content_digest: opened.contentDigest,
    findings: JSON.stringify(toldFindings(findings)),
  });
  const { manifest, track } = versionOf(placed);
  return openSubmission(
    {
      kind,
      subject: app.id,
      title: `${kind === "new-app" ? "Add" : "Update"} ${manifest.name} ${manifest.version}`,
      summary: [`\`${app.id}\` ${manifest.version} (${code}) of \`${app.developer}\`, for ${track}.`],
      files: placed.map(({ file }) => file),
      track,
      versionCode: manifest.version_code,
    },
    { userId, developer: app.developer },
    base.config.policy,
    forge,
    ports,
  );
}

/** Every document is about the app; one of them is its version; who comes to own it is whose draft it is. */
function requireAbout(placed: readonly PlacedDocument[], { id, developer }: KnownApp, code: number): void {
  const refuse = (index: number, message: string): never => {
    const pointer = index < 0 ? "/documents" : `/documents/${index}/signed`;
    throw problem("document-refused", message, { errors: [{ pointer, message }] });
  };
  for (const [index, { place, signed }] of placed.entries()) {
    if (!("app" in place) || place.app !== id) refuse(index, `The document is not about ${id}.`);
    if (place.kind === "app" && signed["owner"] !== developer) refuse(index, `The app is one of "${developer}".`);
  }
  const isThere = placed.some(({ place }) => place.kind === "version" && place.versionCode === code);
  if (!isThere) refuse(-1, `No document is the version ${code} of ${id}.`);
}

/** What review fetches must be what was checked here. */
function requireAddress(placed: readonly PlacedDocument[], url: string): void {
  const index = placed.findIndex(({ place }) => place.kind === "version");
  const named = (placed[index]?.signed["package"] as Partial<VersionBody["package"]> | undefined)?.url;
  if (named === url) return;
  const message = `The version names another address than that of the uploaded package, ${url}.`;
  throw problem("document-refused", message, {
    errors: [{ pointer: `/documents/${index}/signed/package/url`, message }],
  });
}

function versionOf(placed: readonly PlacedDocument[]): VersionBody {
  return placed.find(({ place }) => place.kind === "version")?.signed as unknown as VersionBody;
}
