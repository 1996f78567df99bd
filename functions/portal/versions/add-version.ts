import { checkUpload } from "./check-upload.ts";
import { type KnownVersion, knownVersions } from "./version-view.ts";
import type { AppPorts, KnownApp } from "../apps/find-app.ts";
import { requireUploads } from "../http/require.ts";
import { problem } from "../problems.ts";
import { stillOpen } from "../submissions/open-submission.ts";
import type { PresignedPut } from "../uploads/uploads-port.ts";
import { toHex } from "../../../src/core/bytes.ts";
import type { Finding } from "../../../src/core/findings/finding.ts";
import type { Sha256 } from "../../../src/core/ids/ids.ts";

/** A version that was added, and where its package is to be sent; null where it is there. */
export interface AddedVersion {
  readonly code: number;
  readonly upload: PresignedPut | null;
}

/** What is said of a package that is to come. */
export interface Announcement {
  readonly version_code: number;
  readonly version: string;
  readonly length: number;
  readonly sha256: string;
}

/** What a developer is told of a finding. */
export function toldFindings(findings: readonly Finding[]) {
  return findings.map(({ rule, severity, file, message, fix }) => ({
    rule,
    severity,
    ...(file !== undefined && { file }),
    message,
    fix,
  }));
}

/**
 * Takes a package as it came.
 *
 * @throws ProblemError `package-refused`, `version-exists`
 */
export async function addBytes(
  bytes: Uint8Array,
  app: KnownApp,
  userId: string,
  ports: AppPorts,
): Promise<AddedVersion> {
  const uploads = requireUploads(ports);
  const { opened, findings } = await checkUpload(bytes, app, ports);
  const { version_code: code, version } = opened.manifest;
  const sha256 = toHex(ports.crypto.sha256(bytes)) as Sha256;
  await requireFree(code, sha256, app, ports);
  await uploads.put(sha256, bytes);
  await ports.drafts.putVersion({
    app_id: app.id,
    developer: app.developer,
    version_code: code,
    version,
    sha256,
    length: bytes.length,
    content_digest: opened.contentDigest,
    findings: JSON.stringify(toldFindings(findings)),
    created_by: userId,
    created_at: ports.now().toISOString(),
  });
  return { code, upload: null };
}

/**
 * Keeps a place for a package, and says where to send it; nowhere where these very bytes are there.
 *
 * @throws ProblemError `version-exists`
 */
export async function announce(
  said: Announcement,
  app: KnownApp,
  userId: string,
  ports: AppPorts,
): Promise<AddedVersion> {
  const uploads = requireUploads(ports);
  const { version_code: code, version, length } = said;
  const sha256 = said.sha256 as Sha256;
  const before = await requireFree(code, sha256, app, ports);
  const isThere = before?.uploaded?.content_digest != null;
  if (!isThere) {
    const about = {
      app_id: app.id,
      developer: app.developer,
      version_code: code,
      version,
      sha256,
      length,
      content_digest: null,
      findings: "[]",
    };
    await ports.drafts.putVersion({ ...about, created_by: userId, created_at: ports.now().toISOString() });
  }
  return { code, upload: isThere ? null : await uploads.presign({ sha256, length }, ports.now()) };
}

/** A draft may be replaced, for nothing of it is public; what was submitted or published stays. */
async function requireFree(code: number, sha256: Sha256, app: KnownApp, ports: AppPorts): Promise<KnownVersion | null> {
  const known = (await knownVersions(app, ports)).find((each) => each.code === code) ?? null;
  const isSame = known?.uploaded?.sha256 === sha256;
  const open = ports.forge === null ? [] : await stillOpen(app.id, app.developer, ports.forge, ports);
  const isOut = known?.indexed != null || open.some(({ version_code: other }) => other === code);
  if (isOut && !isSame) {
    throw problem(
      "version-exists",
      `${app.id} has another version ${code}, which is submitted or published. Raise \`version_code\`.`,
    );
  }
  return isSame ? known : null;
}
