import { parseTree } from "../../../node/git/parse-objects.ts";
import type { Git } from "./git.ts";
import type { ObjectType } from "./loose-object.ts";

export const NO_OBJECT = "0".repeat(40);

/** What `git check-ref-format` forbids in a name, and a leading dash. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN_IN_NAMES = /^-|^$|[\s~^:?*[\\\u0000-\u001f\u007f]|\.\.|@\{/;

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

/** Reads objects by name; a name that means nothing is left out. */
export async function readObjects(git: Git, names: readonly string[]): Promise<readonly GitObject[]> {
  const found = await Promise.all(names.map((name) => git.read(name)));
  return found.flatMap((object) => {
    if (object === null) return [];
    const { oid, type, bytes } = object;
    return [{ sha: oid, type, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) }];
  });
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
  const entries: TreeEntry[] = [];
  for (const entry of await readFolder(git, tree)) {
    entries.push({ ...entry, size: await sizeOf(git, entry) });
    if (!recursive || entry.type !== "tree") continue;
    for (const inner of await listTree(git, entry.sha, true)) {
      entries.push({ ...inner, path: `${entry.path}/${inner.path}` });
    }
  }
  return entries;
}

/** The entry at exactly this path below a commit or tree, null when there is none. */
export async function findEntry(git: Git, root: string, path: string): Promise<TreeEntry | null> {
  const names = path.split("/");
  let folder: string | null = root;
  for (const [index, name] of names.entries()) {
    if (folder === null) return null;
    const entry: PlainEntry | undefined = (await readFolder(git, folder)).find((each) => each.path === name);
    if (entry === undefined) return null;
    if (index === names.length - 1) return { ...entry, path, size: await sizeOf(git, entry) };
    folder = entry.type === "tree" ? entry.sha : null;
  }
  return null;
}

type PlainEntry = Omit<TreeEntry, "size">;

async function readFolder(git: Git, revision: string): Promise<readonly PlainEntry[]> {
  const folder = await git.read(`${revision}^{tree}`);
  return folder === null ? [] : parseTree(folder.bytes).map(({ oid, ...entry }) => ({ ...entry, sha: oid }));
}

async function sizeOf(git: Git, { type, sha }: PlainEntry): Promise<number | null> {
  return type === "blob" ? ((await git.read(sha))?.bytes.length ?? null) : null;
}

export function writeBlob(git: Git, bytes: Uint8Array): Promise<string> {
  return git.write("blob", bytes);
}

async function resolve(git: Git, revision: string, type: "commit" | "tree"): Promise<string | null> {
  if (FORBIDDEN_IN_NAMES.test(revision)) return null;
  const names = isSha(revision) ? [revision] : [`refs/heads/${revision}`, `refs/tags/${revision}`, revision];
  for (const name of names) {
    const found = await git.read(`${name}^{${type}}`);
    if (found !== null) return found.oid;
  }
  return null;
}
