import { repositoryOf } from "../access.ts";
import { ApiError, notFound } from "../api-error.ts";
import { type Backend, sameName } from "../backend.ts";
import { listHistory, listNewCommits, mergeBase, readCommit, readCommits } from "../git/commits.ts";
import { diffFiles } from "../git/diff.ts";
import { resolveCommit } from "../git/objects.ts";
import { type Answer, type Call, ok } from "../http.ts";
import { page } from "../paging.ts";
import type { PullRecord, RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { commitFileView, commitView } from "../views/commits.ts";
import { briefPullView } from "../views/pulls.ts";

export const commitRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/commits", handle: listCommits },
  { method: "GET", path: "/repos/:owner/:repo/commits/:sha/pulls", handle: listPullsOf },
  { method: "GET", path: "/repos/:owner/:repo/commits/:ref*", handle: getCommit },
  { method: "GET", path: "/repos/:owner/:repo/compare/:basehead*", handle: compare },
];

/** The empty tree: what a first commit is compared with. */
const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

async function listCommits(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const git = backend.git(repository);
  const head = await resolveCommit(git, call.url.searchParams.get("sha") ?? repository.defaultBranch);
  if (head === null) throw notFound();
  const { items, answer } = page(call, await listHistory(git, head, call.url.searchParams.get("path")));
  return answer((await readCommits(git, items)).map((commit) => commitView(backend, repository, commit)));
}

async function getCommit(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const git = backend.git(repository);
  const ref = call.params["ref"] ?? "";
  const sha = await resolveCommit(git, ref);
  const commit = sha === null ? null : await readCommit(git, sha);
  if (commit === null) throw new ApiError(422, `No commit found for SHA: ${ref}`);
  const files = await diffFiles(git, commit.parents[0] ?? EMPTY_TREE, commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return ok({
    ...commitView(backend, repository, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: files.map((file) => commitFileView(backend, repository, commit.sha, file)),
  });
}

/** The merged pull request that brought a commit; while it is open, any that has it. */
async function listPullsOf(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const git = backend.git(repository);
  const sha = await resolveCommit(git, call.params["sha"] ?? "");
  if (sha === null) throw new ApiError(422, `No commit found for SHA: ${call.params["sha"] ?? ""}`);
  const own = backend.store.state.pulls.filter((pull) => pull.repository === repository.id);
  const found: PullRecord[] = [];
  for (const pull of own) {
    const commits = await listNewCommits(git, pull.baseSha, pull.merge?.sha ?? pull.headSha);
    if ((pull.merge !== null || pull.state === "open") && commits.includes(sha)) found.push(pull);
  }
  const { items, answer } = page(call, found);
  return answer(items.map((pull) => briefPullView(backend, pull)));
}

/** `base...head`, either of them `owner:branch` of a fork. */
async function compare(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const git = backend.git(repository);
  const [baseName = "", headName = ""] = (call.params["basehead"] ?? "").split("...");
  const [base, head] = await Promise.all([baseName, headName].map((name) => resolveSide(backend, repository, name)));
  if (base === undefined || head === undefined) throw notFound();
  const fork = await mergeBase(git, base, head);
  if (fork === null) throw new ApiError(404, `No common ancestor between ${baseName} and ${headName}.`);
  const [ahead, behind, files] = await Promise.all([
    listNewCommits(git, base, head),
    listNewCommits(git, head, base),
    diffFiles(git, fork, head),
  ]);
  const commits = await readCommits(git, [base, fork, ...ahead]);
  const [baseCommit, forkCommit, ...newCommits] = commits.map((commit) => commitView(backend, repository, commit));
  return ok({
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    base_commit: baseCommit,
    merge_base_commit: forkCommit,
    commits: newCommits,
    files: files.map((file) => commitFileView(backend, repository, head, file)),
  });
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? "diverged" : "ahead";
  return behind > 0 ? "behind" : "identical";
}

async function resolveSide(backend: Backend, repository: RepositoryRecord, name: string): Promise<string | undefined> {
  const [owner, branch] = name.includes(":") ? name.split(":", 2) : [repository.owner, name];
  const side = backend.store.state.repositories.find(
    (each) => each.network === repository.network && sameName(each.owner, owner ?? ""),
  );
  if (side === undefined) return undefined;
  return (await resolveCommit(backend.git(side), branch ?? "")) ?? undefined;
}
