import type { Backend } from "../backend.ts";
import type { Commit } from "../git/commits.ts";
import type { FileChange } from "../git/diff.ts";
import type { JsonBody } from "../http.ts";
import { encodePath } from "../links.ts";
import type { RepositoryRecord } from "../records.ts";
import { userView } from "./accounts.ts";

const UNSIGNED = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

/** A commit of the Git database. */
export function gitCommitView(backend: Backend, repository: RepositoryRecord, commit: Commit): JsonBody {
  const api = `${backend.links.repositoryApi(repository)}/git`;
  return {
    sha: commit.sha,
    url: `${api}/commits/${commit.sha}`,
    html_url: commitPage(backend, repository, commit.sha),
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: commitPage(backend, repository, sha),
    })),
    verification: UNSIGNED,
  };
}

/** A commit as lists show it, with the account whose noreply address its author used. */
export function commitView(backend: Backend, repository: RepositoryRecord, commit: Commit): JsonBody {
  const { sha, author, committer, tree, message, parents, verification } = gitCommitView(backend, repository, commit);
  return {
    sha,
    url: `${backend.links.repositoryApi(repository)}/commits/${commit.sha}`,
    html_url: commitPage(backend, repository, commit.sha),
    commit: { author, committer, tree, message, verification, comment_count: 0 },
    author: accountOf(backend, commit.author.email),
    committer: accountOf(backend, commit.committer.email),
    parents,
  };
}

/** A changed file of a commit or comparison. */
export function commitFileView(
  backend: Backend,
  repository: RepositoryRecord,
  sha: string,
  file: FileChange,
): JsonBody {
  const api = backend.links.repositoryApi(repository);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: backend.links.file(repository, sha, file.path),
    raw_url: backend.links.rawFile(repository, sha, file.path),
    contents_url: `${api}/contents/${encodePath(file.path)}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

function commitPage({ links }: Backend, repository: RepositoryRecord, sha: string): string {
  return `${links.repository(repository)}/commit/${sha}`;
}

function accountOf(backend: Backend, email: string): JsonBody | null {
  const id = /^(\d+)\+[^@]+@users\.noreply\.github\.com$/.exec(email)?.[1];
  const account = backend.store.state.accounts.find((each) => String(each.id) === id);
  return account === undefined ? null : userView(backend, account);
}
