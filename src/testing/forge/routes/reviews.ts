import { repositoryOf, requireUser } from "../access.ts";
import { announceReview } from "../announce.ts";
import { ApiError } from "../api-error.ts";
import { type Backend, findPull } from "../backend.ts";
import { optionalProse, optionalText } from "../fields.ts";
import { type Answer, type Call, ok } from "../http.ts";
import { page } from "../paging.ts";
import type { PullRecord, ReviewRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { reviewView } from "../views/pulls.ts";

export const reviewRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/pulls/:number/reviews", handle: listReviews },
  { method: "POST", path: "/repos/:owner/:repo/pulls/:number/reviews", exclusive: true, handle: createReview },
];

const STATES: Readonly<Record<string, ReviewRecord["state"]>> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

function listReviews(call: Call, backend: Backend): Answer {
  const pull = pullOf(call, backend);
  const all = backend.store.state.reviews.filter(
    ({ repository, number }) => repository === pull.repository && number === pull.number,
  );
  const { items, answer } = page(call, all);
  return answer(items.map((review) => reviewView(backend, review)));
}

/** A submitted review, bound to the head or to the commit the reviewer names. Authors may only comment on their own work. */
function createReview(call: Call, backend: Backend): Answer {
  const user = requireUser(call);
  const pull = pullOf(call, backend);
  const body = call.body;
  const event = optionalText(body, "PullRequestReview", "event") ?? "";
  const state = STATES[event];
  if (state === undefined)
    throw new ApiError(422, "Unprocessable Entity", [`event ${event || "PENDING"} is not supported here`]);
  if (pull.author === user.id && event !== "COMMENT") {
    const verb = event === "APPROVE" ? "approve" : "request changes on";
    throw new ApiError(422, "Unprocessable Entity", [`Can not ${verb} your own pull request`]);
  }
  const text = optionalProse(body, "PullRequestReview", "body") ?? "";
  if (text === "" && event !== "APPROVE") throw new ApiError(422, "Unprocessable Entity", ["Body can't be blank"]);
  const review: ReviewRecord = {
    id: backend.store.newId(),
    repository: pull.repository,
    number: pull.number,
    author: user.id,
    state,
    body: text,
    commit: optionalText(body, "PullRequestReview", "commit_id") ?? pull.headSha,
    submittedAt: backend.now(),
  };
  backend.store.state.reviews.push(review);
  announceReview(backend, review, user);
  return ok(reviewView(backend, review));
}

function pullOf(call: Call, backend: Backend): PullRecord {
  return findPull(backend, repositoryOf(call, backend), call.params["number"] ?? "");
}
