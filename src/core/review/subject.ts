import type { Sha256Function } from "../crypto.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import type { EventBody, VersionBody } from "../registry/documents.ts";
import type { Registry } from "../registry/model.ts";
import { parseRegistryDocument } from "../registry/parse-document.ts";
import { parseRegistryPath, REGISTRY_FOLDER } from "../registry/paths.ts";
import type { Change } from "../registry/submission.ts";

/** What a submission is about. */
export interface SubmissionSubject {
  readonly app: AppId;
  /** The version that it adds or acts on, else the newest of the app; null for an app without any. */
  readonly versionCode: VersionCode | null;
  /** The document of the version that it adds. */
  readonly version: VersionBody | null;
}

/** The app of a submission; null for those that are about a developer, or about nothing. */
export function submissionSubject(
  changes: readonly Change[],
  base: Pick<Registry, "apps">,
  sha256: Sha256Function,
): SubmissionSubject | null {
  let app: AppId | null = null;
  for (const { path, after } of changes) {
    if (!path.startsWith(REGISTRY_FOLDER)) continue;
    const relative = path.slice(REGISTRY_FOLDER.length);
    const place = parseRegistryPath(relative, sha256);
    if (place === null || !("app" in place)) continue;
    app = place.app;
    if (place.kind !== "version" && place.kind !== "event") continue;
    const parsed = after === null ? null : parseRegistryDocument(place, relative, after);
    if (parsed?.ok !== true) continue;
    if (place.kind === "event") {
      const { version_code: versionCode } = parsed.document.body as unknown as EventBody;
      return { app, versionCode, version: null };
    }
    const version = parsed.document.body as unknown as VersionBody;
    return { app, versionCode: version.version_code, version };
  }
  if (app === null) return null;
  return { app, versionCode: base.apps.get(app)?.versions.at(-1)?.version_code ?? null, version: null };
}
