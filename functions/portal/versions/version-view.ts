import type { AppPorts, KnownApp } from "../apps/find-app.ts";
import type { SubmissionTable, VersionTable } from "../drafts/tables.ts";
import type { Static } from "../openapi/schema.ts";
import type { version } from "../openapi/versions.ts";
import type { IndexedVersion } from "../../../src/core/index/app-document.ts";
import { pullStanding } from "../../../src/core/publish/pull-standing.ts";

export type VersionView = Static<typeof version>;

/** What is known of a version, from wherever. */
export interface KnownVersion {
  readonly code: number;
  readonly uploaded: VersionTable | null;
  readonly indexed: IndexedVersion | null;
  /** The newest one. */
  readonly submission: SubmissionTable | null;
}

/** The versions of an app, newest first. */
export async function knownVersions(
  { id, developer }: KnownApp,
  { drafts, reader }: AppPorts,
): Promise<readonly KnownVersion[]> {
  const [uploaded, indexed, submissions] = await Promise.all([
    drafts.versions(id, developer),
    reader?.versions(id) ?? [],
    drafts.submissionsAbout(id, developer),
  ]);
  const codes = new Set<number>([...uploaded, ...indexed].map(({ version_code: code }) => code));
  return [...codes]
    .toSorted((a, b) => b - a)
    .map((code) => ({
      code,
      uploaded: uploaded.find((each) => each.version_code === code) ?? null,
      indexed: indexed.find((each) => each.version_code === code) ?? null,
      submission: submissions.find((each) => each.version_code === code) ?? null,
    }));
}

/** A version as its developer sees it. */
export async function versionView({ id }: KnownApp, known: KnownVersion, ports: AppPorts): Promise<VersionView> {
  const { code, uploaded, indexed, submission } = known;
  const findings = JSON.parse(uploaded?.findings ?? "[]") as NonNullable<VersionView["findings"]>;
  return {
    app_id: id,
    version_code: code,
    version: indexed?.version ?? uploaded?.version ?? "",
    status: indexed === null ? await statusBefore(known, ports) : INDEXED[indexed.status],
    package: uploaded === null || ports.uploads === null ? null : packageOf(uploaded, ports.uploads),
    ...(findings.length > 0 && { findings }),
    submission: submission?.number ?? null,
    created_at: uploaded?.created_at ?? null,
    published_at: indexed?.published_at ?? null,
  };
}

const INDEXED: Readonly<Record<IndexedVersion["status"], string>> = {
  available: "published",
  yanked: "yanked",
  suspended: "suspended",
};

function packageOf(
  { sha256, length, content_digest: digest }: VersionTable,
  uploads: NonNullable<AppPorts["uploads"]>,
): VersionView["package"] {
  const url = uploads.urlOf(sha256 as Parameters<typeof uploads.urlOf>[0]);
  return { url, length, sha256, ...(digest !== null && { content_digest: digest }) };
}

async function statusBefore({ uploaded, submission }: KnownVersion, { forge }: AppPorts): Promise<string> {
  const pull = submission === null ? null : ((await forge?.submission(submission.number)) ?? null);
  if (pull !== null) return pullStanding(pull).state;
  return uploaded?.content_digest == null ? "awaiting_upload" : "draft";
}
