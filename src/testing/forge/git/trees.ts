import { parseTree } from "../../../node/git/parse-objects.ts";
import type { Git } from "./git.ts";

export interface TreeChange {
  readonly path: string;
  /** Git's six digits. */
  readonly mode: string;
  /** Null removes the file or folder. */
  readonly sha: string | null;
}

/** A change names nothing that is in the tree or in the object store. */
export class TreeChangeError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TreeChangeError";
  }
}

const FOLDER_MODE = "040000";
const SUBMODULE_MODE = "160000";
const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

interface Entry {
  readonly mode: string;
  readonly sha: string;
}

/** What is in a folder by name; folders that a change reaches into are opened. */
type Folder = Map<string, Entry | Folder>;

/**
 * Writes the tree that `changes` make of `base`: what they remove is gone before anything is added. Throws TreeChangeError for a
 * removal of nothing and for an object that is not there.
 */
export async function writeTree(git: Git, base: string | null, changes: readonly TreeChange[]): Promise<string> {
  const root: Folder = base === null ? new Map() : await readFolder(git, base);
  for (const { path, sha } of changes) {
    if (sha !== null) continue;
    const place = await placeOf(git, root, path);
    if (place?.folder.has(place.name) !== true) throw new TreeChangeError(`There is no "${path}" to remove.`);
  }
  for (const { path, mode, sha } of changes) {
    if (sha !== null && mode !== FOLDER_MODE) continue;
    const place = await placeOf(git, root, path);
    place?.folder.delete(place.name);
  }
  for (const { path, mode, sha } of changes) {
    if (sha === null) continue;
    await requireObject(git, { mode, sha });
    const { folder, name } = await makePlace(git, root, path);
    folder.set(name, { mode, sha });
  }
  return writeFolder(git, root);
}

/** A path git can store in a tree: relative, no empty, `.`, `..` or `.git` segment. */
export function isTreePath(path: string): boolean {
  const bad = (segment: string) => ["", ".", ".."].includes(segment) || segment.toLowerCase() === ".git";
  return path.length > 0 && !path.includes("\0") && !path.split("/").some(bad);
}

interface Place {
  readonly folder: Folder;
  readonly name: string;
}

/** Where a path is, or would be; null where something on the way is no folder. */
async function placeOf(git: Git, root: Folder, path: string): Promise<Place | null> {
  const { folders, name } = split(path);
  let folder = root;
  for (const each of folders) {
    const inner = await openFolder(git, folder, each);
    if (inner === null) return null;
    folder = inner;
  }
  return { folder, name };
}

/** The same, with folders made on the way, in the place of files too. */
async function makePlace(git: Git, root: Folder, path: string): Promise<Place> {
  const { folders, name } = split(path);
  let folder = root;
  for (const each of folders) {
    const inner: Folder = (await openFolder(git, folder, each)) ?? new Map();
    folder.set(each, inner);
    folder = inner;
  }
  return { folder, name };
}

function split(path: string): { readonly folders: readonly string[]; readonly name: string } {
  const names = path.split("/");
  return { folders: names.slice(0, -1), name: names.at(-1) ?? "" };
}

async function openFolder(git: Git, folder: Folder, name: string): Promise<Folder | null> {
  const found = folder.get(name);
  if (found === undefined || found instanceof Map) return found ?? null;
  if (found.mode !== FOLDER_MODE) return null;
  const opened = await readFolder(git, found.sha);
  folder.set(name, opened);
  return opened;
}

/** @param sha of a tree or of a commit with one */
async function readFolder(git: Git, sha: string): Promise<Folder> {
  const object = await git.read(`${sha}^{tree}`);
  if (object === null) throw new TreeChangeError(`There is no tree ${sha}.`);
  return new Map(parseTree(object.bytes).map(({ path, mode, oid }) => [path, { mode, sha: oid }]));
}

async function requireObject(git: Git, { mode, sha }: Entry): Promise<void> {
  const type = mode === FOLDER_MODE ? "tree" : "blob";
  if (mode === SUBMODULE_MODE || (await git.read(sha))?.type === type) return;
  throw new TreeChangeError("A tree entry names an object that does not exist.");
}

/** Folders without files are left out, as Git's index has none. */
async function writeFolder(git: Git, folder: Folder): Promise<string> {
  const entries: { readonly key: Buffer; readonly bytes: Buffer }[] = [];
  for (const [name, entry] of folder) {
    const isOpen = entry instanceof Map;
    const [mode, sha] = isOpen ? [FOLDER_MODE, await writeFolder(git, entry)] : [entry.mode, entry.sha];
    if (sha === EMPTY_TREE) continue;
    const head = Buffer.from(`${mode.replace(/^0/, "")} ${name}\0`);
    // Git sorts folders as if their names ended in a slash.
    const key = Buffer.from(mode === FOLDER_MODE ? `${name}/` : name);
    entries.push({ key, bytes: Buffer.concat([head, Buffer.from(sha, "hex")]) });
  }
  const sorted = entries.sort((a, b) => Buffer.compare(a.key, b.key));
  return git.write("tree", Buffer.concat(sorted.map(({ bytes }) => bytes)));
}
