import type { Octokit } from "octokit";

import { type RepositoryName, writeCommit } from "../forge-commit.ts";
import { asForgeError } from "../forge-error.ts";
import type { ComposedFile } from "../../core/registry/compose.ts";

export interface NewSubmission {
  readonly registry: RepositoryName;
  /** Login of whoever submits; the branch goes into their fork. */
  readonly login: string;
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly files: readonly ComposedFile[];
}

/**
 * Opens the pull request of a submission from the developer's fork, without a clone; gives its number.
 *
 * @throws ForgeError `stale` when the fork has a branch of that name already
 */
export async function openSubmission(octokit: Octokit, submission: NewSubmission): Promise<number> {
  return asForgeError(async () => {
    const { registry, login, branch, title, body, files } = submission;
    const { rest } = octokit;
    const { data: fork } = await rest.repos.createFork({ ...registry });
    const own = { owner: fork.owner.login, repo: fork.name };
    const { data: main } = await rest.git.getRef({ ...registry, ref: "heads/main" });
    // The fork shares objects with the registry, so a commit can follow one that the fork never fetched.
    const commit = await writeCommit(octokit, own, main.object.sha, files, title);
    await rest.git.createRef({ ...own, ref: `refs/heads/${branch}`, sha: commit });
    const head = `${login}:${branch}`;
    const { data: pull } = await rest.pulls.create({ ...registry, head, base: "main", title, body });
    return pull.number;
  });
}
