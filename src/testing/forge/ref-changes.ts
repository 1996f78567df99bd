import type { Actor } from "./access.ts";
import { announcePull, announcePush } from "./announce.ts";
import { type Backend, repositoryById } from "./backend.ts";
import { isAncestor, listCommits, listNewCommits } from "./git/commits.ts";
import type { Git } from "./git/git.ts";
import { readRef, writeRef } from "./git/refs.ts";
import type { PullRecord, RepositoryRecord } from "./records.ts";

/** A ref that moved, was made (`from` null) or removed (`to` null). */
export interface RefChange {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * Lets pull requests follow what happened to a branch, however it was moved: a new head is theirs; a head or base branch that
 * went away, or a head with nothing new, closes them; a base that contains their head has merged them.
 */
export async function followRefChange(
  backend: Backend,
  repository: RepositoryRecord,
  change: RefChange,
  by: Actor,
): Promise<void> {
  announcePush(backend, repository, change, by);
  const branch = /^refs\/heads\/(.+)$/s.exec(change.name)?.[1];
  if (branch === undefined) return;
  // As on GitHub, other refs are no activity.
  repository.pushedAt = backend.now();
  const open = backend.store.state.pulls.filter(({ state }) => state === "open");
  for (const pull of open) {
    const isHead = pull.headRepository === repository.id && pull.headRef === branch;
    if (isHead) await followHead(backend, pull, change.to, by);
  }
  const onto = open.filter(
    (pull) => pull.repository === repository.id && pull.baseRef === branch && pull.state === "open",
  );
  if (onto.length > 0) await followBase(backend, repository, onto, change, by);
}

/** Points `refs/pull/N/head` at a commit, wherever it pointed. */
export async function writePullRef(git: Git, { number }: Pick<PullRecord, "number">, head: string): Promise<void> {
  const name = `refs/pull/${number}/head`;
  await writeRef(git, name, await readRef(git, name), head);
}

export function closePull(backend: Backend, pull: PullRecord, by: Actor): void {
  close(backend, pull);
  announcePull(backend, pull, "closed", by);
}

export function markMerged(backend: Backend, pull: PullRecord, sha: string, by: Actor): void {
  close(backend, pull);
  pull.merge = { sha, at: pull.updatedAt, by: by.id };
  announcePull(backend, pull, "closed", by);
}

function close(backend: Backend, pull: PullRecord): void {
  pull.state = "closed";
  pull.closedAt = backend.now();
  pull.updatedAt = pull.closedAt;
}

async function followHead(backend: Backend, pull: PullRecord, head: string | null, by: Actor): Promise<void> {
  if (head === null) return closePull(backend, pull, by);
  const git = backend.git(repositoryById(backend, pull.repository));
  await writePullRef(git, pull, head);
  pull.headSha = head;
  pull.updatedAt = backend.now();
  if (await isAncestor(git, head, pull.baseSha)) closePull(backend, pull, by);
  else announcePull(backend, pull, "synchronize", by);
}

async function followBase(
  backend: Backend,
  repository: RepositoryRecord,
  pulls: readonly PullRecord[],
  { from, to }: RefChange,
  by: Actor,
): Promise<void> {
  if (to === null || from === null) return pulls.forEach((pull) => closePull(backend, pull, by));
  const git = backend.git(repository);
  const arrived = await listNewCommits(git, from, to);
  for (const pull of pulls) {
    if (arrived.includes(pull.headSha)) markMerged(backend, pull, await findCarrier(git, pull.headSha, from, to), by);
    else pull.baseSha = to;
  }
}

/** The commit of the branch itself that brought `head` in: `head` when it was fast-forwarded to, else the merge. */
async function findCarrier(git: Git, head: string, from: string, to: string): Promise<string> {
  const steps = await listCommits(git, ["--reverse", "--first-parent", `${from}..${to}`]);
  if (steps.includes(head)) return head;
  const after = new Set(await listCommits(git, ["--ancestry-path", `${head}..${to}`]));
  return steps.find((step) => after.has(step)) ?? head;
}
