import { canWrite, repositoryOf, requireUser } from "../access.ts";
import { announcePull } from "../announce.ts";
import { ApiError, invalid } from "../api-error.ts";
import { type Backend, findPull, repositoryById, sameName } from "../backend.ts";
import { flag, optionalProse, optionalText, requireText } from "../fields.ts";
import { listNewCommits, readCommits } from "../git/commits.ts";
import { readRef } from "../git/refs.ts";
import { type Answer, type Call, created, ok } from "../http.ts";
import { page } from "../paging.ts";
import { pullCommits, pullFiles } from "../pull-facts.ts";
import type { PullRecord, RepositoryRecord } from "../records.ts";
import { closePull, writePullRef } from "../ref-changes.ts";
import type { Route } from "../router.ts";
import { commitFileView, commitView } from "../views/commits.ts";
import { briefPullView, pullView } from "../views/pulls.ts";

export const pullRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/pulls", handle: listPulls },
  { method: "POST", path: "/repos/:owner/:repo/pulls", exclusive: true, handle: createPull },
  { method: "GET", path: "/repos/:owner/:repo/pulls/:number", handle: getPull },
  { method: "PATCH", path: "/repos/:owner/:repo/pulls/:number", exclusive: true, handle: updatePull },
  { method: "GET", path: "/repos/:owner/:repo/pulls/:number/files", handle: listFiles },
  { method: "GET", path: "/repos/:owner/:repo/pulls/:number/commits", handle: listCommits },
];

/** GitHub lists no more files and commits of one pull request. */
const LISTED_FILES = 3000;
const LISTED_COMMITS = 250;

function listPulls(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  const query = (name: string) => call.url.searchParams.get(name);
  const [state, head, base, sort] = [
    query("state") ?? "open",
    query("head"),
    query("base"),
    query("sort") ?? "created",
  ];
  const wanted = (pull: PullRecord) =>
    pull.repository === repository.id &&
    (state === "all" || pull.state === state) &&
    // As on GitHub a head without an owner filters nothing.
    (!head?.includes(":") || head === `${repositoryById(backend, pull.headRepository).owner}:${pull.headRef}`) &&
    (base === null || pull.baseRef === base);
  const time = (pull: PullRecord) => (sort === "updated" ? pull.updatedAt : pull.createdAt);
  const sorted = backend.store.state.pulls
    .filter(wanted)
    .sort((a, b) => time(a).localeCompare(time(b)) || a.number - b.number);
  const descending = (query("direction") ?? (sort === "created" ? "desc" : "asc")) === "desc";
  const { items, answer } = page(call, descending ? sorted.reverse() : sorted);
  return answer(items.map((pull) => briefPullView(backend, pull)));
}

async function getPull(call: Call, backend: Backend): Promise<Answer> {
  return ok(await pullView(backend, pullOf(call, backend)));
}

async function createPull(call: Call, backend: Backend): Promise<Answer> {
  const user = requireUser(call);
  const repository = repositoryOf(call, backend);
  const body = call.body;
  const title = requireText(body, "Issue", "title");
  const prose = optionalProse(body, "Issue", "body");
  const baseRef = requireText(body, "PullRequest", "base");
  const head = findHead(backend, repository, requireText(body, "PullRequest", "head"));
  const baseSha = await readRef(backend.git(repository), `refs/heads/${baseRef}`);
  if (baseSha === null) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  const headSha = await readRef(backend.git(head.repository), `refs/heads/${head.ref}`);
  if (headSha === null) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  if (!canWrite(head.repository, user) && !canWrite(repository, user)) {
    throw new ApiError(403, "Opening a pull request needs write access to its head or base repository.");
  }
  const same = (pull: PullRecord) =>
    pull.state === "open" &&
    pull.repository === repository.id &&
    pull.baseRef === baseRef &&
    pull.headRepository === head.repository.id &&
    pull.headRef === head.ref;
  if (backend.store.state.pulls.some(same)) throw refused(`A pull request already exists for ${head.label}.`);
  if ((await listNewCommits(backend.git(repository), baseSha, headSha)).length === 0) {
    throw refused(`No commits between ${repository.owner}:${baseRef} and ${head.label}`);
  }
  const date = backend.now();
  const pull: PullRecord = {
    id: backend.store.newId(),
    repository: repository.id,
    number: repository.nextNumber++,
    author: user.id,
    headRepository: head.repository.id,
    headRef: head.ref,
    headSha,
    baseRef,
    baseSha,
    draft: flag(body, "draft"),
    title,
    body: prose,
    state: "open",
    createdAt: date,
    updatedAt: date,
    closedAt: null,
    merge: null,
    labels: [],
  };
  await writePullRef(backend.git(repository), pull, headSha);
  backend.store.state.pulls.push(pull);
  announcePull(backend, pull, "opened", user);
  return created(await pullView(backend, pull));
}

