import { type Git, GitError } from "./git.ts";
import { isSha, readObjects } from "./objects.ts";

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO 8601, UTC, whole seconds. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** ISO 8601 in UTC with whole seconds, as GitHub writes times. */
export function isoSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export function writeCommit(git: Git, commit: NewCommit): Promise<string> {
  const parents = [...new Set(commit.parents)].map((parent) => `parent ${parent}\n`).join("");
  const [author, committer] = [commit.author, commit.committer].map(signatureLine);
  const text = `tree ${commit.tree}\n${parents}author ${author}\ncommitter ${committer}\n\n${commit.message}`;
  return git.write("commit", Buffer.from(text));
}

/** The commits among these ids, in their order. */
export async function readCommits(git: Git, shas: readonly string[]): Promise<readonly Commit[]> {
  const objects = await readObjects(git, shas.filter(isSha));
  return objects
    .filter(({ type }) => type === "commit")
    .map(({ sha, bytes }) => parseCommit(sha, bytes.toString("utf8")));
}

export async function readCommit(git: Git, sha: string): Promise<Commit | null> {
  return (await readCommits(git, [sha]))[0] ?? null;
}

/** Ids that `git rev-list` tells of commits named by their ids. */
export async function listCommits(git: Git, args: readonly string[]): Promise<readonly string[]> {
  return lines((await git.fact(["rev-list", ...args])) ?? "");
}

/** Ids of the commits in `head` that `base` has not, oldest first. */
export function listNewCommits(git: Git, base: string, head: string): Promise<readonly string[]> {
  return listCommits(git, ["--reverse", "--topo-order", `${base}..${head}`]);
}

/** Ids from `head` back, newest first; only those changing `path` when it is given. */
export function listHistory(git: Git, head: string, path: string | null): Promise<readonly string[]> {
  return listCommits(git, [head, ...(path === null ? [] : ["--", path])]);
}

export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  return (await git.fact(["merge-base", "--is-ancestor", ancestor, descendant])) !== null;
}

export async function mergeBase(git: Git, one: string, other: string): Promise<string | null> {
  return git.fact(["merge-base", one, other]);
}

/** Merges two commits without a working tree: the merged tree, or null when they conflict or share no history. */
export async function mergeTrees(git: Git, base: string, head: string): Promise<string | null> {
  try {
    return await git.fact(["merge-tree", "--write-tree", "--no-messages", base, head]);
  } catch (error) {
    if (error instanceof GitError && error.stderr.includes("unrelated histories")) return null;
    throw error;
  }
}

/** As commits and `git fast-import` write it. */
export function signatureLine({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}

function parseCommit(sha: string, text: string): Commit {
  const split = text.indexOf("\n\n");
  const header = lines(text.slice(0, split));
  const values = (name: string) =>
    header.flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));
  return {
    sha,
    tree: values("tree")[0] ?? "",
    parents: values("parent"),
    author: parseSignature(values("author")[0] ?? ""),
    committer: parseSignature(values("committer")[0] ?? ""),
    message: text.slice(split + 2).replace(/\n$/, ""),
  };
}

function parseSignature(line: string): Signature {
  const [, name = "", email = "", seconds = "0"] = /^(.*?) ?<(.*)> (-?\d+) [+-]\d{4}$/s.exec(line) ?? [];
  return { name, email, date: isoSeconds(new Date(Number(seconds) * 1000)) };
}

const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
