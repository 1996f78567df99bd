import * as fs from "node:fs";

import git, { type FetchResult, type HttpClient } from "isomorphic-git";
import http from "isomorphic-git/http/node";

import { asGitError, GitError } from "./git-error.ts";
import { type GitObject, ObjectReader } from "./object-reader.ts";
import { parseCommit, parseTree, type TreeEntry } from "./parse-objects.ts";
import { runGit } from "./run-git.ts";

/** A bare clone on disk that is only read and fetched into. */
export interface GitRepository {
  readonly gitdir: string;
  /** isomorphic-git keeps parsed pack files in it while it fetches. */
  readonly cache: object;
  readonly objects: ObjectReader;
}

/** Where a repository comes from; a token only where it is private. */
export interface GitRemote {
  readonly url: string;
  readonly token?: string;
}

const MAIN = "refs/heads/main";
/** The forge makes one for each pull request; keeping them all would make every fetch longer. */
const PULLS = "refs/pull/";

/** Opens a bare clone, making it when there is none. Nothing is fetched. */
export async function openRepository(gitdir: string): Promise<GitRepository> {
  await git.init({ fs, gitdir, bare: true, defaultBranch: "main" });
  // isomorphic-git wants a refspec even where it has nothing to write; the address comes with each fetch.
  await git.setConfig({ fs, gitdir, path: "remote.origin.fetch", value: "+refs/heads/*:refs/remotes/origin/*" });
  return repositoryAt(gitdir);
}

/** A repository that is there. */
export function repositoryAt(gitdir: string): GitRepository {
  return { gitdir, cache: {}, objects: new ObjectReader(gitdir) };
}

/**
 * Fetches one ref as Git objects, but for those that an earlier fetch of it or of the main branch brought. Nothing is checked out
 * and nothing of it is run.
 *
 * @param ref full name, such as `refs/heads/main` or `refs/pull/7/head`
 * @returns the commit the ref is at
 * @throws GitError
 */
export async function fetchRef(repository: GitRepository, remote: GitRemote, ref: string): Promise<string> {
  const { gitdir, cache, objects } = repository;
  const known = ref.startsWith(PULLS) ? MAIN : ref;
  const { fetchHead } = await asGitError(`${ref} of ${remote.url} cannot be fetched`, () =>
    unlessHere(objects, (client) =>
      git.fetch({
        fs,
        http: client,
        gitdir,
        cache,
        ...credentials(remote),
        url: remote.url,
        remote: "origin",
        // The local ref whose objects need not be sent; `refs/heads/main` and its like are only ever written below.
        ref: known,
        remoteRef: ref,
        singleBranch: true,
        tags: false,
      }),
    ),
  );
  if (fetchHead === null) throw new GitError("missing", `${remote.url} is empty and has no ${ref}`);
  if (known === ref) await git.writeRef({ fs, gitdir, ref, value: fetchHead, force: true });
  return fetchHead;
}

/** Ends a fetch whose answer is here. */
class AlreadyHere extends Error {
  readonly oid: string;
  constructor(oid: string) {
    super(`${oid} is here`);
    this.oid = oid;
  }
}

/**
 * Lets isomorphic-git, which asks the remote to pack objects even when there are none to pack, ask for a commit only when it is not
 * here. A commit came with all that it needs, or it did not come.
 */
async function unlessHere(
  objects: ObjectReader,
  fetch: (client: HttpClient) => Promise<Pick<FetchResult, "fetchHead">>,
): Promise<Pick<FetchResult, "fetchHead">> {
  const client: HttpClient = {
    async request(call) {
      // The body is one piece, and its first line names the one commit that is wanted.
      const [body] = (call.body ?? []) as unknown as readonly Uint8Array[];
      const wanted =
        body && /^[0-9a-f]{4}want ([0-9a-f]{40}) /.exec(new TextDecoder().decode(body.subarray(0, 50)))?.[1];
      if (wanted !== undefined && (await objects.read(wanted)) !== null) throw new AlreadyHere(wanted);
      return http.request(call);
    },
  };
  try {
    return await fetch(client);
  } catch (error) {
    if (error instanceof AlreadyHere) return { fetchHead: error.oid };
    throw error;
  }
}

/** Full names of the remote's refs that begin with a prefix. */
export async function listRemoteRefs(remote: GitRemote, prefix: string): Promise<readonly string[]> {
  const { url } = remote;
  const refs = await asGitError(`The refs of ${url} cannot be listed`, () =>
    git.listServerRefs({ http, url, prefix, ...credentials(remote) }),
  );
  return refs.map(({ ref }) => ref);
}

function credentials({ token }: GitRemote): Pick<Parameters<typeof git.fetch>[0], "onAuth"> {
  return token === undefined ? {} : { onAuth: () => ({ username: "x-access-token", password: token }) };
}

/** Entries of one folder. */
export async function readFolder(repository: GitRepository, treeOid: string): Promise<readonly TreeEntry[]> {
  return parseTree((await need(repository, treeOid, "tree")).bytes);
}

export async function readBlob(repository: GitRepository, oid: string): Promise<Uint8Array> {
  return (await need(repository, oid, "blob")).bytes;
}

/**
 * The file or folder at a path below a tree, or null where there is none. Folders on the way are not read here, however large, but
 * for the one in which nothing has its name.
 *
 * @param path plain names with `/` between
 * @throws GitError `missing` for a tree that is not there, and for what it lists but the repository has lost: that would pass for a
 * file that never was
 */
export async function readAt(repository: GitRepository, treeOid: string, path: string): Promise<GitObject | null> {
  const found = await repository.objects.read(`${treeOid}:${path}`);
  if (found !== null) return found;
  const slash = path.lastIndexOf("/");
  const folder =
    slash < 0 ? await need(repository, treeOid, "tree") : await readAt(repository, treeOid, path.slice(0, slash));
  if (folder?.type !== "tree" || !lists(folder, path.slice(slash + 1))) return null;
  throw new GitError("missing", `${repository.gitdir} has lost ${path} of ${treeOid}`);
}

/** Whether a folder has a name. Most names that are asked for are nowhere in it, and then it is not parsed. */
function lists({ bytes }: GitObject, name: string): boolean {
  const isLikely = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(` ${name}\0`);
  return isLikely && parseTree(bytes).some(({ path }) => path === name);
}

/** What is needed of a commit: its tree, its parents in order, and when it was committed. */
export interface CommitFacts {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Seconds since 1970. */
  readonly committedAt: number;
}

export async function readCommit(repository: GitRepository, oid: string): Promise<CommitFacts> {
  return { oid, ...parseCommit((await need(repository, oid, "commit")).bytes) };
}

async function need({ gitdir, objects }: GitRepository, oid: string, type: GitObject["type"]): Promise<GitObject> {
  const object = await objects.read(oid);
  if (object?.type === type) return object;
  throw new GitError("missing", `${gitdir} has no ${type} ${oid}`);
}

/**
 * The best common ancestors of two commits: those that are no ancestor of another one. None when they share no history; more
 * than one when the two lines were merged crosswise.
 *
 * @throws GitError `missing` for a commit that is not there
 */
export async function mergeBases({ gitdir }: GitRepository, a: string, b: string): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await runGit(gitdir, ["merge-base", "--all", a, b]);
  if (exitCode > 1) throw new GitError("missing", `The history of ${a} and ${b} cannot be read: ${stderr}`);
  return stdout.split("\n").filter((line) => line !== "");
}