/** `branch` of the base repository, or `owner:branch` of a repository of its network. */
function findHead(backend: Backend, base: RepositoryRecord, head: string) {
  const colon = head.indexOf(":");
  const owner = colon < 0 ? base.owner : head.slice(0, colon);
  const ref = head.slice(colon + 1);
  const repository = sameName(owner, base.owner)
    ? base
    : backend.store.state.repositories.find((each) => each.network === base.network && sameName(each.owner, owner));
  if (repository === undefined) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  return { repository, ref, label: `${repository.owner}:${ref}` };
}

const refused = (message: string) => invalid({ resource: "PullRequest", code: "custom", message });

/** Title, body, base and state; by its author and those who may write. */
async function updatePull(call: Call, backend: Backend): Promise<Answer> {
  const user = requireUser(call);
  const repository = repositoryOf(call, backend);
  const pull = pullOf(call, backend);
  if (pull.author !== user.id && !canWrite(repository, user))
    throw new ApiError(403, "Must have admin rights to Repository.");
  const body = call.body;
  const state = optionalText(body, "PullRequest", "state");
  const base = optionalText(body, "PullRequest", "base");
  const title = body["title"] === undefined ? pull.title : requireText(body, "Issue", "title");
  const prose = body["body"] === undefined ? pull.body : optionalProse(body, "Issue", "body");
  if (state !== null && !["open", "closed"].includes(state))
    throw invalid({ resource: "PullRequest", field: "state", code: "invalid" });
  const baseSha = base === null ? null : await readRef(backend.git(repository), `refs/heads/${base}`);
  if (base !== null && baseSha === null) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  const isReopened = state === "open" && pull.state === "closed";
  if (isReopened) await reopen(backend, repository, pull);
  pull.title = title;
  pull.body = prose;
  if (base !== null && baseSha !== null) Object.assign(pull, { baseRef: base, baseSha });
  if (state === "closed" && pull.state === "open") closePull(backend, pull, user);
  pull.updatedAt = backend.now();
  if (isReopened) announcePull(backend, pull, "reopened", user);
  else if (state === null) announcePull(backend, pull, "edited", user);
  return ok(await pullView(backend, pull));
}

/** Possible while it is not merged, its branches are there and its head has not moved. */
async function reopen(backend: Backend, repository: RepositoryRecord, pull: PullRecord): Promise<void> {
  const head = await readRef(backend.git(repositoryById(backend, pull.headRepository)), `refs/heads/${pull.headRef}`);
  const base = await readRef(backend.git(repository), `refs/heads/${pull.baseRef}`);
  if (pull.merge !== null || head !== pull.headSha || base === null) {
    throw invalid({ resource: "PullRequest", code: "invalid", field: "state", message: "state cannot be changed." });
  }
  Object.assign(pull, { state: "open", closedAt: null, baseSha: base });
}

async function listFiles(call: Call, backend: Backend): Promise<Answer> {
  const pull = pullOf(call, backend);
  const { items, answer } = page(call, (await pullFiles(backend, pull)).slice(0, LISTED_FILES));
  const head = repositoryById(backend, pull.headRepository);
  return answer(items.map((file) => commitFileView(backend, head, pull.headSha, file)));
}

async function listCommits(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const pull = pullOf(call, backend);
  const { items, answer } = page(call, (await pullCommits(backend, pull)).slice(0, LISTED_COMMITS));
  const commits = await readCommits(backend.git(repository), items);
  return answer(commits.map((commit) => commitView(backend, repository, commit)));
}

function pullOf(call: Call, backend: Backend): PullRecord {
  return findPull(backend, repositoryOf(call, backend), call.params["number"] ?? "");
}
