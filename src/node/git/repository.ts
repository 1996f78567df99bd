import * as fs from "node:fs";

import git from "isomorphic-git";
import http from "isomorphic-git/http/node";

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

/** Opens a bare clone, making it when there is none. Nothing is fetched. */
export async function openRepository(gitdir: string): Promise<GitRepository> {
  const repository = { gitdir, cache: {} };
  if (!fs.existsSync(`${gitdir}/HEAD`)) {
    await git.init({ fs, gitdir, bare: true, defaultBranch: "main" });
    // isomorphic-git fetches only where a refspec says what for; the address comes with each fetch.
    await git.setConfig({ fs, gitdir, path: "remote.origin.fetch", value: "+refs/heads/*:refs/remotes/origin/*" });
  }
  return repository;
}

/**
 * Fetches one ref as Git objects; nothing is checked out and nothing of it is run.
 *
 * @param ref full name, such as `refs/heads/main` or `refs/pull/7/head`
 * @returns the commit the ref is at
 */
export async function fetchRef({ gitdir, cache }: GitRepository, remote: GitRemote, ref: string): Promise<string> {
  const { token } = remote;
  const onAuth = token === undefined ? {} : { onAuth: () => ({ username: "x-access-token", password: token }) };
  const common = { fs, http, gitdir, cache, ...onAuth };
  const { fetchHead } = await git.fetch({
    ...common,
    url: remote.url,
    remote: "origin",
    ref,
    singleBranch: true,
    tags: false,
  });
  if (fetchHead === null) throw new Error(`${remote.url} has no ${ref}`);
  return fetchHead;
}

/** Full names of the remote's refs that begin with a prefix. */
export async function listRemoteRefs({ url, token }: GitRemote, prefix: string): Promise<readonly string[]> {
  const onAuth = token === undefined ? {} : { onAuth: () => ({ username: "x-access-token", password: token }) };
  const refs = await git.listServerRefs({ http, url, prefix, ...onAuth });
  return refs.map(({ ref }) => ref);
}

export type TreeEntry = { readonly path: string; readonly oid: string; readonly type: "blob" | "tree" | "commit" };

/** Entries of one folder. */
export async function readFolder({ gitdir, cache }: GitRepository, treeOid: string): Promise<readonly TreeEntry[]> {
  const { tree } = await git.readTree({ fs, gitdir, cache, oid: treeOid });
  return tree;
}

export async function readBlob({ gitdir, cache }: GitRepository, oid: string): Promise<Uint8Array> {
  const { blob } = await git.readBlob({ fs, gitdir, cache, oid });
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
  const { commit } = await git.readCommit({ fs, gitdir, cache, oid });
  return { oid, tree: commit.tree, parents: commit.parent, committedAt: commit.committer.timestamp };
}

/** The best common ancestor of two commits. */
export async function mergeBase({ gitdir, cache }: GitRepository, a: string, b: string): Promise<string> {
  const found = (await git.findMergeBase({ fs, gitdir, cache, oids: [a, b] })) as string[];
  const [base] = found;
  if (base === undefined) throw new Error(`the commits ${a} and ${b} share no history`);
  return base;
}
