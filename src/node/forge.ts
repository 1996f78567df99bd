import type { Octokit } from "octokit";

import { type CommitFile, commitOnTop, type RepositoryName } from "./forge-commit.ts";
import { asForgeError } from "./forge-error.ts";
import type { PullComment } from "../core/review/approval.ts";

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly open: boolean;
  readonly merged: boolean;
  /** Commit of the head branch. */
  readonly head: string;
  /** Numeric account of whoever opened it. */
  readonly author: number;
  /** Branch it is to be merged into. */
  readonly base: string;
  /** Its author does not offer it yet. */
  readonly draft: boolean;
}

/** What the registry's jobs ask of the forge; everything else they read from Git objects. */
export interface Forge {
  pull(number: number): Promise<PullRequest>;
  /** Numbers of the open pull requests against the main branch, oldest first. */
  openPulls(): Promise<readonly number[]>;
  comments(number: number): Promise<readonly PullComment[]>;
  /**
   * Merges exactly this commit.
   *
   * @throws ForgeError `stale` when head or base moved meanwhile, `conflict` when it does not merge
   */
  merge(number: number, head: string, title: string): Promise<string>;
  /** Commits on top of a ref, wherever it is by then; makes the ref when there is none. */
  commit(ref: string, files: readonly CommitFile[], message: string): Promise<string>;
}

/** The forge through GitHub's REST API. */
export function githubForge(octokit: Octokit, name: RepositoryName): Forge {
  const { rest } = octokit;
  return {
    async pull(number) {
      const { data } = await asForgeError(() => rest.pulls.get({ ...name, pull_number: number }));
      const { title, state, merged, head, user, base, draft = false } = data;
      const facts = { number, title, open: state === "open", merged, head: head.sha, base: base.ref, draft };
      return { ...facts, author: user.id };
    },
    async openPulls() {
      const pulls = await asForgeError(() =>
        octokit.paginate(rest.pulls.list, {
          ...name,
          state: "open",
          base: "main",
          sort: "created",
          direction: "asc",
          per_page: 100,
        }),
      );
      return pulls.map(({ number }) => number);
    },
    async comments(number) {
      const comments = await asForgeError(() =>
        octokit.paginate(rest.issues.listComments, { ...name, issue_number: number, per_page: 100 }),
      );
      return comments.map(({ id, user, body, created_at: created, updated_at: updated }) => ({
        id,
        author: user?.id ?? 0,
        body: body ?? "",
        edited: created !== updated,
      }));
    },
    async merge(number, head, title) {
      const parameters = {
        ...name,
        pull_number: number,
        sha: head,
        merge_method: "merge",
        commit_title: title,
      } as const;
      const { data } = await asForgeError(() => rest.pulls.merge(parameters));
      return data.sha;
    },
    commit: (ref, files, message) => commitOnTop(octokit, name, ref, files, message),
  };
}
