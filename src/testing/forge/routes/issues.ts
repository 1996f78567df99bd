import { canWrite, repositoryOf, requireUser, requireWriter } from "../access.ts";
import { announceComment, announcePull } from "../announce.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import { accountById, type Backend, findPull, sameName } from "../backend.ts";
import { asRecord, optionalProse, requireList, requireText } from "../fields.ts";
import { type Answer, type Call, created, noContent, ok } from "../http.ts";
import { page } from "../paging.ts";
import type { CommentRecord, IssueRecord, LabelEventRecord, PullRecord, RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { commentView, issueView, labelEventView, labelView, plainIssueView } from "../views/pulls.ts";

/** Issues are listed, made and closed; all else is of those that are pull requests. */
export const issueRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/issues/comments/:id", handle: getComment },
  { method: "PATCH", path: "/repos/:owner/:repo/issues/comments/:id", exclusive: true, handle: updateComment },
  { method: "DELETE", path: "/repos/:owner/:repo/issues/comments/:id", exclusive: true, handle: deleteComment },
  { method: "GET", path: "/repos/:owner/:repo/issues", handle: listIssues },
  { method: "POST", path: "/repos/:owner/:repo/issues", exclusive: true, handle: createIssue },
  { method: "GET", path: "/repos/:owner/:repo/issues/:number", handle: getIssue },
  { method: "PATCH", path: "/repos/:owner/:repo/issues/:number", exclusive: true, handle: closeIssue },
  { method: "GET", path: "/repos/:owner/:repo/issues/:number/comments", handle: listComments },
  { method: "POST", path: "/repos/:owner/:repo/issues/:number/comments", exclusive: true, handle: createComment },
  { method: "GET", path: "/repos/:owner/:repo/issues/:number/events", handle: listEvents },
  { method: "GET", path: "/repos/:owner/:repo/issues/:number/labels", handle: listLabels },
  { method: "POST", path: "/repos/:owner/:repo/issues/:number/labels", exclusive: true, handle: addLabels },
  { method: "PUT", path: "/repos/:owner/:repo/issues/:number/labels", exclusive: true, handle: setLabels },
  { method: "DELETE", path: "/repos/:owner/:repo/issues/:number/labels/:name", exclusive: true, handle: removeLabel },
];

/** Newest first, as GitHub sorts unless it is told otherwise. */
function listIssues(call: Call, backend: Backend): Answer {
  const { id } = repositoryOf(call, backend);
  const query = (name: string) => call.url.searchParams.get(name);
  const [state, creator, labels] = [query("state") ?? "open", query("creator"), query("labels")];
  const wanted = (issue: PullRecord | IssueRecord) =>
    issue.repository === id &&
    (state === "all" || issue.state === state) &&
    (creator === null || sameName(accountById(backend, issue.author).login, creator)) &&
    (labels === null || labels.split(",").every((label) => issue.labels.includes(label)));
  const { pulls, issues } = backend.store.state;
  const found = [...pulls, ...issues].filter(wanted).sort((a, b) => b.number - a.number);
  const { items, answer } = page(call, found);
  return answer(items.map((each) => (isPull(each) ? issueView(backend, each) : plainIssueView(backend, each))));
}

function isPull(issue: PullRecord | IssueRecord): issue is PullRecord {
  return "headRef" in issue;
}

/** Labels of those who may not write are dropped, as GitHub drops them. */
function createIssue(call: Call, backend: Backend): Answer {
  const user = requireUser(call);
  const repository = repositoryOf(call, backend);
  const date = backend.now();
  const issue: IssueRecord = {
    id: backend.store.newId(),
    repository: repository.id,
    number: repository.nextNumber++,
    author: user.id,
    createdAt: date,
    title: requireText(call.body, "Issue", "title"),
    body: optionalProse(call.body, "Issue", "body"),
    labels: canWrite(repository, user) && call.body["labels"] !== undefined ? wantedLabels(call) : [],
    state: "open",
    updatedAt: date,
  };
  backend.store.state.issues.push(issue);
  return created(plainIssueView(backend, issue));
}

/** By its author and those who may write. */
function closeIssue(call: Call, backend: Backend): Answer {
  const user = requireUser(call);
  const repository = repositoryOf(call, backend);
  const issue = backend.store.state.issues.find(
    (each) => each.repository === repository.id && String(each.number) === call.params["number"],
  );
  if (issue === undefined) throw notFound();
  if (issue.author !== user.id) requireWriter(call, repository, 403);
  if (call.body["state"] !== "closed") throw invalid({ resource: "Issue", field: "state", code: "invalid" });
  issue.state = "closed";
  issue.updatedAt = backend.now();
  return ok(plainIssueView(backend, issue));
}

function getIssue(call: Call, backend: Backend): Answer {
  return ok(issueView(backend, target(call, backend).pull));
}

