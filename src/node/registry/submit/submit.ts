import { MAIN_BRANCH } from "./read-registry-file.ts";
import { asForgeError, statusOf } from "../../forge-error.ts";
import type { ForgeClient } from "../../forge-client.ts";
import type { Repository } from "../../../core/publish/forge-address.ts";
import type { SubmissionPlan } from "../../../core/publish/plan-submission.ts";

/** What a pull request is made of. */
export type Submission = Pick<SubmissionPlan, "branch" | "title" | "body" | "files">;

/** The pull request of a submission. */
export interface OpenedPull {
  readonly number: number;
  /** Its page. */
  readonly url: string;
  /** False when it was open already. */
  readonly isNew: boolean;
}

/**
 * Opens the pull request of a submission from the fork of whoever's client it is, without a clone. Run again after it failed
 * anywhere, it goes on with what is there: the fork, a branch of that name, the pull request.
 *
 * @throws ForgeError
 */
export async function openSubmission(
  client: ForgeClient,
  registry: Repository,
  { branch, title, body, files }: Submission,
): Promise<OpenedPull> {
  return asForgeError(async () => {
    const { request } = client;
    const { data: fork } = await request("POST /repos/{owner}/{repo}/forks", { ...registry });
    const own = { owner: fork.owner.login, repo: fork.name };
    const { data: main } = await request("GET /repos/{owner}/{repo}/branches/{branch}", {
      ...registry,
      branch: MAIN_BRANCH,
    });
    const tree = await writeTree(client, own, main.commit.commit.tree.sha, files);
    // The fork shares objects with the registry, so a commit can follow one that the fork never fetched.
    const { data: commit } = await request("POST /repos/{owner}/{repo}/git/commits", {
      ...own,
      message: title,
      tree,
      parents: [main.commit.sha],
    });
    await makeBranch(client, own, branch, commit.sha);
    return openPull(client, registry, { head: `${own.owner}:${branch}`, base: MAIN_BRANCH, title, body });
  });
}

/**
 * Closes a pull request of one's own in whose place another one came, and says so there. Run again after it failed anywhere, it says
 * nothing twice.
 *
 * @throws ForgeError
 */
export async function closeSuperseded(
  { request }: ForgeClient,
  registry: Repository,
  old: number,
  by: number,
): Promise<void> {
  await asForgeError(async () => {
    const body = `Superseded by #${by}.`;
    const at = { ...registry, issue_number: old };
    const { data: comments } = await request("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...at,
      per_page: 100,
    });
    if (!comments.some((comment) => comment.body === body)) {
      await request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...at, body });
    }
    await request("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...registry,
      pull_number: old,
      state: "closed",
    });
  });
}

/** Milliseconds between looks at a fork that GitHub is still making, and how often to look. */
const FORK_MS = 2000;
const FORK_LOOKS = 15;

/** Text goes with the tree: no request a file. */
async function writeTree(
  { request }: ForgeClient,
  own: Repository,
  base: string,
  files: Submission["files"],
): Promise<string> {
  const tree = files.map(({ path, text }) => ({ path, mode: "100644", type: "blob", content: text }) as const);
  for (let look = 1; ; look += 1) {
    try {
      const { data } = await request("POST /repos/{owner}/{repo}/git/trees", { ...own, base_tree: base, tree });
      return data.sha;
    } catch (error) {
      if (statusOf(error) !== 404 || look === FORK_LOOKS) throw error;
      await new Promise((done) => setTimeout(done, FORK_MS));
    }
  }
}

/** A branch that is there was made by a run that ended early: its name holds the digest of what is on it. */
async function makeBranch({ request }: ForgeClient, own: Repository, branch: string, sha: string): Promise<void> {
  try {
    await request("POST /repos/{owner}/{repo}/git/refs", { ...own, ref: `refs/heads/${branch}`, sha });
  } catch (error) {
    if (!isRefusedWith(error, /reference already exists/i)) throw error;
  }
}

async function openPull(
  { request }: ForgeClient,
  registry: Repository,
  pull: { readonly head: string; readonly base: string; readonly title: string; readonly body: string },
): Promise<OpenedPull> {
  try {
    const { data } = await request("POST /repos/{owner}/{repo}/pulls", { ...registry, ...pull });
    return { number: data.number, url: data.html_url, isNew: true };
  } catch (error) {
    if (!isRefusedWith(error, /pull request already exists/i)) throw error;
    const { head, base } = pull;
    const { data } = await request("GET /repos/{owner}/{repo}/pulls", { ...registry, head, base, state: "open" });
    const [found] = data;
    if (found === undefined) throw error;
    return { number: found.number, url: found.html_url, isNew: false };
  }
}

function isRefusedWith(error: unknown, message: RegExp): boolean {
  return statusOf(error) === 422 && error instanceof Error && message.test(error.message);
}
