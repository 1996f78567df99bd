import type { Git } from "./git.ts";

export const NO_OBJECT = "0".repeat(40);

/** What `git check-ref-format` forbids in a name, and a leading dash. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN_IN_NAMES = /^-|^$|[\s~^:?*[\\\u0000-\u001f\u007f]|\.\.|@\{/;

export type ObjectType = "blob" | "tree" | "commit" | "tag";

export interface GitObject {
  readonly sha: string;
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

export interface TreeEntry {
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  readonly size: number | null;
  readonly path: string;
}

export const isSha = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

/** Reads objects by name in one process; a name that means nothing is left out. */
export async function readObjects(git: Git, names: readonly string[]): Promise<readonly GitObject[]> {
  if (names.length === 0) return [];
  const output = await git.bytes(["cat-file", "--batch"], { input: names.map((name) => `${name}\n`).join("") });
  const objects: GitObject[] = [];
  for (let at = 0; at < output.length;) {
    const lineEnd = output.indexOf("\n", at);
    const header = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(output.toString("utf8", at, lineEnd));
    at = lineEnd + 1;
    if (header === null) continue;
    const [, sha = "", type = "blob", size = "0"] = header;
    objects.push({ sha, type: type as ObjectType, bytes: output.subarray(at, at + Number(size)) });
    at += Number(size) + 1;
  }
  return objects;
}

export async function readObject(git: Git, sha: string, type: ObjectType): Promise<GitObject | null> {
  if (!isSha(sha)) return null;
  const [object] = await readObjects(git, [sha]);
  return object?.type === type ? object : null;
}

/**
 * The commit a branch, tag or commit id means, null when there is none. The grammar is narrower than git's: nothing that walks
 * history or could be read as an option.
 */
export async function resolveCommit(git: Git, revision: string): Promise<string | null> {
  return resolve(git, revision, "commit");
}

/** Like `resolveCommit`, for the tree of a commit or a tree itself. */
export async function resolveTree(git: Git, revision: string): Promise<string | null> {
  return resolve(git, revision, "tree");
}

/** One folder's entries, or with `recursive` everything below it, folders included. */
export async function listTree(git: Git, tree: string, recursive = false): Promise<readonly TreeEntry[]> {
  return parseTree(await git.text(["ls-tree", "-l", "-z", ...(recursive ? ["-r", "-t"] : []), tree]));
}

/** The entry at exactly this path, null when there is none. */
export async function findEntry(git: Git, tree: string, path: string): Promise<TreeEntry | null> {
  const entries = parseTree(await git.text(["ls-tree", "-l", "-z", tree, "--", path]));
  return entries.find((entry) => entry.path === path) ?? null;
}

export async function writeBlob(git: Git, bytes: Uint8Array): Promise<string> {
  return git.text(["hash-object", "-w", "--stdin"], { input: bytes });
}

async function resolve(git: Git, revision: string, type: "commit" | "tree"): Promise<string | null> {
  if (FORBIDDEN_IN_NAMES.test(revision)) return null;
  const names = isSha(revision) ? [revision] : [`refs/heads/${revision}`, `refs/tags/${revision}`, revision];
  for (const name of names) {
    const found = await git.ask(["rev-parse", "--verify", "-q", `${name}^{${type}}`]).catch(() => null);
    if (found !== null) return found;
  }
  return null;
}

function parseTree(output: string): readonly TreeEntry[] {
  return output.split("\0").flatMap((line) => {
    const match = /^(\d{6}) (blob|tree|commit) ([0-9a-f]{40}) +(\d+|-)\t(.+)$/s.exec(line);
    if (match === null) return [];
    const [, mode = "", type = "blob", sha = "", size = "-", path = ""] = match;
    return [{ mode, type: type as TreeEntry["type"], sha, size: size === "-" ? null : Number(size), path }];
  });
}
