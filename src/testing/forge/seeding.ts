import { type Backend, findAccount, findRepository } from "./backend.ts";
import { signatureOf } from "./branches.ts";
import { isoSeconds } from "./git/commits.ts";
import { commitFiles, type Files, initRepository } from "./git/repository.ts";
import { readRef } from "./git/refs.ts";
import { isLogin, isRepositoryName } from "./names.ts";
import type { Account, RepositoryRecord } from "./records.ts";
import { followRefChange } from "./ref-changes.ts";

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly message: string;
  readonly date?: Date;
  /** Logins that may push and merge besides the owner. */
  readonly collaborators?: readonly string[];
}

export interface NewCommit {
  readonly owner: string;
  readonly name: string;
  /** The default branch when left out. */
  readonly branch?: string;
  /** Null removes a file. */
  readonly files: Files;
  readonly message: string;
  readonly date?: Date;
}

/** Key of the lock for making repositories; no network has it. */
const CREATING = 0;

/** Makes a repository with one commit on `main`; an owner who is no user becomes an organization. */
export function createRepository(backend: Backend, wanted: NewRepository): Promise<void> {
  return backend.locks(CREATING, () => create(backend, wanted));
}

async function create(backend: Backend, wanted: NewRepository): Promise<void> {
  const { owner, name, files, message, collaborators = [] } = wanted;
  if (!isLogin(owner) || !isRepositoryName(name))
    throw new TypeError(`Not a repository: ${JSON.stringify(`${owner}/${name}`)}`);
  if (findRepository(backend, owner, name) !== null) throw new Error(`There is a repository ${owner}/${name} already.`);
  const account = findAccount(backend, owner) ?? addOrganization(backend, owner);
  const date = wanted.date === undefined ? backend.now() : isoSeconds(wanted.date);
  const id = backend.store.newId();
  const repository: RepositoryRecord = {
    id,
    owner: account.login,
    name,
    network: id,
    parent: null,
    collaborators,
    defaultBranch: "main",
    createdAt: date,
    pushedAt: date,
    nextNumber: 1,
  };
  const git = backend.git(repository);
  await initRepository(git);
  await commitFiles(git, { branch: "main", files, message, author: signatureOf(account, date), parent: null });
  backend.store.state.repositories.push(repository);
  await backend.store.save();
}

function addOrganization(backend: Backend, login: string): Account {
  const account: Account = { id: backend.store.newId(), login, type: "Organization" };
  backend.store.state.accounts.push(account);
  return account;
}

/** Commits to a branch without the API. Returns the commit. */
export async function commitDirectly(backend: Backend, wanted: NewCommit): Promise<string> {
  const repository = mustFind(backend, wanted.owner, wanted.name);
  const owner = findAccount(backend, repository.owner) ?? addOrganization(backend, repository.owner);
  const { branch = repository.defaultBranch, files, message } = wanted;
  const git = backend.git(repository);
  return backend.locks(repository.network, async () => {
    const name = `refs/heads/${branch}`;
    const from = await readRef(git, name);
    const date = wanted.date === undefined ? backend.now() : isoSeconds(wanted.date);
    await commitFiles(git, { branch, files, message, author: signatureOf(owner, date), parent: from });
    const to = await readRef(git, name);
    if (to === null) throw new Error(`The commit on ${branch} did not arrive.`);
    await followRefChange(backend, repository, { name, from, to }, owner);
    await backend.store.save();
    return to;
  });
}

export function mustFind(backend: Backend, owner: string, name: string): RepositoryRecord {
  const repository = findRepository(backend, owner, name);
  if (repository === null) throw new Error(`There is no repository ${owner}/${name}.`);
  return repository;
}
