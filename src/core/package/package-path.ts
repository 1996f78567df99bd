import { limits } from "../limits.ts";

declare const brand: unique symbol;

/** A path inside a package that every file system can hold and no reader can take for another one. */
export type PackagePath = string & { readonly [brand]: "PackagePath" };

export const MANIFEST_PATH = "manifest.json" as PackagePath;
export const SIGNATURE_PATH = "signature.sig" as PackagePath;

/** Two paths that can't live in one folder tree; `other` is the one met first, or the one that needs the folder. */
export interface PathConflict {
  readonly kind: "duplicate" | "twin" | "file-as-folder";
  readonly path: PackagePath;
  readonly other: PackagePath;
}

const SEGMENT = /^[A-Za-z0-9._-]+$/;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** What is wrong with a path, as the end of a sentence that starts with the path; null when nothing is. */
export function checkPackagePath(path: string): string | null {
  if (path === "") return "is empty";
  // Characters stand for bytes: what is not ASCII is refused below.
  if (path.length > limits.package.pathBytes) return `is longer than ${limits.package.pathBytes} bytes`;
  if (path.startsWith("/")) return "is absolute";
  if (path.endsWith("/")) return "names a folder";
  const segments = path.split("/");
  if (segments.length > limits.package.pathDepth) return `is more than ${limits.package.pathDepth} segments deep`;
  for (const segment of segments) {
    const trouble = checkSegment(segment);
    if (trouble !== null) return trouble;
  }
  return null;
}

/** The path, or null where `checkPackagePath` finds fault. */
export function parsePackagePath(path: string): PackagePath | null {
  return checkPackagePath(path) === null ? (path as PackagePath) : null;
}

/** Bytewise order. Paths are ASCII, where the order of UTF-16 units is the order of bytes. */
export function comparePaths(a: PackagePath, b: PackagePath): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of entries in a package: `manifest.json`, the rest bytewise, `signature.sig`. */
export function compareEntryPaths(a: PackagePath, b: PackagePath): number {
  return rank(a) - rank(b) || comparePaths(a, b);
}

/**
 * Paths that some file system would merge or refuse: the same one twice, files or folders that differ only in case, a file with
 * the name of a folder. At most two conflicts a path, in the order given; linear in the number of segments.
 */
export function findPathConflicts(paths: readonly PackagePath[]): readonly PathConflict[] {
  const conflicts: PathConflict[] = [];
  const files = new Map<string, PackagePath>();
  const folders = new Map<string, { readonly spelling: string; readonly path: PackagePath }>();
  for (const path of paths) {
    const same = files.get(fold(path));
    if (same !== undefined) {
      conflicts.push({ kind: same === path ? "duplicate" : "twin", path, other: same });
      continue;
    }
    files.set(fold(path), path);
    const twin = enterFolders(path, folders);
    if (twin !== null) conflicts.push({ kind: "twin", path, other: twin });
  }
  for (const path of files.values()) {
    const folder = folders.get(fold(path));
    if (folder !== undefined) conflicts.push({ kind: "file-as-folder", path, other: folder.path });
  }
  return conflicts;
}

function checkSegment(segment: string): string | null {
  if (segment === "") return "has an empty segment";
  if (segment === "." || segment === "..") return `has a segment ${JSON.stringify(segment)}`;
  if (!SEGMENT.test(segment)) return "has a character other than A-Z a-z 0-9 . _ -";
  if (segment.startsWith(".")) return "has a segment that starts with a dot";
  if (segment.endsWith(".")) return "has a segment that ends with a dot";
  if (WINDOWS_DEVICE.test(segment)) return `has the name of a Windows device, ${JSON.stringify(segment)}`;
  return null;
}

function rank(path: PackagePath): number {
  return path === MANIFEST_PATH ? 0 : path === SIGNATURE_PATH ? 2 : 1;
}

/** ASCII case folding, all that valid paths need. */
function fold(path: string): string {
  return path.toLowerCase();
}

/** Notes the folders of a path; the first path met that spells one of them in another case, or null. */
function enterFolders(
  path: PackagePath,
  folders: Map<string, { readonly spelling: string; readonly path: PackagePath }>,
): PackagePath | null {
  let twin: PackagePath | null = null;
  for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
    const spelling = path.slice(0, slash);
    const known = folders.get(fold(spelling));
    if (known === undefined) folders.set(fold(spelling), { spelling, path });
    else if (known.spelling !== spelling) twin ??= known.path;
  }
  return twin;
}
