import type { Octokit } from "octokit";

import { asForgeError, ForgeError, statusOf } from "./forge-error.ts";

/** A repository on the forge. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** A file to commit; null bytes remove it. */
export interface CommitFile {
  readonly path: string;
  readonly bytes: Uint8Array | null;
}

const COMMIT_ATTEMPTS = 5;

/**
 * Commits on top of a ref, wherever it is by then; makes the ref when there is none. Somebody else may commit between reading the
 * ref and moving it: a few times that is no reason to give up.
 *
 * @param ref full name
 * @returns the commit
 * @throws ForgeError
 */
export async function commitOnTop(
  octokit: Octokit,
  name: RepositoryName,
  ref: string,
  files: readonly CommitFile[],
  message: string,
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await asForgeError(() => tryCommit(octokit, name, ref, files, message));
    } catch (error) {
      const hasMoved = error instanceof ForgeError && error.code === "stale";
      if (!hasMoved || attempt === COMMIT_ATTEMPTS) throw error;
    }
  }
}

/** A merge whose tree is written, not computed: that of its first parent with these files. */
export interface WrittenMerge {
  /** Where the ref is; it is not moved from anywhere else. */
  readonly base: string;
  /** Second parent: the forge takes a pull request with this head as merged. */
  readonly head: string;
  readonly files: readonly CommitFile[];
  readonly message: string;
}

/**
 * Merges by one commit, so that nothing can come between what it brings.
 *
 * @param ref full name
 * @returns the commit
 * @throws ForgeError `stale` when the ref is not at `base` any more
 */
export async function commitMerge(
  octokit: Octokit,
  name: RepositoryName,
  ref: string,
  { base, head, files, message }: WrittenMerge,
): Promise<string> {
  return asForgeError(async () => {
    const commit = await writeCommit(octokit, name, base, files, message, [head]);
    await octokit.rest.git.updateRef({ ...name, ref: ref.replace(/^refs\//, ""), sha: commit, force: false });
    return commit;
  });
}

/**
 * Writes a commit that no ref leads to yet.
 *
 * @param parent null for a commit without one
 * @param others further parents, whose files are not looked at
 */
export async function writeCommit(
  { rest }: Octokit,
  name: RepositoryName,
  parent: string | null,
  files: readonly CommitFile[],
  message: string,
  others: readonly string[] = [],
): Promise<string> {
  const base = parent === null ? null : (await rest.git.getCommit({ ...name, commit_sha: parent })).data.tree.sha;
  const tree = await Promise.all(
    files.map(async ({ path, bytes }) => {
      const content = bytes === null ? { sha: null } : await contentOf(rest, name, bytes);
      return { path, mode: "100644", type: "blob", ...content } as const;
    }),
  );
  const { data: written } = await rest.git.createTree({ ...name, ...(base !== null && { base_tree: base }), tree });
  const parents = [...(parent === null ? [] : [parent]), ...others];
  return (await rest.git.createCommit({ ...name, message, tree: written.sha, parents })).data.sha;
}

async function tryCommit(
  octokit: Octokit,
  name: RepositoryName,
  fullRef: string,
  files: readonly CommitFile[],
  message: string,
): Promise<string> {
  const { rest } = octokit;
  const ref = fullRef.replace(/^refs\//, "");
  const tip = await tipOf(rest, name, ref);
  const commit = await writeCommit(octokit, name, tip, files, message);
  if (tip === null) await rest.git.createRef({ ...name, ref: fullRef, sha: commit });
  else await rest.git.updateRef({ ...name, ref, sha: commit });
  return commit;
}

async function tipOf(rest: Octokit["rest"], name: RepositoryName, ref: string): Promise<string | null> {
  try {
    return (await rest.git.getRef({ ...name, ref })).data.object.sha;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** Text goes with the tree; only other bytes need a request of their own. */
async function contentOf(
  rest: Octokit["rest"],
  name: RepositoryName,
  bytes: Uint8Array,
): Promise<{ readonly content: string } | { readonly sha: string }> {
  try {
    return { content: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const content = Buffer.from(bytes).toString("base64");
    return { sha: (await rest.git.createBlob({ ...name, content, encoding: "base64" })).data.sha };
  }
}
