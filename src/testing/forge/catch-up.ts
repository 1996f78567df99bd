import { accountById, type Backend, findAccount } from "./backend.ts";
import { listRefs } from "./git/refs.ts";
import type { RepositoryRecord } from "./records.ts";
import { followRefChange } from "./ref-changes.ts";

/**
 * Lets open pull requests follow what happened to their branches while nobody watched: a stop between Git's write and the
 * state's, or commits made in the bare repositories between two runs.
 */
export async function catchUp(backend: Backend): Promise<void> {
  for (const repository of backend.store.state.repositories) {
    const known = knownTips(backend, repository);
    if (known.size === 0) continue;
    const tips = new Map((await listRefs(backend.git(repository), "refs/heads/")).map(({ name, sha }) => [name, sha]));
    for (const [name, { from, author }] of known) {
      const to = tips.get(name) ?? null;
      const by = findAccount(backend, repository.owner) ?? accountById(backend, author);
      if (to !== from) await followRefChange(backend, repository, { name, from, to }, by);
    }
  }
}

/** Where open pull requests believe the branches of a repository to be. */
function knownTips({ store }: Backend, { id }: RepositoryRecord) {
  const tips = new Map<string, { readonly from: string; readonly author: number }>();
  for (const pull of store.state.pulls.filter(({ state }) => state === "open")) {
    const { author } = pull;
    if (pull.headRepository === id) tips.set(`refs/heads/${pull.headRef}`, { from: pull.headSha, author });
    if (pull.repository === id) tips.set(`refs/heads/${pull.baseRef}`, { from: pull.baseSha, author });
  }
  return tips;
}
