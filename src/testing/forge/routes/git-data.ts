import { repositoryOf, requireWriter } from "../access.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import type { Backend } from "../backend.ts";
import { signatureOf } from "../branches.ts";
import { asRecord, optionalText, requireList, requireText } from "../fields.ts";
import { isoSeconds, readCommit, type Signature, writeCommit } from "../git/commits.ts";
import { listTree, readObject, resolveTree, type TreeEntry, writeBlob } from "../git/objects.ts";
import { isTreePath, type TreeChange, TreeChangeError, writeTree } from "../git/trees.ts";
import { type Answer, type Call, created, type JsonBody, ok } from "../http.ts";
import { rawAnswer, wantsRaw } from "../media.ts";
import type { RepositoryRecord } from "../records.ts";
import type { Route } from "../router.ts";
import { gitCommitView } from "../views/commits.ts";

export const gitDataRoutes: readonly Route[] = [
  { method: "POST", path: "/repos/:owner/:repo/git/blobs", handle: createBlob },
  { method: "GET", path: "/repos/:owner/:repo/git/blobs/:sha", handle: getBlob },
  { method: "POST", path: "/repos/:owner/:repo/git/trees", handle: createTree },
  { method: "GET", path: "/repos/:owner/:repo/git/trees/:sha*", handle: getTree },
  { method: "POST", path: "/repos/:owner/:repo/git/commits", handle: createCommit },
  { method: "GET", path: "/repos/:owner/:repo/git/commits/:sha", handle: getCommit },
];

/** GitHub cuts a recursive listing off there and says `truncated`. */
const TREE_ENTRIES = 100_000;
const MODES: ReadonlySet<string> = new Set(["100644", "100755", "040000", "160000", "120000"]);

async function createBlob(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  requireWriter(call, repository);
  const content = optionalText(call.body, "Blob", "content") ?? "";
  const encoding = optionalText(call.body, "Blob", "encoding") ?? "utf-8";
  if (!["utf-8", "base64"].includes(encoding)) throw invalid({ resource: "Blob", field: "encoding", code: "invalid" });
  const sha = await writeBlob(backend.git(repository), Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
  return created({ sha, url: gitUrl(backend, repository, `blobs/${sha}`) });
}

async function getBlob(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const blob = await readObject(backend.git(repository), call.params["sha"] ?? "", "blob");
  if (blob === null) throw notFound();
  if (wantsRaw(call)) return rawAnswer(blob.bytes);
  const { sha, bytes } = blob;
  const url = gitUrl(backend, repository, `blobs/${sha}`);
  return ok({ sha, url, size: bytes.length, content: bytes.toString("base64"), encoding: "base64" });
}

async function createTree(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  requireWriter(call, repository);
  const git = backend.git(repository);
  const base = optionalText(call.body, "Tree", "base_tree");
  const baseTree = base === null ? null : await resolveTree(git, base);
  if (base !== null && baseTree === null) throw notFound();
  const changes = await Promise.all(
    requireList(call.body, "tree").map((entry) => readChange(backend, repository, asRecord(entry))),
  );
  const sha = await writeTree(git, baseTree, changes).catch((error: unknown) => {
    throw error instanceof TreeChangeError ? new ApiError(422, error.message) : error;
  });
  return created(await treeView(backend, repository, sha, false));
}

async function readChange(backend: Backend, repository: RepositoryRecord, entry: JsonBody): Promise<TreeChange> {
  const path = requireText(entry, "Tree", "path");
  const mode = optionalText(entry, "Tree", "mode") ?? "100644";
  if (!isTreePath(path)) throw new ApiError(422, "tree.path contains a malformed path component");
  if (!MODES.has(mode)) throw new ApiError(422, "tree.mode contains an invalid value");
  if (entry["sha"] === null) return { path, mode, sha: null };
  const content = optionalText(entry, "Tree", "content");
  if (content !== null) return { path, mode, sha: await writeBlob(backend.git(repository), Buffer.from(content)) };
  const sha = requireText(entry, "Tree", "sha");
  const type = mode === "040000" ? "tree" : "blob";
  if (mode !== "160000" && (await readObject(backend.git(repository), sha, type)) === null) {
    throw new ApiError(422, `tree.sha ${sha} is not a valid ${type}`);
  }
  return { path, mode, sha };
}

async function getTree(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const sha = await resolveTree(backend.git(repository), call.params["sha"] ?? "");
  if (sha === null) throw notFound();
  // GitHub takes any value at all, "0" and "false" too, for yes.
  return ok(await treeView(backend, repository, sha, call.url.searchParams.has("recursive")));
}

async function treeView(
  backend: Backend,
  repository: RepositoryRecord,
  sha: string,
  recursive: boolean,
): Promise<unknown> {
  const entries = await listTree(backend.git(repository), sha, recursive);
  const view = ({ path, mode, type, sha: id, size }: TreeEntry) => ({
    path,
    mode,
    type,
    sha: id,
    ...(size === null ? {} : { size }),
    url: gitUrl(backend, repository, `${type}s/${id}`),
  });
  return {
    sha,
    url: gitUrl(backend, repository, `trees/${sha}`),
    tree: entries.slice(0, TREE_ENTRIES).map(view),
    truncated: entries.length > TREE_ENTRIES,
  };
}

async function createCommit(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const own = signatureOf(requireWriter(call, repository), backend.now());
  const git = backend.git(repository);
  const body = call.body;
  const message = requireText(body, "Commit", "message");
  const tree = requireText(body, "Commit", "tree");
  if ((await readObject(git, tree, "tree")) === null) throw new ApiError(422, "Tree SHA does not exist");
  const parents = (body["parents"] === undefined ? [] : requireList(body, "parents")).map(String);
  for (const parent of parents) {
    if ((await readObject(git, parent, "commit")) === null)
      throw new ApiError(422, "Parent SHA does not exist or is not a commit object");
  }
  const author = readSignature(body["author"], own);
  const committer = body["committer"] === undefined ? author : readSignature(body["committer"], own);
  const commit = await readCommit(git, await writeCommit(git, { tree, parents, message, author, committer }));
  return created(commit === null ? {} : gitCommitView(backend, repository, commit));
}

function readSignature(value: unknown, fallback: Signature): Signature {
  const given = asRecord(value);
  const date = optionalText(given, "Commit", "date");
  if (date !== null && Number.isNaN(Date.parse(date)))
    throw invalid({ resource: "Commit", field: "date", code: "invalid" });
  const clean = (text: string) => text.replace(/[<>\n\0]/g, "").trim();
  return {
    name: clean(optionalText(given, "Commit", "name") ?? fallback.name),
    email: clean(optionalText(given, "Commit", "email") ?? fallback.email),
    date: date === null ? fallback.date : isoSeconds(new Date(date)),
  };
}

async function getCommit(call: Call, backend: Backend): Promise<Answer> {
  const repository = repositoryOf(call, backend);
  const commit = await readCommit(backend.git(repository), call.params["sha"] ?? "");
  if (commit === null) throw notFound();
  return ok(gitCommitView(backend, repository, commit));
}

function gitUrl({ links }: Backend, repository: RepositoryRecord, rest: string): string {
  return `${links.repositoryApi(repository)}/git/${rest}`;
}
