import type { Octokit } from "octokit";

import { type CommitFile, commitMerge, commitOnTop, type RepositoryName, type WrittenMerge } from "./forge-commit.ts";
import { asForgeError, ForgeError } from "./forge-error.ts";
import { type ForgeLists, forgeLists } from "./forge-lists.ts";
import type { LabelEvent } from "../core/review/state/timeline.ts";
import type { LabelChange } from "../core/review/state/labels.ts";
import type { PullComment, PullReview } from "../core/review/state/pull-facts.ts";

export interface PullRequest {
  readonly number: number;
  /** For people. */
  readonly url: string;
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
  readonly openedAt: Date;
  readonly labels: readonly string[];
}

/** What the registry's jobs ask of the forge; everything else they read from Git objects. */
export interface Forge {
  pull(number: number): Promise<PullRequest>;
  /** The open pull requests against the main branch, oldest first. */
  openPulls(): Promise<readonly PullRequest[]>;
  /** Those against the main branch that were opened at or after a time, whatever became of them, newest first. */
  pullsSince(time: Date): Promise<readonly PullRequest[]>;
  /** Open issues with a label, pull requests aside; of very many the newest. */
  openIssues(label: string): Promise<readonly Issue[]>;
  /** Those merged into the main branch lately, with their heads. */
  mergedPulls(): Promise<readonly Pick<PullRequest, "number" | "head">[]>;
  /** Numbers of the closed pull requests that have a label, newest first. */
  closedWith(label: string): Promise<readonly number[]>;
  /** Numbers of the merged pull requests that brought a commit of the main branch. */
  pullsOf(commit: string): Promise<readonly number[]>;
  /** Oldest first. */
  comments(number: number): Promise<readonly PullComment[]>;
  /** Oldest first. */
  reviews(number: number): Promise<readonly PullReview[]>;
  /** Numeric accounts of authors and committers; null when the forge does not list all commits. */
  commitAuthors(number: number): Promise<readonly number[] | null>;
  /** Every time a label was put on a pull request, oldest first. */
  labelEvents(number: number): Promise<readonly LabelEvent[]>;
  /**
   * Merges a pull request by one written commit.
   *
   * @throws ForgeError `stale` when the ref moved meanwhile
   */
  land(ref: string, merge: WrittenMerge): Promise<string>;
  /** Commits on top of a ref, wherever it is by then; makes the ref when there is none. */
  commit(ref: string, files: readonly CommitFile[], message: string): Promise<string>;
  /** Writes a new comment, or replaces the text of the comment `id`. Gives the numeric account whose comment it is. */
  writeComment(number: number, id: number | null, body: string): Promise<number>;
  changeLabels(number: number, change: LabelChange): Promise<void>;
  close(number: number): Promise<void>;
  /** The newest status of a context at a commit; null when there is none. */
  status(commit: string, context: string): Promise<CommitStatus | null>;
  setStatus(commit: string, status: NewStatus): Promise<void>;
  /** Starts a workflow on the main branch: the only way in which a job may start another one. */
  dispatch(workflow: string, inputs?: Readonly<Record<string, string>>): Promise<void>;
}

export interface Issue {
  readonly number: number;
  /** Numeric account of whoever opened it. */
  readonly author: number;
  readonly body: string;
}

export interface CommitStatus {
  readonly state: "error" | "failure" | "pending" | "success";
  readonly at: Date;
}

export interface NewStatus {
  readonly context: string;
  readonly state: CommitStatus["state"];
  /** Cut off after the characters that the forge takes. */
  readonly description: string;
}

const STATUS_CHARACTERS = 140;

/** The forge lists no more commits of one pull request. */
const LISTED_COMMITS = 250;

/** The forge through GitHub's REST API. */
export function githubForge(octokit: Octokit, name: RepositoryName): Forge {
  return { ...forgeLists(octokit, name), ...reading(octokit, name), ...writing(octokit, name) };
}

type Reading = Pick<Forge, "comments" | "reviews" | "commitAuthors" | "labelEvents" | "status">;