function listComments(call: Call, backend: Backend): Answer {
  const { pull } = target(call, backend);
  const all = backend.store.state.comments.filter(
    ({ repository, number }) => repository === pull.repository && number === pull.number,
  );
  const { items, answer } = page(call, all);
  return answer(items.map((comment) => commentView(backend, comment)));
}

function createComment(call: Call, backend: Backend): Answer {
  const user = requireUser(call);
  const { pull } = target(call, backend);
  const date = backend.now();
  const comment: CommentRecord = {
    id: backend.store.newId(),
    repository: pull.repository,
    number: pull.number,
    author: user.id,
    body: commentBody(call),
    createdAt: date,
    updatedAt: date,
  };
  backend.store.state.comments.push(comment);
  announceComment(backend, comment, "created", user);
  return created(commentView(backend, comment));
}

function getComment(call: Call, backend: Backend): Answer {
  return ok(commentView(backend, commentOf(call, backend)));
}

function updateComment(call: Call, backend: Backend): Answer {
  const comment = requireOwnComment(call, backend);
  comment.body = commentBody(call);
  comment.updatedAt = backend.now();
  announceComment(backend, comment, "edited", requireUser(call));
  return ok(commentView(backend, comment));
}

function deleteComment(call: Call, backend: Backend): Answer {
  const { comments } = backend.store.state;
  comments.splice(comments.indexOf(requireOwnComment(call, backend)), 1);
  return noContent;
}

function commentBody(call: Call): string {
  requireText(call.body, "IssueComment", "body");
  return optionalProse(call.body, "IssueComment", "body") ?? "";
}

function commentOf(call: Call, backend: Backend): CommentRecord {
  const { id } = repositoryOf(call, backend);
  const comment = backend.store.state.comments.find(
    (each) => each.repository === id && String(each.id) === call.params["id"],
  );
  if (comment === undefined) throw notFound();
  return comment;
}

function requireOwnComment(call: Call, backend: Backend): CommentRecord {
  const user = requireUser(call);
  const comment = commentOf(call, backend);
  if (comment.author !== user.id && !canWrite(repositoryOf(call, backend), user)) {
    throw new ApiError(403, "Must have admin rights to Repository.");
  }
  return comment;
}

function listLabels(call: Call, backend: Backend): Answer {
  const { repository, pull } = target(call, backend);
  const { items, answer } = page(call, pull.labels);
  return answer(items.map((name) => labelView(backend, repository, name)));
}

/** Of labels only; GitHub tells of more. */
function listEvents(call: Call, backend: Backend): Answer {
  const { pull } = target(call, backend);
  const { items, answer } = page(call, pull.labelEvents ?? []);
  return answer(items.map((event) => labelEventView(backend, event)));
}

function addLabels(call: Call, backend: Backend): Answer {
  return changeLabels(call, backend, (labels) => [...labels, ...wantedLabels(call)]);
}

function setLabels(call: Call, backend: Backend): Answer {
  return changeLabels(call, backend, () => wantedLabels(call));
}

function removeLabel(call: Call, backend: Backend): Answer {
  const gone = call.params["name"] ?? "";
  return changeLabels(call, backend, (labels) => {
    if (!labels.includes(gone)) throw new ApiError(404, "Label does not exist");
    return labels.filter((label) => label !== gone);
  });
}

function changeLabels(call: Call, backend: Backend, change: (labels: readonly string[]) => readonly string[]): Answer {
  const { repository, pull } = target(call, backend);
  requireWriter(call, repository, 403);
  const before = pull.labels;
  pull.labels = [...new Set(change(before))];
  const at = backend.now();
  pull.updatedAt = at;
  const actor = requireUser(call).id;
  const happened = (event: LabelEventRecord["event"], label: string): LabelEventRecord => {
    return { id: backend.store.newId(), event, label, actor, at };
  };
  pull.labelEvents = [
    ...(pull.labelEvents ?? []),
    ...pull.labels.filter((label) => !before.includes(label)).map((label) => happened("labeled", label)),
    ...before.filter((label) => !pull.labels.includes(label)).map((label) => happened("unlabeled", label)),
  ];
  announcePull(backend, pull, "labeled", requireUser(call));
  return ok(pull.labels.map((name) => labelView(backend, repository, name)));
}

/** Labels may come as names or as objects with a name. */
function wantedLabels(call: Call): readonly string[] {
  return requireList(call.body, "labels").map((label) =>
    typeof label === "string" ? label : requireText(asRecord(label), "Label", "name"),
  );
}

function target(call: Call, backend: Backend): { readonly repository: RepositoryRecord; readonly pull: PullRecord } {
  const repository = repositoryOf(call, backend);
  return { repository, pull: findPull(backend, repository, call.params["number"] ?? "") };
}
