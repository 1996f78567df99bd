import { repositoryOf, requireWriter } from "../access.ts";
import { ApiError, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { commitOnto, signatureOf } from "../branches.ts";
import { optionalText, requireText } from "../fields.ts";
import { readCommit } from "../git/commits.ts";
import { findEntry, listTree, readObject, resolveCommit, type TreeEntry, writeBlob } from "../git/objects.ts";
import { readRef } from "../git/refs.ts";
import { isTreePath, writeTree } from "../git/trees.ts";
import { type Answer, type Call, type JsonBody, ok } from "../http.ts";
import { encodePath } from "../links.ts";
import { rawAnswer, wantsRaw } from "../media.ts";
import type { RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { gitCommitView } from "../views/commits.ts";

export const contentRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/contents/?", handle: getContents },
  { method: "GET", path: "/repos/:owner/:repo/contents/:path*", handle: getContents },
  { method: "PUT", path: "/repos/:owner/:repo/contents/:path*", exclusive: true, handle: putFile },
  { method: "DELETE", path: "/repos/:owner/:repo/contents/:path*", exclusive: true, handle: deleteFile },
];

/** GitHub gives larger files only raw or as blobs. */
const INLINE_BYTES = 1 << 20;
/** Entries of a folder GitHub lists. */
const FOLDER_ENTRIES = 1000;

async function getContents(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const ref = call.url.searchParams.get("ref") ?? repository.defaultBranch;
  const git = backend.git(repository);
  const commit = await resolveCommit(git, ref);
  if (commit === null) throw new ApiError(404, `No commit found for the ref ${ref}`);
  const path = (call.params["path"] ?? "").replace(/\/$/, "");
  const entry = path === "" ? null : await findEntry(git, commit, path);
  if (path !== "" && entry === null) throw notFound();
  const view = (each: TreeEntry) => entryView(backend, repository, ref, each);
  if (entry === null || entry.type === "tree") {
    const entries = await listTree(git, entry?.sha ?? commit);
    const prefix = path === "" ? "" : `${path}/`;
    return ok(entries.slice(0, FOLDER_ENTRIES).map((each) => view({ ...each, path: `${prefix}${each.path}` })));
  }
  const bytes = (await readObject(git, entry.sha, "blob"))?.bytes ?? Buffer.alloc(0);
  if (wantsRaw(call)) return rawAnswer(bytes);
  const large = bytes.length > INLINE_BYTES;
  const content = large ? "" : bytes.toString("base64").replace(/.{60}|.+$/g, "$&\n");
  return ok({ ...view(entry), encoding: large ? "none" : "base64", content });
}

async function putFile(call: Call, backend: Backend): Promise<Answer> {
  const content = requireText(call.body, "Contents", "content");
  return changeFile(call, backend, Buffer.from(content, "base64"));
}

async function deleteFile(call: Call, backend: Backend): Promise<Answer> {
  return changeFile(call, backend, null);
}

/** One commit on a branch; replacing or deleting a file takes the id of the blob it replaces. */
async function changeFile(call: Call, backend: Backend, bytes: Uint8Array | null): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const user = requireWriter(call, repository);
  const git = backend.git(repository);
  const path = call.params["path"] ?? "";
  const { message, branch, sha } = readChange(call, repository);
  if (!isTreePath(path)) throw new ApiError(422, "path contains a malformed path component");
  const parent = await readRef(git, `refs/heads/${branch}`);
  if (parent === null) throw new ApiError(404, `Branch ${branch} not found`);
  const old = await findEntry(git, parent, path);
  if (bytes === null && old === null) throw notFound();
  if (old !== null && sha === null) throw new ApiError(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (sha !== null && sha !== old?.sha) throw new ApiError(409, `${path} does not match ${sha}`);
  const blob = bytes === null ? null : await writeBlob(git, bytes);
  const tree = await writeTree(git, parent, [{ path, mode: old?.mode ?? "100644", sha: blob }]);
  const signature = signatureOf(user, backend.now());
  const draft = { tree, parents: [parent], author: signature, committer: signature, message };
  const commit = await readCommit(git, await commitOnto(backend, repository, branch, draft, user));
  const entry = await findEntry(git, tree, path);
  return {
    status: bytes === null || old !== null ? 200 : 201,
    body: {
      content: entry === null ? null : entryView(backend, repository, branch, entry),
      commit: commit === null ? null : gitCommitView(backend, repository, commit),
    },
  };
}

/** DELETE may carry its fields in the query. */
function readChange(call: Call, { defaultBranch }: RepositoryRecord) {
  const body = { ...Object.fromEntries(call.url.searchParams), ...call.body };
  return {
    message: requireText(body, "Contents", "message"),
    branch: optionalText(body, "Contents", "branch") ?? defaultBranch,
    sha: optionalText(body, "Contents", "sha"),
  };
}

function entryView({ links }: Backend, repository: RepositoryRecord, ref: string, entry: TreeEntry): JsonBody {
  const api = links.repositoryApi(repository);
  const kind = entry.type === "tree" ? "tree" : "blob";
  const url = `${api}/contents/${encodePath(entry.path)}?ref=${encodeURIComponent(ref)}`;
  const git_url = `${api}/git/${kind}s/${entry.sha}`;
  const html_url = `${links.repository(repository)}/${kind}/${encodeURIComponent(ref)}/${encodePath(entry.path)}`;
  return {
    type: contentType(entry),
    name: entry.path.slice(entry.path.lastIndexOf("/") + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    git_url,
    html_url,
    download_url: entry.type === "blob" ? links.rawFile(repository, ref, entry.path) : null,
    _links: { self: url, git: git_url, html: html_url },
  };
}

function contentType({ type, mode }: TreeEntry): string {
  if (type === "tree") return "dir";
  if (type === "commit") return "submodule";
  return mode === "120000" ? "symlink" : "file";
}