function reading(octokit: Octokit, name: RepositoryName): Reading {
  const { rest } = octokit;
  return {
    async comments(number) {
      const comments = await asForgeError(() =>
        octokit.paginate(rest.issues.listComments, { ...name, issue_number: number, per_page: 100 }),
      );
      return comments.map(({ id, user, body, created_at: created, updated_at: updated }) => ({
        id,
        author: user?.id ?? 0,
        body: body ?? "",
        edited: created !== updated,
        at: new Date(created),
      }));
    },
    async reviews(number) {
      const reviews = await asForgeError(() =>
        octokit.paginate(rest.pulls.listReviews, { ...name, pull_number: number, per_page: 100 }),
      );
      // A review that is not submitted yet has no date; one whose commit is gone is about nothing.
      return reviews.flatMap(({ id, user, state, commit_id: commit, body, submitted_at: at }) =>
        at === undefined || commit === null
          ? []
          : [{ id, author: user?.id ?? 0, verdict: VERDICTS[state] ?? "other", commit, body, at: new Date(at) }],
      );
    },
    async commitAuthors(number) {
      const commits = await asForgeError(() =>
        octokit.paginate(rest.pulls.listCommits, { ...name, pull_number: number, per_page: 100 }),
      );
      if (commits.length >= LISTED_COMMITS) return null;
      const accounts = commits.flatMap(({ author, committer }) => [accountOf(author), accountOf(committer)]);
      return [...new Set(accounts.filter((id) => id !== null))];
    },
    async labelEvents(number) {
      const events = await asForgeError(() =>
        octokit.paginate(rest.issues.listEvents, { ...name, issue_number: number, per_page: 100 }),
      );
      return events.flatMap((event) => {
        const isLabelled = event.event === "labeled" && "label" in event;
        const at = new Date(event.created_at);
        return isLabelled ? [{ label: event.label.name ?? "", by: event.actor?.id ?? 0, at }] : [];
      });
    },
    async status(commit, context) {
      const { data } = await asForgeError(() =>
        rest.repos.getCombinedStatusForRef({ ...name, ref: commit, per_page: 100 }),
      );
      const found = data.statuses.find((each) => each.context === context);
      if (found === undefined) return null;
      return { state: found.state as CommitStatus["state"], at: new Date(found.created_at) };
    },
  };
}

const VERDICTS: Readonly<Record<string, PullReview["verdict"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes_requested",
};

/** A commit by an address that no account has comes with null or an empty object. */
function accountOf(account: object | null): number | null {
  return account !== null && "id" in account && typeof account.id === "number" ? account.id : null;
}

function writing(octokit: Octokit, name: RepositoryName): Omit<Forge, keyof Reading | keyof ForgeLists> {
  const { rest } = octokit;
  return {
    land: (ref, merge) => commitMerge(octokit, name, ref, merge),
    commit: (ref, files, message) => commitOnTop(octokit, name, ref, files, message),
    async writeComment(number, id, body) {
      return asForgeError(async () => {
        const { data } =
          id === null
            ? await rest.issues.createComment({ ...name, issue_number: number, body })
            : await rest.issues.updateComment({ ...name, comment_id: id, body });
        return data.user?.id ?? 0;
      });
    },
    async changeLabels(number, { add, remove }) {
      if (add.length > 0) {
        await asForgeError(() => rest.issues.addLabels({ ...name, issue_number: number, labels: [...add] }));
      }
      for (const label of remove) {
        await asForgeError(() => rest.issues.removeLabel({ ...name, issue_number: number, name: label })).catch(
          ignoreMissing,
        );
      }
    },
    async setStatus(sha, { context, state, description }) {
      const text = description.slice(0, STATUS_CHARACTERS);
      await asForgeError(() => rest.repos.createCommitStatus({ ...name, sha, context, state, description: text }));
    },
    async dispatch(workflow, inputs = {}) {
      const at = { ...name, workflow_id: workflow, ref: "main" };
      await asForgeError(() => rest.actions.createWorkflowDispatch({ ...at, inputs }));
    },
    async close(number) {
      await asForgeError(() => rest.pulls.update({ ...name, pull_number: number, state: "closed" }));
    },
  };
}

/** Somebody else was quicker. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof ForgeError && error.code === "missing")) throw error;
}
