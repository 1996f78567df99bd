import { type GitRepository, mergeBases, readBlob, readCommit } from "./repository.ts";
import { diffTrees, findFile, type TreeFile } from "./trees.ts";
import { type Finding, finding } from "../../core/findings/finding.ts";
import type { Change } from "../../core/registry/submission.ts";

/** What a pull request changes, or why it is no submission whatever its files say. */
export type PullRequestDiff =
  | { readonly ok: true; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Mode of a file that is neither link nor program. */
const PLAIN = "100644";
/** More than any submission has, so that the content of a huge pull request is never loaded. */
const MAX_FILES = 200;

/**
 * What merging a pull request does: everything that differs between its head and where it left the main line, beside what the
 * main line has there now.
 */
export async function pullRequestChanges(
  repository: GitRepository,
  main: string,
  head: string,
): Promise<PullRequestDiff> {
  const [start, ...others] = await mergeBases(repository, main, head);
  if (start === undefined) return refused("The branch shares no history with the main branch.");
  // A merge goes by all of them together: what differs from one of them is not all that would happen.
  if (others.length > 0) return refused("The branch and the main branch were merged crosswise.");
  const treeOf = async (commit: string): Promise<string> => (await readCommit(repository, commit)).tree;
  const touched = await diffTrees(repository, await treeOf(start), await treeOf(head));
  if (touched.length > MAX_FILES) return refused(`The pull request changes ${touched.length} files.`);
  // Not all that main has moved on by since: that grows with everything that lands.
  const tree = await treeOf(main);
  const now = new Map(
    await Promise.all(touched.map(async ({ path }) => [path, await findFile(repository, tree, path)] as const)),
  );
  const findings = touched
    .filter(({ path, before, after }) => ![before, now.get(path), after].every(isPlain))
    .map(({ path }) => specialFile(path));
  if (findings.length > 0) return { ok: false, findings };
  const content = async (file: TreeFile | null): Promise<Uint8Array | null> =>
    file === null ? null : readBlob(repository, file.oid);
  const changes = touched.map(async ({ path, after }) => ({
    path,
    before: await content(now.get(path) ?? null),
    after: await content(after),
  }));
  return { ok: true, changes: await Promise.all(changes) };
}

function refused(message: string): PullRequestDiff {
  const fix = "Begin a branch at the current main branch and commit the files of one submission there.";
  return { ok: false, findings: [finding("submission/kind", { message, fix })] };
}

function isPlain(file: TreeFile | null | undefined): boolean {
  return file === null || file === undefined || file.mode === PLAIN;
}

function specialFile(path: string): Finding {
  const message = "The pull request makes or changes a link, a submodule or a file that can be run.";
  return finding("registry/unknown-path", { file: path, message, expected: `a plain file, mode ${PLAIN}` });
}
