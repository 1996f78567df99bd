import type { Actor } from "./access.ts";
import { type Backend, findPull, repositoryById } from "./backend.ts";
import type { EventName } from "./events.ts";
import type { JsonBody } from "./http.ts";
import type { CommentRecord, PullRecord, RepositoryRecord, ReviewRecord } from "./records.ts";
import type { RefChange } from "./ref-changes.ts";
import { briefRepositoryView, userView } from "./views/accounts.ts";
import { briefPullView, commentView, issueView, reviewView } from "./views/pulls.ts";

/** Tells webhooks and workflows what somebody did, with what every payload has. */
export function announce(
  backend: Backend,
  name: EventName,
  at: { readonly repository: RepositoryRecord; readonly by: Actor },
  payload: JsonBody,
): void {
  const { repository, by } = at;
  const common = { repository: briefRepositoryView(backend, repository), sender: userView(backend, by) };
  backend.emit({ name, repository, sender: by, payload: { ...payload, ...common } });
}

export function announcePull(backend: Backend, pull: PullRecord, action: string, by: Actor): void {
  const repository = repositoryById(backend, pull.repository);
  const merged = pull.merge !== null;
  const pull_request = { ...briefPullView(backend, pull), merged };
  announce(backend, "pull_request", { repository, by }, { action, number: pull.number, pull_request });
}

export function announcePush(backend: Backend, repository: RepositoryRecord, change: RefChange, by: Actor): void {
  const zeros = "0".repeat(40);
  const { name: ref, from, to } = change;
  const payload = { ref, before: from ?? zeros, after: to ?? zeros, created: from === null, deleted: to === null };
  announce(backend, "push", { repository, by }, payload);
}

export function announceComment(backend: Backend, comment: CommentRecord, action: string, by: Actor): void {
  const repository = repositoryById(backend, comment.repository);
  const issue = issueView(backend, findPull(backend, repository, String(comment.number)));
  announce(backend, "issue_comment", { repository, by }, { action, issue, comment: commentView(backend, comment) });
}

export function announceReview(backend: Backend, review: ReviewRecord, by: Actor): void {
  const repository = repositoryById(backend, review.repository);
  const pull_request = briefPullView(backend, findPull(backend, repository, String(review.number)));
  const payload = { action: "submitted", review: reviewView(backend, review), pull_request };
  announce(backend, "pull_request_review", { repository, by }, payload);
}
