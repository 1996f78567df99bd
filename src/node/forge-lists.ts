import type { Octokit } from "octokit";

import type { Forge, PullRequest } from "./forge.ts";
import type { RepositoryName } from "./forge-commit.ts";
import { asForgeError } from "./forge-error.ts";

/** What there is at a forge: pull requests and issues. */
export type ForgeLists = Pick<
  Forge,
  "pull" | "openPulls" | "pullsSince" | "mergedPulls" | "closedWith" | "pullsOf" | "openIssues"
>;

const MERGED_LATELY = 30;
const PER_PAGE = 100;
/** Anybody can open issues, and every page is a request. */
const MOST_ISSUES = 1000;

export function forgeLists(octokit: Octokit, name: RepositoryName): ForgeLists {
  const { rest } = octokit;
  const ofMain = { ...name, base: "main" } as const;
  const created = { sort: "created", per_page: PER_PAGE } as const;
  return {
    async pull(number) {
      const { data } = await asForgeError(() => rest.pulls.get({ ...name, pull_number: number }));
      return pullRequest(data);
    },
    async openPulls() {
      const open = { ...ofMain, ...created, state: "open", direction: "asc" } as const;
      const pulls = await asForgeError(() => octokit.paginate(rest.pulls.list, open));
      return pulls.map(pullRequest);
    },
    async pullsSince(time) {
      const all = { ...ofMain, ...created, state: "all", direction: "desc" } as const;
      const pulls = await asForgeError(() =>
        octokit.paginate(rest.pulls.list, all, ({ data }, done) => {
          const young = data.map(pullRequest).filter(({ openedAt }) => openedAt >= time);
          if (young.length < data.length) done();
          return young;
        }),
      );
      return pulls;
    },
    async mergedPulls() {
      const recent = { ...ofMain, state: "closed", sort: "updated", direction: "desc" } as const;
      const { data } = await asForgeError(() => rest.pulls.list({ ...recent, per_page: MERGED_LATELY }));
      return data.filter((pull) => pull.merged_at !== null).map(({ number, head }) => ({ number, head: head.sha }));
    },
    async closedWith(label) {
      const labelled = { ...name, state: "closed", labels: label, per_page: PER_PAGE } as const;
      const issues = await asForgeError(() => octokit.paginate(rest.issues.listForRepo, labelled));
      return issues.flatMap(({ number, pull_request: pull }) => (pull === undefined ? [] : [number]));
    },
    async pullsOf(commit) {
      const { data } = await asForgeError(() =>
        rest.repos.listPullRequestsAssociatedWithCommit({ ...name, commit_sha: commit }),
      );
      return data.filter((pull) => pull.merged_at !== null).map(({ number }) => number);
    },
    async openIssues(label) {
      const labelled = { ...name, labels: label, state: "open", per_page: PER_PAGE } as const;
      let listed = 0;
      const issues = await asForgeError(() =>
        octokit.paginate(rest.issues.listForRepo, labelled, ({ data }, done) => {
          listed += data.length;
          if (listed >= MOST_ISSUES) done();
          return data;
        }),
      );
      return issues.flatMap(({ number, user, body, pull_request: pull }) =>
        pull === undefined ? [{ number, author: user?.id ?? 0, body: body ?? "" }] : [],
      );
    },
  };
}

/** Lists do not say of a pull request whether it was merged, but when. */
function pullRequest(data: PullAnswer): PullRequest {
  const {
    number,
    html_url: url,
    title,
    state,
    merged_at: mergedAt,
    head,
    user,
    base,
    draft = false,
    created_at: created,
  } = data;
  const facts = {
    number,
    url,
    title,
    open: state === "open",
    merged: mergedAt !== null,
    head: head.sha,
    base: base.ref,
  };
  const labels = data.labels.map(({ name }) => name);
  return { ...facts, draft, author: user?.id ?? 0, openedAt: new Date(created), labels };
}

/** What a pull request asked for by number and one in a list have both. */
interface PullAnswer {
  readonly number: number;
  readonly html_url: string;
  readonly title: string;
  readonly state: string;
  readonly merged_at: string | null;
  readonly head: { readonly sha: string };
  readonly base: { readonly ref: string };
  readonly user: { readonly id: number } | null;
  readonly draft?: boolean;
  readonly created_at: string;
  readonly labels: readonly { readonly name: string }[];
}
