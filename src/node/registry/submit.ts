import type { Octokit } from "octokit";

import { githubForge, type RepositoryName } from "../forge.ts";
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

/** Opens the pull request of a submission from the developer's fork; gives its number. */
export async function openSubmission(octokit: Octokit, submission: NewSubmission): Promise<number> {
  const { registry, login, branch, title, body, files } = submission;
  const { rest } = octokit;
  const { data: fork } = await rest.repos.createFork({ ...registry });
  const own = { owner: fork.owner.login, repo: fork.name };
  const { data: main } = await rest.git.getRef({ ...registry, ref: "heads/main" });
  // The fork shares objects with the registry, so a branch can start at a commit the fork never fetched.
  await rest.git.createRef({ ...own, ref: `refs/heads/${branch}`, sha: main.object.sha });
  await githubForge(octokit, own).commit(`refs/heads/${branch}`, files, title);
  const { data: pull } = await rest.pulls.create({
    ...registry,
    head: `${login}:${branch}`,
    base: "main",
    title,
    body,
  });
  return pull.number;
}
