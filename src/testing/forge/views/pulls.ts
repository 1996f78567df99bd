import { accountById, type Backend, repositoryById, sameName } from "../backend.ts";
import type { JsonBody } from "../http.ts";
import { pullCommits, pullFiles, pullMergeable } from "../pull-facts.ts";
import type {
  CommentRecord,
  IssueRecord,
  LabelEventRecord,
  PullRecord,
  RepositoryRecord,
  ReviewRecord,
} from "../records.ts";
import { briefRepositoryView, ownerView, userViewById } from "./accounts.ts";

/** A pull request as lists show it. */
export function briefPullView(backend: Backend, pull: PullRecord): JsonBody {
  const base = repositoryById(backend, pull.repository);
  const head = repositoryById(backend, pull.headRepository);
  const api = backend.links.repositoryApi(base);
  return {
    id: pull.id,
    number: pull.number,
    state: pull.state,
    locked: false,
    draft: pull.draft,
    title: pull.title,
    body: pull.body,
    user: userViewById(backend, pull.author),
    author_association: association(backend, base, pull.author),
    labels: pull.labels.map((name) => labelView(backend, base, name)),
    head: { ...branchView(backend, head, pull.headRef), sha: pull.headSha },
    base: { ...branchView(backend, base, pull.baseRef), sha: pull.baseSha },
    merge_commit_sha: pull.merge?.sha ?? null,
    merged_at: pull.merge?.at ?? null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    url: `${api}/pulls/${pull.number}`,
    issue_url: `${api}/issues/${pull.number}`,
    comments_url: `${api}/issues/${pull.number}/comments`,
    html_url: backend.links.pull(base, pull),
  };
}

/** A pull request as asked for by number: with what has to be computed. */
export async function pullView(backend: Backend, pull: PullRecord): Promise<JsonBody> {
  const [files, commits, mergeable] = await Promise.all([
    pullFiles(backend, pull),
    pullCommits(backend, pull),
    pullMergeable(backend, pull),
  ]);
  const { comments } = backend.store.state;
  return {
    ...briefPullView(backend, pull),
    merged: pull.merge !== null,
    merged_by: pull.merge === null ? null : userViewById(backend, pull.merge.by),
    mergeable,
    mergeable_state: mergeable === null ? "unknown" : !mergeable ? "dirty" : pull.draft ? "draft" : "clean",
    maintainer_can_modify: false,
    commits: commits.length,
    changed_files: files.length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    comments: comments.filter((each) => each.repository === pull.repository && each.number === pull.number).length,
  };
}

/** The same pull request as the issues API shows it. */
export function issueView(backend: Backend, pull: PullRecord): JsonBody {
  const { head: _head, base: _base, ...rest } = briefPullView(backend, pull);
  const { url, html_url } = rest;
  return { ...rest, url: rest["issue_url"], pull_request: { url, html_url, merged_at: rest["merged_at"] } };
}

/** An issue that is no pull request. */
export function plainIssueView(backend: Backend, issue: IssueRecord): JsonBody {
  const repository = repositoryById(backend, issue.repository);
  const { id, number, state, title, body } = issue;
  return {
    id,
    number,
    state,
    title,
    body,
    user: userViewById(backend, issue.author),
    labels: issue.labels.map((name) => labelView(backend, repository, name)),
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    url: `${backend.links.repositoryApi(repository)}/issues/${number}`,
  };
}

export function commentView(backend: Backend, comment: CommentRecord): JsonBody {
  const repository = repositoryById(backend, comment.repository);
  const api = backend.links.repositoryApi(repository);
  return {
    id: comment.id,
    body: comment.body,
    user: userViewById(backend, comment.author),
    author_association: association(backend, repository, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    url: `${api}/issues/comments/${comment.id}`,
    issue_url: `${api}/issues/${comment.number}`,
    html_url: `${backend.links.pull(repository, comment)}#issuecomment-${comment.id}`,
  };
}

export function reviewView(backend: Backend, review: ReviewRecord): JsonBody {
  const repository = repositoryById(backend, review.repository);
  return {
    id: review.id,
    user: userViewById(backend, review.author),
    author_association: association(backend, repository, review.author),
    body: review.body,
    state: review.state,
    commit_id: review.commit,
    submitted_at: review.submittedAt,
    pull_request_url: `${backend.links.repositoryApi(repository)}/pulls/${review.number}`,
    html_url: `${backend.links.pull(repository, review)}#pullrequestreview-${review.id}`,
  };
}

export function labelView({ links }: Backend, repository: RepositoryRecord, name: string): JsonBody {
  const url = `${links.repositoryApi(repository)}/labels/${encodeURIComponent(name)}`;
  return { name, url, color: "ededed", default: false, description: null };
}

export function labelEventView(backend: Backend, { id, event, label, actor, at }: LabelEventRecord): JsonBody {
  return { id, event, actor: userViewById(backend, actor), created_at: at, label: { name: label, color: "ededed" } };
}

function branchView(backend: Backend, repository: RepositoryRecord, ref: string): JsonBody {
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    user: ownerView(backend, repository),
    repo: briefRepositoryView(backend, repository),
  };
}

function association(backend: Backend, repository: RepositoryRecord, author: number): string {
  const { login } = accountById(backend, author);
  if (sameName(login, repository.owner)) return "OWNER";
  if (repository.collaborators.some((each) => sameName(each, login))) return "COLLABORATOR";
  const merged = backend.store.state.pulls.some(
    (pull) => pull.repository === repository.id && pull.author === author && pull.merge !== null,
  );
  return merged ? "CONTRIBUTOR" : "NONE";
}
