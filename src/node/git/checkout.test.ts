import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { findCheckout, findRef, resolveCommit } from "./checkout.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

/** A repository with two commits, a tag on the first, made by real Git. */
function aRepository() {
  const folder = join(temporaryFolder(), "work");
  mkdirSync(folder);
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  git("init", "--initial-branch=main");
  const commit = (text: string): string => {
    writeFileSync(join(folder, "file"), text);
    git("add", ".");
    git("commit", "-m", text);
    return git("rev-parse", "HEAD");
  };
  const first = commit("one");
  git("tag", "-a", "v1", "-m", "The first");
  return { folder, git, first, second: commit("two") };
}

async function commitAt(folder: string, revision = "HEAD"): Promise<string> {
  const checkout = await findCheckout(folder);
  if (checkout === null) throw new TypeError(`${folder} lies in no repository`);
  return resolveCommit(checkout, revision);
}

test("a repository is found from any folder in it, and its revisions by every plain name", async () => {
  const { folder, git, first, second } = aRepository();
  mkdirSync(join(folder, "registry", "apps"), { recursive: true });
  expect(await commitAt(join(folder, "registry", "apps"))).toBe(second);
  git("pack-refs", "--all");
  git("gc", "--quiet");
  for (const revision of ["HEAD", "main", "refs/heads/main", second, second.slice(0, 7)])
    expect(await commitAt(folder, revision)).toBe(second);
  for (const revision of ["v1", first, first.slice(0, 4)]) expect(await commitAt(folder, revision)).toBe(first);
});

test("HEAD is that of the worktree, be it on a branch or not", async () => {
  const { folder, git, first, second } = aRepository();
  git("worktree", "add", "../tree", "-b", "other", first);
  expect(await commitAt(join(folder, "../tree"))).toBe(first);
  expect(await commitAt(folder)).toBe(second);
  git("checkout", "--detach", first);
  expect(await commitAt(folder)).toBe(first);
});

test("a bare clone is a repository, too", async () => {
  const { folder, git, second } = aRepository();
  git("clone", "--bare", ".", "../bare.git");
  expect(await commitAt(join(folder, "../bare.git"))).toBe(second);
});

test("what is not there is said", async () => {
  const folder = temporaryFolder();
  expect(await findCheckout(folder)).toBeNull();
  const { folder: repository } = aRepository();
  for (const revision of ["nothing", "deadbeef", "HEAD~1", "0".repeat(40)])
    await expect(commitAt(repository, revision)).rejects.toMatchObject({ name: "GitError", code: "missing" });
  const checkout = await findCheckout(repository);
  expect(await findRef(checkout!, "refs/mosis/published")).toBeNull();
});
