import type { Octokit } from "octokit";

import type { PullComment } from "../core/review/approval.ts";

/** A repository on the forge. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

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

/** A file to commit; null bytes remove it. */
export interface CommitFile {
  readonly path: string;
  readonly bytes: Uint8Array | null;
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

/**
 * Why the forge did not do what was asked:
 * - `stale`: what was to be changed has moved meanwhile; look again
 * - `conflict`: a pull request does not merge
 * - `denied`: the token may not do this, or the forge lets nobody do more for now
 * - `missing`: there is no such thing, or the token may not see it
 * - `unreachable`: no connection, or the forge itself failed
 * - `refused`: any other answer
 */
export type ForgeErrorCode = "stale" | "conflict" | "denied" | "missing" | "unreachable" | "refused";

/** What the forge did not do, and why. */
export class ForgeError extends Error {
  override readonly name = "ForgeError";
  readonly code: ForgeErrorCode;
  constructor(code: ForgeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const COMMIT_ATTEMPTS = 5;

/** The forge through GitHub's REST API. */
export function githubForge(octokit: Octokit, name: RepositoryName): Forge {
  const { rest } = octokit;
  return {
    async pull(number) {
      const { data } = await mapped(() => rest.pulls.get({ ...name, pull_number: number }));
      const { title, state, merged, head, user, base, draft = false } = data;
      const facts = { number, title, open: state === "open", merged, head: head.sha, base: base.ref, draft };
      return { ...facts, author: user.id };
    },
    async openPulls() {
      const pulls = await mapped(() =>
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
      const comments = await mapped(() =>
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
      const { data } = await mapped(() => rest.pulls.merge(parameters));
      return data.sha;
    },
    commit: (ref, files, message) => commitAnyhow(octokit, name, ref, files, message),
  };
}

/** Somebody else may commit between reading a ref and moving it: a few times that is no reason to give up. */
async function commitAnyhow(...change: Parameters<typeof commitOnTop>): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await mapped(() => commitOnTop(...change));
    } catch (error) {
      const hasMoved = error instanceof ForgeError && error.code === "stale";
      if (!hasMoved || attempt === COMMIT_ATTEMPTS) throw error;
    }
  }
}

async function commitOnTop(
  { rest }: Octokit,
  name: RepositoryName,
  fullRef: string,
  files: readonly CommitFile[],
  message: string,
): Promise<string> {
  const ref = fullRef.replace(/^refs\//, "");
  const tip = await tipOf(rest, name, ref);
  const parent = tip === null ? null : (await rest.git.getCommit({ ...name, commit_sha: tip })).data;
  const entries = await Promise.all(
    files.map(
      async ({ path, bytes }) =>
        ({ path, mode: "100644", type: "blob", sha: await blobOf(rest, name, bytes) }) as const,
    ),
  );
  const base = parent === null ? {} : { base_tree: parent.tree.sha };
  const { data: tree } = await rest.git.createTree({ ...name, ...base, tree: entries });
  const parents = tip === null ? [] : [tip];
  const { data: commit } = await rest.git.createCommit({ ...name, message, tree: tree.sha, parents });
  if (tip === null) await rest.git.createRef({ ...name, ref: fullRef, sha: commit.sha });
  else await rest.git.updateRef({ ...name, ref, sha: commit.sha });
  return commit.sha;
}

async function tipOf(rest: Octokit["rest"], name: RepositoryName, ref: string): Promise<string | null> {
  try {
    return (await rest.git.getRef({ ...name, ref })).data.object.sha;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

async function blobOf(rest: Octokit["rest"], name: RepositoryName, bytes: Uint8Array | null): Promise<string | null> {
  if (bytes === null) return null;
  const content = Buffer.from(bytes).toString("base64");
  return (await rest.git.createBlob({ ...name, content, encoding: "base64" })).data.sha;
}

const CODES: Readonly<Record<number, ForgeErrorCode>> = {
  401: "denied",
  403: "denied",
  404: "missing",
  405: "conflict",
  409: "stale",
  429: "denied",
};

/** What GitHub says with another status where something moved: a merge (405), a new ref that is there, a ref to move (422). */
const MOVED = /was modified|reference already exists|not a fast forward/i;

async function mapped<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (cause) {
    if (cause instanceof ForgeError) throw cause;
    const status = statusOf(cause);
    const message = cause instanceof Error ? cause.message : String(cause);
    // octokit gives a connection that failed the status 500 too.
    if (status === null || status >= 500) {
      throw new ForgeError("unreachable", `The forge cannot be reached or failed: ${message}`, { cause });
    }
    const code = MOVED.test(message) ? "stale" : (CODES[status] ?? "refused");
    throw new ForgeError(code, `The forge answered ${status}: ${message}`, { cause });
  }
}

function statusOf(error: unknown): number | null {
  const status = (error as { status?: unknown }).status;
  return typeof status === "number" ? status : null;
}
