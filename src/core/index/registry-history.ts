import type { AppId, VersionCode } from "../ids/ids.ts";

/** A commit on the main line of a registry. */
export interface MainCommit {
  readonly commit: string;
  /** Its commit time, RFC 3339 in UTC. */
  readonly at: string;
}

/** How a version came onto the main line of its registry: the first-parent commit that first added its document. */
export type Publication = MainCommit;

/** What the published tree tells of a registry's history. */
export interface RegistryHistory {
  /** @throws RangeError for a version that never was */
  publication(app: AppId, code: VersionCode): Publication;
  /** `at` of the newest publication of all; empty where there is none. The store's own measure of what is recent: it has no clock. */
  readonly newest: string;
  /** The commit that the tree is made from. */
  readonly head: MainCommit;
}
