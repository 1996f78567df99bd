import { repositoryOf, requireWriter } from "../access.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import { accountById, type Backend, findPull, repositoryById } from "../backend.ts";
import { forgeSignature, signatureOf } from "../branches.ts";
import { optionalText } from "../fields.ts";
import { mergeTrees, type NewCommit, writeCommit } from "../git/commits.ts";
import { readRef, writeRef } from "../git/refs.ts";
import { type Answer, type Call, noContent, ok } from "../http.ts";
import type { Account, PullRecord } from "../records.ts";
import { followRefChange, markMerged } from "../ref-changes.ts";
import type { Route } from "../router.ts";

export const mergeRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/pulls/:number/merge", handle: isMerged },
  { method: "PUT", path: "/repos/:owner/:repo/pulls/:number/merge", exclusive: true, handle: mergePull },
];

function isMerged(call: Call, backend: Backend): Answer {
  const pull = findPull(backend, repositoryOf(call, backend), call.params["number"] ?? "");
  if (pull.merge === null) throw notFound();
  return noContent;
}

async function mergePull(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository, 403);
  const pull = findPull(backend, repository, call.params["number"] ?? "");
  const wish = readWish(call);
  if (wish.sha !== null && wish.sha !== pull.headSha) {
    throw new ApiError(409, "Head branch was modified. Review and try the merge again.");
  }
  if (pull.draft) throw new ApiError(405, "Pull Request is still a draft");
  const git = backend.git(repository);
  const name = `refs/heads/${pull.baseRef}`;
  const base = await readRef(git, name);
  const tree = base === null || pull.state === "closed" ? null : await mergeTrees(git, base, pull.headSha);
  if (base === null || tree === null) throw new ApiError(405, "Pull Request is not mergeable");
  const sha = await writeCommit(git, mergeCommit(backend, pull, user, { base, tree }, wish));
  await writeRef(git, name, base, sha);
  markMerged(backend, pull, sha, user);
  await followRefChange(backend, repository, { name, from: base, to: sha }, user);
  return ok({ sha, merged: true, message: "Pull Request successfully merged" });
}

interface Wish {
  readonly sha: string | null;
  readonly squash: boolean;
  readonly title: string | null;
  readonly message: string | null;
}

function readWish(call: Call): Wish {
  const body = call.body;
  const method = optionalText(body, "PullRequest", "merge_method") ?? "merge";
  if (method === "rebase") throw new ApiError(405, "Rebase merges are not allowed on this repository.");
  if (!["merge", "squash"].includes(method))
    throw invalid({ resource: "PullRequest", field: "merge_method", code: "invalid" });
  return {
    sha: optionalText(body, "PullRequest", "sha"),
    squash: method === "squash",
    title: optionalText(body, "PullRequest", "commit_title"),
    message: optionalText(body, "PullRequest", "commit_message"),
  };
}

function mergeCommit(
  backend: Backend,
  pull: PullRecord,
  user: Account,
  { base, tree }: { readonly base: string; readonly tree: string },
  wish: Wish,
): NewCommit {
  const date = backend.now();
  const { owner } = repositoryById(backend, pull.headRepository);
  const title = wish.squash
    ? `${pull.title} (#${pull.number})`
    : `Merge pull request #${pull.number} from ${owner}/${pull.headRef}`;
  const message = wish.message ?? (wish.squash ? "" : pull.title);
  return {
    tree,
    parents: wish.squash ? [base] : [base, pull.headSha],
    author: signatureOf(wish.squash ? accountById(backend, pull.author) : user, date),
    committer: forgeSignature(date),
    message: [wish.title ?? title, ...(message === "" ? [] : [message])].join("\n\n"),
  };
}
