import { execFile } from "node:child_process";

import { GitError } from "./git-error.ts";

/** How a run of Git ended. */
export interface GitRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What keeps answers the same on every machine, and Git from writing where it only reads. */
export function gitEnvironment(gitdir: string): NodeJS.ProcessEnv {
  return { ...process.env, GIT_DIR: gitdir, GIT_NO_REPLACE_OBJECTS: "1", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
}

/**
 * Runs Git on a repository.
 *
 * @throws GitError `no-git`
 */
export function runGit(gitdir: string, args: readonly string[]): Promise<GitRun> {
  return new Promise((resolve, reject) => {
    execFile("git", args, { env: gitEnvironment(gitdir) }, (error, stdout, stderr) => {
      if (error === null) resolve({ exitCode: 0, stdout, stderr });
      else if (typeof error.code === "number") resolve({ exitCode: error.code, stdout, stderr: stderr.trim() });
      else reject(gitNotRun(error));
    });
  });
}

/** The error of a Git that did not even start. */
export function gitNotRun(cause: Error & { readonly code?: unknown }): GitError {
  if (cause.code === "ENOENT") return new GitError("no-git", "Git is not installed here", { cause });
  return new GitError("unreachable", `git cannot be run: ${cause.message}`, { cause });
}
