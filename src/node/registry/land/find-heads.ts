import type { Octokit } from "octokit";

import type { RepositoryName } from "../../forge-commit.ts";
import { asForgeError } from "../../forge-error.ts";

/**
 * Numbers of the pull requests whose head is this commit: open ones, and those closed lately, because a report may come after the
 * merge. Runs for forks do not say which pull request they were for.
 */
export async function findHeads(octokit: Octokit, name: RepositoryName, head: string): Promise<readonly number[]> {
  const { list } = octokit.rest.pulls;
  const recent = { state: "closed", sort: "updated", direction: "desc" } as const;
  const pulls = await asForgeError(async () => [
    ...(await octokit.paginate(list, { ...name, state: "open", per_page: 100 })),
    ...(await list({ ...name, ...recent, per_page: 100 })).data,
  ]);
  return pulls.filter((pull) => pull.head.sha === head).map(({ number }) => number);
}
