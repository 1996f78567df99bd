import { type Backend, repositoryById } from "./backend.ts";
import { listNewCommits, mergeBase, mergeTrees } from "./git/commits.ts";
import { diffFiles, type FileChange } from "./git/diff.ts";
import type { Git } from "./git/git.ts";
import type { PullRecord } from "./records.ts";

/** The files a pull request changes against the commit it forked from, as its "Files changed" tab shows them. */
export async function pullFiles(backend: Backend, pull: PullRecord): Promise<readonly FileChange[]> {
  return (await factsOf(backend, pull)).files;
}

/** Ids of its commits, oldest first. */
export async function pullCommits(backend: Backend, pull: PullRecord): Promise<readonly string[]> {
  return (await factsOf(backend, pull)).commits;
}

/** Whether it would merge now; null when it is closed. */
export async function pullMergeable(backend: Backend, pull: PullRecord): Promise<boolean | null> {
  return pull.state === "closed" ? null : (await factsOf(backend, pull)).isMergeable;
}

/** What follows from its two commits. */
interface PullFacts {
  readonly files: readonly FileChange[];
  readonly commits: readonly string[];
  readonly isMergeable: boolean;
}

/** Pull requests whose facts are kept: one is asked for again and again while it is worked on. */
const KEPT = 100;
const kept = new WeakMap<Backend, Map<string, Promise<PullFacts>>>();

function factsOf(backend: Backend, pull: PullRecord): Promise<PullFacts> {
  const known = kept.get(backend) ?? new Map<string, Promise<PullFacts>>();
  kept.set(backend, known);
  const key = [pull.repository, pull.baseSha, pull.headSha].join(" ");
  const found = known.get(key);
  if (found !== undefined) return found;
  const facts = computeFacts(backend.git(repositoryById(backend, pull.repository)), pull);
  known.set(key, facts);
  facts.catch(() => known.delete(key));
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return facts;
}

async function computeFacts(git: Git, { baseSha, headSha }: PullRecord): Promise<PullFacts> {
  const [from, commits, merged] = await Promise.all([
    mergeBase(git, baseSha, headSha),
    listNewCommits(git, baseSha, headSha),
    mergeTrees(git, baseSha, headSha),
  ]);
  return { files: await diffFiles(git, from ?? baseSha, headSha), commits, isMergeable: merged !== null };
}
