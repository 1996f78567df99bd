import { join } from "node:path";
import { ApiError, notFound } from "./api-error.ts";
import { createEvents, type ForgeEvents } from "./events.ts";
import { isoSeconds } from "./git/commits.ts";
import { type Git, isolatedEnv, openGit } from "./git/git.ts";
import type { Links } from "./links.ts";
import { createLocks, type Locks } from "./locks.ts";
import type { Account, PullRecord, RepositoryRecord } from "./records.ts";
import type { Store } from "./store.ts";

/** What every handler works on. */
export interface Backend extends ForgeEvents {
  readonly store: Store;
  readonly links: Links;
  /** By network of forks: a pull request touches two repositories of one network. */
  readonly locks: Locks;
  readonly gitEnv: Readonly<Record<string, string>>;
  readonly assetsDir: string;
  /** Artifacts of workflow runs, as archives named by id. */
  readonly artifactsDir: string;
  /** GitHub's times: ISO 8601, whole seconds. */
  now(): string;
  git(repository: Pick<RepositoryRecord, "owner" | "name">): Git;
}

export interface BackendOptions {
  readonly root: string;
  readonly store: Store;
  readonly links: Links;
  readonly clock: () => Date;
}

export function createBackend({ root, store, links, clock }: BackendOptions): Backend {
  const repositoriesDir = join(root, "repositories");
  const gitEnv = isolatedEnv(join(root, "home"));
  const repositories = new Map<string, Git>();
  return {
    store,
    links,
    locks: createLocks(),
    ...createEvents(),
    gitEnv,
    assetsDir: join(root, "assets"),
    artifactsDir: join(root, "artifacts"),
    now: () => isoSeconds(clock()),
    git({ owner, name }) {
      const dir = join(repositoriesDir, owner, `${name}.git`);
      const git = repositories.get(dir) ?? openGit(dir, gitEnv);
      repositories.set(dir, git);
      return git;
    },
  };
}

/** By name as GitHub compares names: without regard to case. */
export function findRepository({ store }: Backend, owner: string, name: string): RepositoryRecord | null {
  return store.state.repositories.find((each) => sameName(each.owner, owner) && sameName(each.name, name)) ?? null;
}

export function findAccount({ store }: Backend, login: string): Account | null {
  return store.state.accounts.find((account) => sameName(account.login, login)) ?? null;
}

export function repositoryById({ store }: Backend, id: number): RepositoryRecord {
  return must(store.state.repositories.find((repository) => repository.id === id));
}

export function accountById({ store }: Backend, id: number): Account {
  return must(store.state.accounts.find((account) => account.id === id));
}

export function findPull({ store }: Backend, repository: RepositoryRecord, number: string): PullRecord {
  const pull = store.state.pulls.find((each) => each.repository === repository.id && String(each.number) === number);
  if (pull === undefined) throw notFound();
  return pull;
}

export const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function must<T>(found: T | undefined): T {
  if (found === undefined) throw new ApiError(500, "The forge's state points at nothing.");
  return found;
}
