/** What the forge keeps beside Git, in one JSON file. Ids count through all kinds, so that none is mistaken for another. */
export interface State {
  nextId: number;
  readonly accounts: Account[];
  readonly repositories: RepositoryRecord[];
  readonly pulls: PullRecord[];
  readonly comments: CommentRecord[];
  readonly reviews: ReviewRecord[];
  readonly checkRuns: CheckRunRecord[];
  readonly releases: ReleaseRecord[];
  readonly assets: AssetRecord[];
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
  /** Next number of a pull request. */
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

export function emptyState(): State {
  return {
    // Far from the ids of users, which callers choose.
    nextId: 1_000_001,
    accounts: [],
    repositories: [],
    pulls: [],
    comments: [],
    reviews: [],
    checkRuns: [],
    releases: [],
    assets: [],
  };
}
