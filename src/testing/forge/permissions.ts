import type { Actor } from "./access.ts";
import { ApiError } from "./api-error.ts";
import type { RepositoryRecord } from "./records.ts";

/** Permissions of which a write by the token of an App needs one, by the path below the repository. */
const NEEDED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\/issues$/, ["issues"]],
  [/^\/issues\//, ["issues", "pull-requests"]],
  [/^\/pulls\/[^/]+\/merge$/, ["contents"]],
  [/^\/pulls/, ["pull-requests"]],
  [/^\/check-runs/, ["checks"]],
  [/^\/statuses\//, ["statuses"]],
  [/^\/actions\//, ["actions"]],
  [/^\/hooks/, ["administration"]],
  [/./, ["contents"]],
];

/**
 * Refuses a write that the token of an App does not permit, as GitHub does. Everything here is public, so reading needs nothing.
 *
 * @param path below the repository's own, beginning with `/`
 */
export function requirePermission(user: Actor | null, repository: RepositoryRecord, path: string): void {
  const grant = user?.grant;
  if (grant === undefined) return;
  const [, needed] = NEEDED.find(([pattern]) => pattern.test(path)) ?? [null, []];
  const isGranted = grant.repository === repository.id && needed.some((name) => grant.permissions[name] === "write");
  if (!isGranted) throw new ApiError(403, "Resource not accessible by integration");
}
