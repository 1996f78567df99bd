import type { IncomingHttpHeaders } from "node:http";
import { ApiError, notFound } from "./api-error.ts";
import { type Backend, findRepository, sameName } from "./backend.ts";
import type { Call } from "./http.ts";
import type { Account, RepositoryRecord } from "./records.ts";

/** The token of `token X`, `Bearer X` or basic credentials (as password, or as name with `x-oauth-basic`); null when there is none. */
export function readToken({ authorization }: IncomingHttpHeaders): string | null {
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(authorization ?? "") ?? [];
  switch (scheme.toLowerCase()) {
    case "token":
    case "bearer":
      return value;
    case "basic": {
      const [, name = "", password = ""] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, "base64").toString("utf8")) ?? [];
      return password === "x-oauth-basic" || password === "" ? name : password;
    }
    default:
      return null;
  }
}

/** What a token of an App may do: in one repository, and no more than these permissions. */
export interface Grant {
  readonly repository: number;
  readonly permissions: Permissions;
  /** It belongs to a workflow run: what it does starts no workflow, but for dispatches. */
  readonly ofRun: boolean;
}

export type Permissions = Readonly<Record<string, "read" | "write" | "none">>;

/** Who asks: a person with all their rights, or an App with those of its token. */
export interface Actor extends Account {
  readonly grant?: Grant;
}

export function requireUser({ user }: Pick<Call, "user">): Actor {
  if (user === null) throw new ApiError(401, "Requires authentication");
  return user;
}

export function canWrite(repository: RepositoryRecord, user: Actor | null): boolean {
  if (user === null) return false;
  // Which writes is said by the permissions, before any handler is asked.
  if (user.grant !== undefined) return user.grant.repository === repository.id;
  return [repository.owner, ...repository.collaborators].some((login) => sameName(login, user.login));
}

/**
 * The user, who may write here. Others get what GitHub gives them: 404 for Git data, contents and releases, 403 for what people
 * do with pull requests.
 */
export function requireWriter(call: Call, repository: RepositoryRecord, refusal: 403 | 404 = 404): Actor {
  const user = requireUser(call);
  if (canWrite(repository, user)) return user;
  throw refusal === 404 ? notFound() : new ApiError(403, "Must have admin rights to Repository.");
}

/** The repository the path names; 404 otherwise. */
export function repositoryOf(call: Call, backend: Backend): RepositoryRecord {
  const repository = findRepository(backend, call.params["owner"] ?? "", call.params["repo"] ?? "");
  if (repository === null) throw notFound();
  return repository;
}
