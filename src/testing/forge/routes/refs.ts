import { repositoryOf, requireWriter } from "../access.ts";
import { ApiError, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { moveRef } from "../branches.ts";
import { flag, requireText } from "../fields.ts";
import { isAncestor } from "../git/commits.ts";
import { isSha, readObjects } from "../git/objects.ts";
import { isRefName, listRefs, readRef } from "../git/refs.ts";
import { type Answer, type Call, created, noContent, ok } from "../http.ts";
import { encodePath } from "../links.ts";
import type { RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";

export const refRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/git/ref/:ref*", handle: getRef },
  { method: "GET", path: "/repos/:owner/:repo/git/matching-refs/:ref*", handle: matchingRefs },
  { method: "POST", path: "/repos/:owner/:repo/git/refs", exclusive: true, handle: createRef },
  { method: "PATCH", path: "/repos/:owner/:repo/git/refs/:ref*", exclusive: true, handle: updateRef },
  { method: "DELETE", path: "/repos/:owner/:repo/git/refs/:ref*", exclusive: true, handle: deleteRef },
];

async function getRef(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const name = `refs/${call.params["ref"]}`;
  const found = (await listRefs(backend.git(repository), name)).find((ref) => ref.name === name);
  if (found === undefined) throw notFound();
  return ok(refView(backend, repository, found));
}

async function matchingRefs(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const refs = await listRefs(backend.git(repository), `refs/${call.params["ref"]}`);
  return ok(refs.map((ref) => refView(backend, repository, ref)));
}

async function createRef(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository);
  const name = writableRef(requireText(call.body, "Reference", "ref"));
  const { sha, type } = await existing(backend, repository, requireText(call.body, "Reference", "sha"));
  if ((await readRef(backend.git(repository), name)) !== null) throw new ApiError(422, "Reference already exists");
  await moveRef(backend, repository, { name, from: null, to: sha }, user).catch((cause: unknown) => {
    // A ref `a` and a ref `a/b` can't both be.
    throw Object.assign(new ApiError(422, "Reference update failed"), { cause });
  });
  return created(refView(backend, repository, { name, sha, type }));
}

async function updateRef(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository);
  const name = writableRef(`refs/${call.params["ref"]}`);
  const git = backend.git(repository);
  const { sha, type } = await existing(backend, repository, requireText(call.body, "Reference", "sha"));
  const from = await readRef(git, name);
  if (from === null) throw new ApiError(422, "Reference does not exist");
  if (!flag(call.body, "force") && !(await isAncestor(git, from, sha))) {
    throw new ApiError(422, "Update is not a fast forward");
  }
  if (from !== sha) await moveRef(backend, repository, { name, from, to: sha }, user);
  return ok(refView(backend, repository, { name, sha, type }));
}

async function deleteRef(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository);
  const name = writableRef(`refs/${call.params["ref"]}`);
  const from = await readRef(backend.git(repository), name);
  if (from === null) throw new ApiError(422, "Reference does not exist");
  if (name === `refs/heads/${repository.defaultBranch}`) throw new ApiError(422, "Cannot delete the default branch");
  await moveRef(backend, repository, { name, from, to: null }, user);
  return noContent;
}

/** Pull request refs belong to the forge. */
function writableRef(name: string): string {
  if (!isRefName(name)) throw new ApiError(422, "Reference name is not valid.");
  if (name.startsWith("refs/pull/")) throw new ApiError(422, "Reference update failed");
  return name;
}

async function existing(backend: Backend, repository: RepositoryRecord, sha: string) {
  if (!isSha(sha))
    throw new ApiError(422, "The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
  const [object] = await readObjects(backend.git(repository), [sha]);
  if (object === undefined) throw new ApiError(422, "Object does not exist");
  return object;
}

function refView(
  { links }: Backend,
  repository: RepositoryRecord,
  { name, sha, type }: { readonly name: string; readonly sha: string; readonly type: string },
): unknown {
  const git = `${links.repositoryApi(repository)}/git`;
  return { ref: name, url: `${git}/${encodePath(name)}`, object: { sha, type, url: `${git}/${type}s/${sha}` } };
}
