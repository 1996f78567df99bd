import type { Actor } from "./access.ts";
import { type Backend, repositoryById } from "./backend.ts";
import { type NewCommit, type Signature, writeCommit } from "./git/commits.ts";
import { initFork } from "./git/repository.ts";
import { listRefs, writeRef } from "./git/refs.ts";
import { followRefChange, type RefChange } from "./ref-changes.ts";
import type { Account, RepositoryRecord } from "./records.ts";

/** Moves a ref that still is at `change.from`, and everything that follows it. Throws GitError when it is elsewhere. */
export async function moveRef(
  backend: Backend,
  repository: RepositoryRecord,
  change: RefChange,
  by: Actor,
): Promise<void> {
  await writeRef(backend.git(repository), change.name, change.from, change.to);
  await followRefChange(backend, repository, change, by);
}

/** Writes a commit on top of a branch tip. Returns its id. */
export async function commitOnto(
  backend: Backend,
  repository: RepositoryRecord,
  branch: string,
  commit: NewCommit,
  by: Actor,
): Promise<string> {
  const sha = await writeCommit(backend.git(repository), commit);
  await moveRef(backend, repository, { name: `refs/heads/${branch}`, from: commit.parents[0] ?? null, to: sha }, by);
  return sha;
}

export function signatureOf(account: Account, date: string): Signature {
  return { name: account.login, email: `${account.id}+${account.login}@users.noreply.github.com`, date };
}

/** Who commits what is done on the web. */
export const forgeSignature = (date: string): Signature => ({ name: "GitHub", email: "noreply@github.com", date });

export async function forkRepository(
  backend: Backend,
  parent: RepositoryRecord,
  owner: Account,
  name: string,
): Promise<RepositoryRecord> {
  const fork: RepositoryRecord = {
    id: backend.store.newId(),
    owner: owner.login,
    name,
    network: parent.network,
    parent: parent.id,
    collaborators: [],
    defaultBranch: parent.defaultBranch,
    createdAt: backend.now(),
    pushedAt: parent.pushedAt,
    nextNumber: 1,
  };
  await initFork(backend.git(fork), backend.git(parent), backend.git(repositoryById(backend, parent.network)));
  backend.store.state.repositories.push(fork);
  return fork;
}

/** What changed between two listings of all refs. */
export async function watchRefs(
  backend: Backend,
  repository: RepositoryRecord,
): Promise<() => Promise<readonly RefChange[]>> {
  const read = async () => new Map((await listRefs(backend.git(repository))).map(({ name, sha }) => [name, sha]));
  const before = await read();
  return async () => {
    const after = await read();
    return [...new Set([...before.keys(), ...after.keys()])]
      .map((name) => ({ name, from: before.get(name) ?? null, to: after.get(name) ?? null }))
      .filter(({ from, to }) => from !== to);
  };
}
