import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BackupError } from "./backup-error.ts";
import { runGit } from "../git/run-git.ts";

/** What is kept of a registry: a forge's own refs, as those of pull requests, are not. */
const REFS = ["refs/heads/*", "refs/tags/*", "refs/mosis/*"].map((ref) => `+${ref}:${ref}`);

/** Commits by full name of the ref. */
export type Refs = Readonly<Record<string, string>>;

/**
 * Writes the registry with its whole history into one file, and looks whether Git can read it again.
 *
 * @param source what `git fetch` takes: an address or a folder
 * @throws BackupError `incomplete` for a registry without a main branch, or of which history is cut off; `damaged`
 */
export async function bundleRegistry(source: string, bundle: string): Promise<Refs> {
  const gitdir = await mkdtemp(join(tmpdir(), "mosis-backup-"));
  try {
    await git(gitdir, "init", "--quiet", "--bare", "--initial-branch=main");
    await git(gitdir, "fetch", "--quiet", "--no-tags", "--", source, ...REFS);
    const refs = await refsOf(gitdir);
    if (refs["refs/heads/main"] === undefined) {
      throw new BackupError("incomplete", `${source} has no refs/heads/main: name the repository of the registry.`);
    }
    if ((await git(gitdir, "rev-parse", "--is-shallow-repository")).trim() === "true") {
      throw new BackupError("incomplete", `${source} is a shallow clone. Dates come from history: name a whole one.`);
    }
    await git(gitdir, "bundle", "create", "--quiet", bundle, "--all");
    await verifyBundle(bundle);
    return refs;
  } finally {
    await rm(gitdir, { recursive: true, force: true });
  }
}

/** @throws BackupError `damaged` for a bundle that needs anything that is not in it */
export async function verifyBundle(bundle: string): Promise<void> {
  // In an empty repository nothing but the bundle can have what it needs.
  const gitdir = await mkdtemp(join(tmpdir(), "mosis-backup-"));
  try {
    await git(gitdir, "init", "--quiet", "--bare");
    await git(gitdir, "bundle", "verify", "--quiet", bundle);
  } finally {
    await rm(gitdir, { recursive: true, force: true });
  }
}

/**
 * Makes a bare repository of a bundle, with every ref of it.
 *
 * @throws BackupError `damaged` where objects are missing, or refs are not those that were written down
 */
export async function unbundleRegistry(bundle: string, gitdir: string, refs: Refs): Promise<void> {
  await git(gitdir, "init", "--quiet", "--bare", "--initial-branch=main");
  await git(gitdir, "fetch", "--quiet", "--no-tags", "--", bundle, ...REFS);
  await git(gitdir, "fsck", "--full", "--no-dangling");
  const restored = await refsOf(gitdir);
  for (const [ref, commit] of Object.entries(refs)) {
    if (restored[ref] === commit) continue;
    throw new BackupError("damaged", `${ref} is at ${restored[ref] ?? "nothing"} in ${bundle}, but was at ${commit}.`);
  }
}

async function refsOf(gitdir: string): Promise<Refs> {
  const listed = await git(gitdir, "for-each-ref", "--format=%(refname) %(objectname)");
  return Object.fromEntries(
    listed
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(" ") as [string, string]),
  );
}

async function git(gitdir: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runGit(gitdir, args);
  if (exitCode === 0) return stdout;
  throw new BackupError("damaged", `git ${args.join(" ")} failed: ${stderr || stdout}`);
}
