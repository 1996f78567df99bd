import type { AppId, VersionCode } from "../ids/ids.ts";

/** How a version came onto the main line of its registry. */
export interface Publication {
  /** The first-parent commit that first added its document. */
  readonly commit: string;
  /** Commit time of it, RFC 3339 in UTC. */
  readonly at: string;
}

/** What the published tree tells of a registry's history. */
export interface RegistryHistory {
  /** @throws RangeError for a version that never was */
  publication(app: AppId, code: VersionCode): Publication;
  /** `at` of the newest publication of all; empty where there is none. The store's own measure of what is recent: it has no clock. */
  readonly newest: string;
}
