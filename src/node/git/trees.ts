import type { TreeEntry } from "./parse-objects.ts";
import { type GitRepository, readAt, readBlob, readFolder } from "./repository.ts";

/** A file of a tree, or a submodule, which has no content here. */
export interface TreeFile {
  readonly oid: string;
  /** Octal; `100644` unless it is something special. */
  readonly mode: string;
}

/** A file that is not the same in two trees, in content or in mode; null where it is not there. */
export interface TreeDifference {
  readonly path: string;
  readonly before: TreeFile | null;
  readonly after: TreeFile | null;
}

const SUBMODULE = "160000";

/** The object id of every file below a tree, by path from it. Submodules are left out. */
export async function listFiles(repository: GitRepository, tree: string): Promise<ReadonlyMap<string, string>> {
  const differences = await diffTrees(repository, null, tree);
  return new Map(
    differences.flatMap(({ path, after }) =>
      after === null || after.mode === SUBMODULE ? [] : [[path, after.oid] as const],
    ),
  );
}

/** The tree of a folder, or null where there is none. */
export async function findFolder(repository: GitRepository, tree: string, path: string): Promise<string | null> {
  const found = await readAt(repository, tree, path);
  return found?.type === "tree" ? found.oid : null;
}

/** The file at a path below a tree; null where there is none, or a folder. Only the folder it is in is read. */
export async function findFile(repository: GitRepository, tree: string, path: string): Promise<TreeFile | null> {
  const slash = path.lastIndexOf("/");
  const folder = slash < 0 ? tree : await findFolder(repository, tree, path.slice(0, slash));
  return asFile((await entries(repository, folder)).get(path.slice(slash + 1)));
}

/** The content of files by path, given their oids. */
export async function readFiles(
  repository: GitRepository,
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const [path, oid] of files) contents.set(path, await readBlob(repository, oid));
  return contents;
}

/** Files that differ between two trees. Work is proportional to the difference: equal folders are not opened. */
export async function diffTrees(
  repository: GitRepository,
  before: string | null,
  after: string | null,
  prefix = "",
): Promise<readonly TreeDifference[]> {
  if (before === after) return [];
  const [old, now] = await Promise.all([entries(repository, before), entries(repository, after)]);
  const differences: TreeDifference[] = [];
  for (const name of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [a, b] = [old.get(name), now.get(name)];
    if (a?.oid === b?.oid && a?.mode === b?.mode) continue;
    const path = prefix + name;
    if (a?.type === "tree" || b?.type === "tree") {
      const subtrees = [a?.type === "tree" ? a.oid : null, b?.type === "tree" ? b.oid : null] as const;
      differences.push(...(await diffTrees(repository, ...subtrees, `${path}/`)));
    }
    const [fileBefore, fileAfter] = [asFile(a), asFile(b)];
    if (fileBefore !== null || fileAfter !== null) differences.push({ path, before: fileBefore, after: fileAfter });
  }
  return differences;
}

async function entries(repository: GitRepository, tree: string | null): Promise<ReadonlyMap<string, TreeEntry>> {
  if (tree === null) return new Map();
  return new Map((await readFolder(repository, tree)).map((entry) => [entry.path, entry]));
}

/** Submodules count as files: they are changes too, and no path of a submission. */
function asFile(entry: TreeEntry | undefined): TreeFile | null {
  return entry === undefined || entry.type === "tree" ? null : { oid: entry.oid, mode: entry.mode };
}
