import { type Backend, repositoryById } from "./backend.ts";
import { listNewCommits, mergeBase, mergeTrees } from "./git/commits.ts";
import { diffFiles, type FileChange } from "./git/diff.ts";
import type { PullRecord } from "./records.ts";

/** The files a pull request changes against the commit it forked from, as its "Files changed" tab shows them. */
export async function pullFiles(backend: Backend, pull: PullRecord): Promise<readonly FileChange[]> {
  const git = backend.git(repositoryById(backend, pull.repository));
  const from = await mergeBase(git, pull.baseSha, pull.headSha);
  return diffFiles(git, from ?? pull.baseSha, pull.headSha);
}

/** Ids of its commits, oldest first. */
export async function pullCommits(backend: Backend, pull: PullRecord): Promise<readonly string[]> {
  return listNewCommits(backend.git(repositoryById(backend, pull.repository)), pull.baseSha, pull.headSha);
}

/** Whether it would merge now; null when it is closed. */
export async function pullMergeable(backend: Backend, pull: PullRecord): Promise<boolean | null> {
  if (pull.state === "closed") return null;
  const git = backend.git(repositoryById(backend, pull.repository));
  return (await mergeTrees(git, pull.baseSha, pull.headSha)) !== null;
}
