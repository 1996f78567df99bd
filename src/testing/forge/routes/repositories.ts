import { canWrite, repositoryOf, requireUser, requireWriter } from "../access.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import { type Backend, findAccount, findRepository, repositoryById, sameName } from "../backend.ts";
import { commitOnto, forgeSignature, forkRepository, moveRef, signatureOf } from "../branches.ts";
import { flag, optionalText, requireText } from "../fields.ts";
import { isAncestor, mergeTrees, readCommit } from "../git/commits.ts";
import { listRefs, readRef } from "../git/refs.ts";
import { type Answer, type Call, created, type JsonBody, ok } from "../http.ts";
import { page } from "../paging.ts";
import type { Account, RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { repositoryView, userView } from "../views/accounts.ts";
import { isRepositoryName } from "../names.ts";
import { createRepository } from "../seeding.ts";
import { commitView } from "../views/commits.ts";

export const repositoryRoutes: readonly Route[] = [
  { method: "GET", path: "/user", handle: (call, backend) => ok(userView(backend, requireUser(call))) },
  { method: "POST", path: "/user/repos", handle: createOwn },
  { method: "GET", path: "/users/:login", handle: getUser },
  { method: "GET", path: "/repos/:owner/:repo", handle: getRepository },
  { method: "GET", path: "/repos/:owner/:repo/forks", handle: listForks },
  { method: "POST", path: "/repos/:owner/:repo/forks", exclusive: true, handle: createFork },
  { method: "POST", path: "/repos/:owner/:repo/merge-upstream", exclusive: true, handle: mergeUpstream },
  { method: "GET", path: "/repos/:owner/:repo/branches", handle: listBranches },
  { method: "GET", path: "/repos/:owner/:repo/branches/:branch*", handle: getBranch },
  { method: "GET", path: "/repos/:owner/:repo/collaborators/:login/permission", handle: getPermission },
];

/** GitHub's `auto_init` makes a first commit; without one a repository has no branch, which nobody here needs. */
async function createOwn(call: Call, backend: Backend): Promise<Answer> {
  const { login } = requireUser(call);
  const name = requireText(call.body, "Repository", "name");
  if (!isRepositoryName(name)) throw invalid({ resource: "Repository", field: "name", code: "invalid" });
  if (findRepository(backend, login, name) !== null) {
    throw invalid({
      resource: "Repository",
      field: "name",
      code: "custom",
      message: "name already exists on this account",
    });
  }
  if (!flag(call.body, "auto_init")) throw new ApiError(422, "This forge makes no empty repositories.");
  await createRepository(backend, {
    owner: login,
    name,
    files: { "README.md": `# ${name}\n` },
    message: "Initial commit",
  });
  const made = findRepository(backend, login, name);
  if (made === null) throw notFound();
  return created(repositoryView(backend, made, true));
}

function getUser(call: Call, backend: Backend): Answer {
  const account = findAccount(backend, call.params["login"] ?? "");
  if (account === null) throw notFound();
  return ok(userView(backend, account));
}

function getRepository(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  return ok(repositoryView(backend, repository, canWrite(repository, call.user)));
}

function listForks(call: Call, backend: Backend): Answer {
  const { id } = repositoryOf(call, backend);
  const { items, answer } = page(
    call,
    backend.store.state.repositories.filter(({ parent }) => parent === id),
  );
  return answer(items.map((fork) => repositoryView(backend, fork, canWrite(fork, call.user))));
}

/** 202 with the fork; as on GitHub the one that exists, and the repository itself when it is one's own. */
async function createFork(call: Call, backend: Backend): Promise<Answer> {
  const user = requireUser(call);
  const parent = repositoryOf(call, backend);
  const fork =
    findOwn(backend, parent, user) ??
    (await forkRepository(backend, parent, user, freeName(call, backend, parent, user)));
  return { status: 202, body: repositoryView(backend, fork, true) };
}

function findOwn(backend: Backend, { network }: RepositoryRecord, user: Account): RepositoryRecord | undefined {
  return backend.store.state.repositories.find((each) => each.network === network && sameName(each.owner, user.login));
}

function freeName(call: Call, backend: Backend, parent: RepositoryRecord, user: Account): string {
  const wanted = optionalText(call.body, "Repository", "name") ?? parent.name;
  if (!isRepositoryName(wanted)) throw invalid({ resource: "Repository", field: "name", code: "invalid" });
  let name = wanted;
  for (let count = 1; findRepository(backend, user.login, name) !== null; count += 1) name = `${wanted}-${count}`;
  return name;
}

/** Brings a branch of a fork up to its parent's. */
async function mergeUpstream(call: Call, backend: Backend): Promise<Answer> {
  const fork = repositoryOf(call, backend);
  const user = requireWriter(call, fork);
  const branch = requireText(call.body, "Repository", "branch");
  if (fork.parent === null) throw new ApiError(422, "Repository is not a fork");
  const parent = repositoryById(backend, fork.parent);
  const name = `refs/heads/${branch}`;
  const [theirs, ours] = await Promise.all([readRef(backend.git(parent), name), readRef(backend.git(fork), name)]);
  if (theirs === null || ours === null) throw notFound();
  const done = (merge_type: string, message: string) =>
    ok({ message, merge_type, base_branch: `${parent.owner}:${branch}` });
  const git = backend.git(fork);
  if (await isAncestor(git, theirs, ours)) return done("none", "This branch is not behind the upstream.");
  const message = `Successfully fetched and fast-forwarded from upstream ${parent.owner}:${branch}.`;
  if (await isAncestor(git, ours, theirs)) {
    await moveRef(backend, fork, { name, from: ours, to: theirs }, user);
    return done("fast-forward", message);
  }
  const tree = await mergeTrees(git, ours, theirs);
  if (tree === null) throw new ApiError(409, "There are merge conflicts");
  const date = backend.now();
  const commit = {
    tree,
    parents: [ours, theirs],
    author: signatureOf(user, date),
    committer: forgeSignature(date),
    message: `Merge branch '${parent.owner}:${branch}' into ${branch}`,
  };
  await commitOnto(backend, fork, branch, commit, user);
  return done("merge", `Successfully fetched and merged from upstream ${parent.owner}:${branch}.`);
}

async function listBranches(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const { items, answer } = page(call, await listRefs(backend.git(repository), "refs/heads/"));
  return answer(items.map(({ name, sha }) => branchView(backend, repository, name.slice("refs/heads/".length), sha)));
}

async function getBranch(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const branch = call.params["branch"] ?? "";
  const sha = await readRef(backend.git(repository), `refs/heads/${branch}`);
  if (sha === null) throw new ApiError(404, "Branch not found");
  const commit = await readCommit(backend.git(repository), sha);
  const view = commit === null ? {} : { commit: commitView(backend, repository, commit) };
  return ok({ ...branchView(backend, repository, branch, sha), ...view });
}

function branchView(backend: Backend, repository: RepositoryRecord, name: string, sha: string): JsonBody {
  return { name, commit: { sha, url: `${backend.links.repositoryApi(repository)}/commits/${sha}` }, protected: false };
}

function getPermission(call: Call, backend: Backend): Answer {
  const repository = repositoryOf(call, backend);
  requireWriter(call, repository, 403);
  const account = findAccount(backend, call.params["login"] ?? "");
  if (account === null) throw notFound();
  const own = sameName(repository.owner, account.login);
  const permission = own ? "admin" : canWrite(repository, account) ? "write" : "read";
  return ok({ permission, role_name: permission, user: userView(backend, account) });
}
