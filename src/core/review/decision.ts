import type { Report } from "./review.ts";
import type { Sha256Function } from "../crypto.ts";
import type { AppId, VersionCode } from "../ids/ids.ts";
import type { Decision, VersionBody } from "../registry/documents.ts";
import type { RegistryFiles } from "../registry/model.ts";
import { parseRegistryDocument } from "../registry/parse-document.ts";
import { parseRegistryPath, REGISTRY_FOLDER, registryPath } from "../registry/paths.ts";
import type { Change } from "../registry/submission.ts";

export interface DecisionInput {
  readonly report: Report;
  readonly changes: readonly Change[];
  /** Commits that were compared. */
  readonly base: string;
  readonly head: string;
  /** Numeric account, null when no person was needed. */
  readonly reviewer: number | null;
  /** Version of `mosis` that judged. */
  readonly validatorVersion: string;
}

/** The decision file of a landed submission; null for those that are about a developer, whose history is Git's. */
export function nextDecision(
  input: DecisionInput,
  files: RegistryFiles,
  sha256: Sha256Function,
): { readonly path: string; readonly bytes: Uint8Array } | null {
  const subject = subjectOf(input.changes, files, sha256);
  if (subject === null) return null;
  const { app, versionCode } = subject;
  let n = 1;
  while (files.has(registryPath({ kind: "decision", app, versionCode, n }, sha256))) n += 1;
  const { report, base, head, reviewer } = input;
  const decision: Decision = {
    app_id: app,
    version_code: versionCode,
    n,
    verdict: reviewer === null ? "merge" : "approved",
    reasons: report.findings.map(({ rule, message }) => ({ rule, evidence: message })),
    reviewer,
    inputs: { base, head, ...(subject.packageSha256 !== undefined && { package_sha256: subject.packageSha256 }) },
    validator_version: input.validatorVersion,
  };
  return {
    path: REGISTRY_FOLDER + registryPath({ kind: "decision", app, versionCode, n }, sha256),
    bytes: new TextEncoder().encode(`${JSON.stringify(decision, null, 2)}\n`),
  };
}

interface DecisionSubject {
  readonly app: AppId;
  readonly versionCode: VersionCode;
  readonly packageSha256?: VersionBody["package"]["sha256"];
}

/** The version a submission is about: the one it adds or acts on, else the newest of its app. */
function subjectOf(changes: readonly Change[], files: RegistryFiles, sha256: Sha256Function): DecisionSubject | null {
  let app: AppId | null = null;
  for (const { path, after } of changes) {
    const relative = path.slice(REGISTRY_FOLDER.length);
    const place = parseRegistryPath(relative, sha256);
    if (place === null || !("app" in place)) continue;
    app = place.app;
    if (place.kind !== "version" && place.kind !== "event") continue;
    const parsed = after === null ? null : parseRegistryDocument(place, relative, after);
    if (parsed?.ok !== true) continue;
    const body = parsed.document.body as unknown as Pick<VersionBody, "version_code"> & Partial<VersionBody>;
    const packed = body.package === undefined ? {} : { packageSha256: body.package.sha256 };
    return { app, versionCode: body.version_code, ...packed };
  }
  const newest = app === null ? null : newestVersion(app, files, sha256);
  return app === null || newest === null ? null : { app, versionCode: newest };
}

function newestVersion(app: AppId, files: RegistryFiles, sha256: Sha256Function): VersionCode | null {
  const codes = [...files.keys()].flatMap((path) => {
    const place = parseRegistryPath(path, sha256);
    return place?.kind === "version" && place.app === app ? [place.versionCode] : [];
  });
  return codes.sort((a, b) => b - a)[0] ?? null;
}
