import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./git.ts";
import { NO_OBJECT } from "./objects.ts";

export interface TreeChange {
  readonly path: string;
  /** Git's six digits. */
  readonly mode: string;
  /** Null removes the file or folder. */
  readonly sha: string | null;
}

/** A change names nothing that is in the tree or in the object store. */
export class TreeChangeError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TreeChangeError";
  }
}

const FOLDER_MODE = "040000";

/**
 * Writes the tree that `changes` make of `base`, through an index of its own, so that any number may run at once.
 * Throws TreeChangeError for a removal of nothing and for an object that is not there.
 */
export async function writeTree(git: Git, base: string | null, changes: readonly TreeChange[]): Promise<string> {
  const indexFile = join(git.dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: indexFile };
  try {
    if (base !== null) await git.text(["read-tree", base], { env });
    await removePaths(git, env, changes);
    const files = changes.filter(({ mode, sha }) => sha !== null && mode !== FOLDER_MODE);
    await updateIndex(
      git,
      env,
      files.map(({ path, mode, sha }) => `${mode} ${sha}\t${path}\0`),
    );
    for (const { path, sha } of changes.filter(({ mode, sha: id }) => id !== null && mode === FOLDER_MODE)) {
      await git.text(["read-tree", "-i", `--prefix=${path}/`, sha ?? ""], { env });
    }
    return await git.text(["write-tree"], { env });
  } catch (cause) {
    if (cause instanceof TreeChangeError) throw cause;
    throw new TreeChangeError("A tree entry names an object that does not exist.", { cause });
  } finally {
    await rm(indexFile, { force: true });
  }
}

/** A path git can store in a tree: relative, no empty, `.`, `..` or `.git` segment. */
export function isTreePath(path: string): boolean {
  const bad = (segment: string) => ["", ".", ".."].includes(segment) || segment.toLowerCase() === ".git";
  return path.length > 0 && !path.includes("\0") && !path.split("/").some(bad);
}

async function removePaths(git: Git, env: Record<string, string>, changes: readonly TreeChange[]): Promise<void> {
  const removed = changes.filter(({ sha, mode }) => sha === null || mode === FOLDER_MODE);
  if (removed.length === 0) return;
  const paths = removed.map(({ path }) => path);
  const found = (await git.text(["ls-files", "-z", "--", ...paths], { env })).split("\0").filter((path) => path !== "");
  const missing = removed.find(
    ({ path, sha }) => sha === null && !found.some((file) => file === path || file.startsWith(`${path}/`)),
  );
  if (missing !== undefined) throw new TreeChangeError(`There is no "${missing.path}" to remove.`);
  await updateIndex(
    git,
    env,
    found.map((path) => `0 ${NO_OBJECT}\t${path}\0`),
  );
}

async function updateIndex(git: Git, env: Record<string, string>, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await git.text(["update-index", "-z", "--index-info"], { env, input: lines.join("") });
}
