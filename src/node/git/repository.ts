import * as fs from "node:fs";

import git from "isomorphic-git";
import http from "isomorphic-git/http/node";

import { asGitError, GitError } from "./git-error.ts";

/** A bare clone on disk that is only read and fetched into. */
export interface GitRepository {
  readonly gitdir: string;
  /** isomorphic-git keeps parsed pack files in it. */
  readonly cache: object;
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
  return { gitdir, cache: {} };
}

/**
 * Fetches one ref as Git objects, but for those that an earlier fetch of it or of the main branch brought. Nothing is checked out
 * and nothing of it is run.
 *
 * @param ref full name, such as `refs/heads/main` or `refs/pull/7/head`
 * @returns the commit the ref is at
 * @throws GitError
 */
export async function fetchRef({ gitdir, cache }: GitRepository, remote: GitRemote, ref: string): Promise<string> {
  const known = ref.startsWith(PULLS) ? MAIN : ref;
  const { fetchHead } = await asGitError(`${ref} of ${remote.url} cannot be fetched`, () =>
    git.fetch({
      fs,
      http,
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
  );
  if (fetchHead === null) throw new GitError("missing", `${remote.url} is empty and has no ${ref}`);
  if (known === ref) await git.writeRef({ fs, gitdir, ref, value: fetchHead, force: true });
  return fetchHead;
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

export interface TreeEntry {
  /** One name, without folders. */
  readonly path: string;
  readonly oid: string;
  readonly type: "blob" | "tree" | "commit";
  /** Octal: `100644` is a file, `100755` one that can be run, `120000` a symbolic link, `160000` a submodule, `040000` a folder. */
  readonly mode: string;
}

/** Entries of one folder. */
export async function readFolder({ gitdir, cache }: GitRepository, treeOid: string): Promise<readonly TreeEntry[]> {
  const { tree } = await asGitError("A folder cannot be read", () => git.readTree({ fs, gitdir, cache, oid: treeOid }));
  return tree;
}

export async function readBlob({ gitdir, cache }: GitRepository, oid: string): Promise<Uint8Array> {
  const { blob } = await asGitError("A file cannot be read", () => git.readBlob({ fs, gitdir, cache, oid }));
  return new Uint8Array(blob);
}

/** What is needed of a commit: its tree, its parents in order, and when it was committed. */
export interface CommitFacts {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Seconds since 1970. */
  readonly committedAt: number;
}

export async function readCommit({ gitdir, cache }: GitRepository, oid: string): Promise<CommitFacts> {
  const { commit } = await asGitError("A commit cannot be read", () => git.readCommit({ fs, gitdir, cache, oid }));
  return { oid, tree: commit.tree, parents: commit.parent, committedAt: commit.committer.timestamp };
}

/**
 * The best common ancestors of two commits: those that are no ancestor of another one. None when they share no history; more
 * than one when the two lines were merged crosswise.
 */
export async function mergeBases({ gitdir, cache }: GitRepository, a: string, b: string): Promise<readonly string[]> {
  return asGitError(`The history of ${a} and ${b} cannot be read`, () =>
    git.findMergeBase({ fs, gitdir, cache, oids: [a, b] }),
  );
}
