import type { StatusDocument } from "./api-documents.ts";
import type { AppIndex } from "./index-app.ts";
import type { MainCommit } from "./registry-history.ts";
import { canonicalize } from "../json/canonical.ts";
import { PACKAGE_SPEC_VERSION } from "../package/package-document.ts";
import { HELD_DAYS } from "../registry/hold.ts";
import type { Registry } from "../registry/model.ts";

/** Where the published tree says which registry it was made from, and how much is in it. */
export const STATUS_FILE = "v1/status.json";

/**
 * What a page about the state of a store shows without a server. Whether the store is alive is in its metadata, which has a time.
 *
 * @param head the commit that the store is made from
 */
export function statusFile(
  { config, apps, developers }: Registry,
  published: readonly AppIndex[],
  { head, held }: { readonly head: MainCommit; readonly held: number },
): Uint8Array {
  const { name, policy } = config;
  const { deadlines, max_package_bytes: maxPackageBytes, submissions_per_day: perDay } = policy;
  const document: StatusDocument = {
    registry: { name, commit: head.commit, committed_at: head.at },
    apps: published.length,
    versions: published.reduce((sum, { app }) => sum + (apps.get(app)?.versions.length ?? 0), 0),
    developers: developers.size,
    held,
    api: "v1",
    spec_version: PACKAGE_SPEC_VERSION,
    policy: {
      deadlines: { ...deadlines, held_days: deadlines.held_days ?? HELD_DAYS },
      max_package_bytes: maxPackageBytes,
      ...(perDay !== undefined && { submissions_per_day: perDay }),
    },
  };
  return canonicalize(document);
}
