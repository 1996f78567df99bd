import { accountById, type Backend, repositoryById } from "../backend.ts";
import type { JsonBody } from "../http.ts";
import type { Account, RepositoryRecord } from "../records.ts";

export function userView({ links }: Backend, { id, login, type }: Account): JsonBody {
  return {
    login,
    id,
    type,
    site_admin: false,
    url: links.userApi(login),
    html_url: links.user(login),
    avatar_url: "",
  };
}

export const userViewById = (backend: Backend, id: number): JsonBody => userView(backend, accountById(backend, id));

export function ownerView(backend: Backend, { owner }: RepositoryRecord): JsonBody | null {
  const account = backend.store.state.accounts.find(({ login }) => login === owner);
  return account === undefined ? null : userView(backend, account);
}

/** A repository; `user` decides `permissions`. */
export function repositoryView(backend: Backend, repository: RepositoryRecord, mayWrite: boolean): JsonBody {
  const parent = repository.parent === null ? null : repositoryById(backend, repository.parent);
  const source = repository.parent === null ? null : repositoryById(backend, repository.network);
  return {
    ...briefRepositoryView(backend, repository),
    permissions: { admin: mayWrite, maintain: mayWrite, push: mayWrite, triage: mayWrite, pull: true },
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: false,
    ...(parent === null ? {} : { parent: briefRepositoryView(backend, parent) }),
    ...(source === null ? {} : { source: briefRepositoryView(backend, source) }),
    forks_count: backend.store.state.repositories.filter((each) => each.parent === repository.id).length,
    open_issues_count: backend.store.state.pulls.filter(
      (pull) => pull.repository === repository.id && pull.state === "open",
    ).length,
  };
}

export function briefRepositoryView(backend: Backend, repository: RepositoryRecord): JsonBody {
  const { links } = backend;
  return {
    id: repository.id,
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    owner: ownerView(backend, repository),
    private: false,
    visibility: "public",
    fork: repository.parent !== null,
    archived: false,
    disabled: false,
    description: null,
    default_branch: repository.defaultBranch,
    url: links.repositoryApi(repository),
    html_url: links.repository(repository),
    clone_url: `${links.repository(repository)}.git`,
    created_at: repository.createdAt,
    pushed_at: repository.pushedAt,
    updated_at: repository.pushedAt,
  };
}
