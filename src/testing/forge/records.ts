/** What the forge keeps beside Git, in one JSON file. Ids count through all kinds, so that none is mistaken for another. */
export interface State {
  nextId: number;
  readonly accounts: Account[];
  readonly repositories: RepositoryRecord[];
  readonly pulls: PullRecord[];
  readonly issues: IssueRecord[];
  readonly comments: CommentRecord[];
  readonly reviews: ReviewRecord[];
  readonly reviewComments: ReviewCommentRecord[];
  readonly checkRuns: CheckRunRecord[];
  readonly releases: ReleaseRecord[];
  readonly assets: AssetRecord[];
  readonly statuses: StatusRecord[];
  readonly workflowRuns: WorkflowRunRecord[];
  readonly artifacts: ArtifactRecord[];
  readonly hooks: HookRecord[];
  /** When a person or a token last enabled a workflow, by `repository id` and file. */
  readonly enabledWorkflows: Record<string, string>;
}

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Organization" | "Bot";
}

export interface RepositoryRecord {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  /** The repository whose object store all forks of the network share. */
  readonly network: number;
  readonly parent: number | null;
  /** Logins that may push besides the owner. */
  readonly collaborators: readonly string[];
  readonly defaultBranch: string;
  readonly createdAt: string;
  pushedAt: string;
  /** Next number of a pull request or an issue. */
  nextNumber: number;
}

export interface PullRecord {
  readonly id: number;
  readonly repository: number;
  readonly number: number;
  readonly author: number;
  readonly headRepository: number;
  readonly headRef: string;
  readonly draft: boolean;
  readonly createdAt: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  headSha: string;
  baseRef: string;
  /** Follows the base branch while open, then stays: what was reviewed is still told after the merge. */
  baseSha: string;
  updatedAt: string;
  closedAt: string | null;
  merge: { readonly sha: string; readonly at: string; readonly by: number } | null;
  labels: readonly string[];
  /** How they came to be; absent of a pull request of before it was kept. */
  labelEvents?: readonly LabelEventRecord[];
}

export interface LabelEventRecord {
  readonly id: number;
  readonly event: "labeled" | "unlabeled";
  readonly label: string;
  readonly actor: number;
  readonly at: string;
}

/** An issue that is no pull request. */
export interface IssueRecord {
  readonly id: number;
  readonly repository: number;
  readonly number: number;
  readonly author: number;
  readonly createdAt: string;
  readonly title: string;
  readonly body: string | null;
  readonly labels: readonly string[];
  state: "open" | "closed";
  updatedAt: string;
}

export interface CommentRecord {
  readonly id: number;
  readonly repository: number;
  readonly number: number;
  readonly author: number;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
}

export interface ReviewRecord {
  readonly id: number;
  readonly repository: number;
  readonly number: number;
  readonly author: number;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED";
  readonly body: string;
  readonly commit: string;
  readonly submittedAt: string;
}

export interface ReviewCommentRecord {
  readonly id: number;
  readonly repository: number;
  readonly number: number;
  readonly author: number;
  readonly path: string;
  readonly line: number;
  readonly commit: string;
  readonly body: string;
  readonly createdAt: string;
  readonly inReplyTo: number | null;
}

export interface CheckRunRecord {
  readonly id: number;
  readonly repository: number;
  readonly app: number;
  readonly name: string;
  readonly headSha: string;
  readonly startedAt: string;
  status: string;
  conclusion: string | null;
  completedAt: string | null;
  output: { readonly title: string; readonly summary: string } | null;
  readonly annotations: unknown[];
}

export interface ReleaseRecord {
  readonly id: number;
  readonly repository: number;
  readonly author: number;
  readonly tag: string;
  readonly target: string;
  readonly createdAt: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  publishedAt: string | null;
}

export interface AssetRecord {
  readonly id: number;
  readonly release: number;
  readonly uploader: number;
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
  readonly createdAt: string;
  downloads: number;
}

export interface StatusRecord {
  readonly id: number;
  readonly repository: number;
  readonly sha: string;
  readonly creator: number;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly createdAt: string;
}

export interface WorkflowRunRecord {
  readonly id: number;
  readonly repository: number;
  /** `.github/workflows/review.yml`; two files may have workflows of one name. */
  readonly path: string;
  readonly name: string;
  readonly event: string;
  /** What the run is about: the head of the pull request, else what `sha` is. */
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: number;
  /** What is checked out by default, and where the workflow itself was read. */
  readonly sha: string;
  readonly ref: string;
  readonly actor: number;
  readonly createdAt: string;
  /** The event as the run sees it. */
  readonly payload: Readonly<Record<string, unknown>>;
  status: "queued" | "in_progress" | "completed";
  conclusion: Conclusion | null;
  attempt: number;
  updatedAt: string;
  jobs: readonly JobRecord[];
}

export type Conclusion = "success" | "failure" | "cancelled" | "skipped" | "timed_out" | "action_required";

export interface JobRecord {
  readonly id: number;
  /** Key in the workflow. */
  readonly name: string;
  readonly conclusion: Conclusion;
  readonly log: string;
}

export interface HookRecord {
  readonly id: number;
  readonly repository: number;
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
  readonly createdAt: string;
  readonly deliveries: Delivery[];
}

export interface Delivery {
  readonly guid: string;
  readonly event: string;
  readonly at: string;
  /** Of the answer; 0 when there was none. */
  readonly status: number;
}

export interface ArtifactRecord {
  readonly id: number;
  readonly repository: number;
  readonly run: number;
  readonly name: string;
  readonly size: number;
  readonly createdAt: string;
}

export function emptyState(): State {
  return {
    // Far from the ids of users, which callers choose.
    nextId: 1_000_001,
    accounts: [],
    repositories: [],
    pulls: [],
    issues: [],
    comments: [],
    reviews: [],
    reviewComments: [],
    checkRuns: [],
    releases: [],
    assets: [],
    statuses: [],
    workflowRuns: [],
    artifacts: [],
    hooks: [],
    enabledWorkflows: {},
  };
}
