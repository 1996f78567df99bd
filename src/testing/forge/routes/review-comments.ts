import { canWrite, repositoryOf, requireUser } from "../access.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import { type Backend, findPull } from "../backend.ts";
import { optionalProse, requireText } from "../fields.ts";
import { type Answer, type Call, created, type JsonBody, noContent } from "../http.ts";
import { page } from "../paging.ts";
import { pullFiles } from "../pull-facts.ts";
import type { PullRecord, ReviewCommentRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { userViewById } from "../views/accounts.ts";

const PULL = "/repos/:owner/:repo/pulls/:number";

/** Comments on lines of a diff. */
export const reviewCommentRoutes: readonly Route[] = [
  { method: "DELETE", path: "/repos/:owner/:repo/pulls/comments/:id", exclusive: true, handle: deleteComment },
  { method: "GET", path: `${PULL}/comments`, handle: listComments },
  { method: "POST", path: `${PULL}/comments`, exclusive: true, handle: createComment },
  { method: "POST", path: `${PULL}/comments/:id/replies`, exclusive: true, handle: reply },
];

function listComments(call: Call, backend: Backend): Answer {
  const pull = pullOf(call, backend);
  const all = backend.store.state.reviewComments.filter(
    ({ repository, number }) => repository === pull.repository && number === pull.number,
  );
  const { items, answer } = page(call, all);
  return answer(items.map((comment) => commentView(backend, comment)));
}

/** On a line of a file that the pull request changes; GitHub knows no other. */
async function createComment(call: Call, backend: Backend): Promise<Answer> {
  const pull = pullOf(call, backend);
  const path = requireText(call.body, "PullRequestReviewComment", "path");
  const commit = requireText(call.body, "PullRequestReviewComment", "commit_id");
  const { line } = call.body;
  if (!(await pullFiles(backend, pull)).some((file) => file.path === path)) {
    throw invalid({ resource: "PullRequestReviewComment", field: "path", code: "invalid" });
  }
  if (typeof line !== "number" || !Number.isInteger(line) || line < 1) {
    throw invalid({ resource: "PullRequestReviewComment", field: "line", code: "invalid" });
  }
  return add(call, backend, pull, { path, line, commit, inReplyTo: null });
}

function reply(call: Call, backend: Backend): Answer {
  const first = commentOf(call, backend);
  const { path, line, commit } = first;
  return add(call, backend, pullOf(call, backend), { path, line, commit, inReplyTo: first.id });
}

function add(
  call: Call,
  backend: Backend,
  pull: PullRecord,
  place: Pick<ReviewCommentRecord, "path" | "line" | "commit" | "inReplyTo">,
): Answer {
  const user = requireUser(call);
  requireText(call.body, "PullRequestReviewComment", "body");
  const comment: ReviewCommentRecord = {
    id: backend.store.newId(),
    repository: pull.repository,
    number: pull.number,
    author: user.id,
    body: optionalProse(call.body, "PullRequestReviewComment", "body") ?? "",
    createdAt: backend.now(),
    ...place,
  };
  backend.store.state.reviewComments.push(comment);
  return created(commentView(backend, comment));
}

function deleteComment(call: Call, backend: Backend): Answer {
  const user = requireUser(call);
  const comment = commentOf(call, backend);
  if (comment.author !== user.id && !canWrite(repositoryOf(call, backend), user)) {
    throw new ApiError(403, "Must have admin rights to Repository.");
  }
  const { reviewComments } = backend.store.state;
  reviewComments.splice(reviewComments.indexOf(comment), 1);
  return noContent;
}

function commentOf(call: Call, backend: Backend): ReviewCommentRecord {
  const { id } = repositoryOf(call, backend);
  const comment = backend.store.state.reviewComments.find(
    (each) => each.repository === id && String(each.id) === call.params["id"],
  );
  if (comment === undefined) throw notFound();
  return comment;
}

function commentView(backend: Backend, comment: ReviewCommentRecord): JsonBody {
  const { id, path, line, commit, body, createdAt, inReplyTo } = comment;
  const user = userViewById(backend, comment.author);
  const answered = inReplyTo === null ? {} : { in_reply_to_id: inReplyTo };
  const dates = { created_at: createdAt, updated_at: createdAt };
  return { id, path, line, side: "RIGHT", commit_id: commit, body, user, ...dates, ...answered };
}

function pullOf(call: Call, backend: Backend): PullRecord {
  return findPull(backend, repositoryOf(call, backend), call.params["number"] ?? "");
}
