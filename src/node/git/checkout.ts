import * as fs from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import git from "isomorphic-git";

import { asGitError, GitError } from "./git-error.ts";
import { type GitRepository, repositoryAt } from "./repository.ts";

/** A repository that somebody works in: a clone with or without files, or a further worktree of one. */
export interface Checkout {
  readonly repository: GitRepository;
  /** Where the worktree's own `HEAD` is. */
  readonly headFolder: string;
}

/** Finds the repository that a folder lies in; null where it lies in none. */
export async function findCheckout(folder: string): Promise<Checkout | null> {
  const own = await gitFolder(join(folder, ".git"));
  const headFolder = own ?? ((await isRepository(folder)) ? folder : null);
  if (headFolder === null) return dirname(folder) === folder ? null : findCheckout(dirname(folder));
  const common = await readText(join(headFolder, "commondir"));
  const gitdir = common === null ? headFolder : resolve(headFolder, common);
  return { repository: repositoryAt(gitdir), headFolder };
}

/**
 * The commit that a revision names: `HEAD`, a branch, a tag, a ref by its full name, or the digits of an id.
 *
 * @throws GitError `missing`
 */
export async function resolveCommit({ repository, headFolder }: Checkout, revision: string): Promise<string> {
  const { gitdir, cache } = repository;
  const head = revision === "HEAD" ? await readText(join(headFolder, "HEAD")) : null;
  const ref = head === null ? revision : head.replace(/^ref: /, "");
  return asGitError(`There is no commit ${revision} here`, async () => {
    const isDigits = /^[0-9a-f]{4,40}$/.test(ref);
    const whole = isDigits ? await git.expandOid({ fs, gitdir, cache, oid: ref }).catch(() => null) : null;
    // A tag of its own gives the commit that it is about.
    const { oid } = await git.readCommit({
      fs,
      gitdir,
      cache,
      oid: whole ?? (await git.resolveRef({ fs, gitdir, ref })),
    });
    return oid;
  });
}

/** The commit that a ref is at, or null where there is no such ref. */
export async function findRef(checkout: Checkout, ref: string): Promise<string | null> {
  try {
    return await resolveCommit(checkout, ref);
  } catch (error) {
    if (error instanceof GitError && error.code === "missing") return null;
    throw error;
  }
}

/** A `.git`, which is a folder or a file that names one. */
async function gitFolder(path: string): Promise<string | null> {
  if (await isRepository(path)) return path;
  const text = await readText(path);
  const named = /^gitdir: (.+)$/.exec(text ?? "")?.[1];
  return named === undefined ? null : resolve(dirname(path), named);
}

async function isRepository(path: string): Promise<boolean> {
  const parts = [stat(join(path, "HEAD")), stat(join(path, "objects"))];
  const [head, objects] = await Promise.all(parts.map((part) => part.catch(nullIfAbsent)));
  return head?.isFile() === true && objects?.isDirectory() === true;
}

async function readText(path: string): Promise<string | null> {
  return (await readFile(path, "utf8").catch(nullIfAbsent))?.trim() ?? null;
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EISDIR") return null;
  throw error;
}
