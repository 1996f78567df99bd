import type { Git } from "./git.ts";

type FileStatus = "added" | "modified" | "removed" | "renamed" | "changed";

export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: FileStatus;
  /** The blob after the change; before it when the file is removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks alone; absent for binary files, for pure renames and, as on GitHub, beyond `PATCH_BYTES`. */
  readonly patch?: string;
}

/** GitHub shows no patch of a file whose diff is larger. */
const PATCH_BYTES = 500_000;

/** What changed between two trees or commits, renames found, in path order. */
export async function diffFiles(git: Git, from: string, to: string): Promise<readonly FileChange[]> {
  const options = ["-r", "-M", "--full-index", "--no-ext-diff", "--no-textconv"];
  const output = await git.text(["diff-tree", "--raw", "--numstat", "-p", "-z", ...options, from, to]);
  // An empty field is between the lists, whose fields end in NUL, and the patches.
  const [lists = "", ...patches] = output.split("\0\0");
  const sections = patches.join("\0\0").split(/(?<=^|\n)(?=diff --git )/);
  const fields = lists.split("\0");
  const { entries, end } = parseRaw(fields);
  const numbers = parseCounts(fields.slice(end));
  let section = 0;
  return entries.map((entry) => {
    // A file that turned into a link is written as two sections, a removal and an addition.
    const own = sections.slice(section, (section += entry.letter === "T" ? 2 : 1));
    const patch = own.flatMap(hunks).join("\n");
    const { letter: _, ...change } = entry;
    return {
      ...change,
      ...(numbers.get(change.path) ?? { additions: 0, deletions: 0 }),
      ...(patch === "" || Buffer.byteLength(patch) > PATCH_BYTES ? {} : { patch }),
    };
  });
}

type RawEntry = Pick<FileChange, "path" | "previousPath" | "status" | "sha"> & { readonly letter: string };

/** The entries that begin the fields, and where they end. */
function parseRaw(fields: readonly string[]): { readonly entries: readonly RawEntry[]; readonly end: number } {
  const entries: RawEntry[] = [];
  let at = 0;
  while (fields[at]?.startsWith(":")) {
    const [, , before = "", after = "", kind = ""] = (fields[at] ?? "").split(" ");
    const letter = kind.slice(0, 1);
    const first = fields[at + 1] ?? "";
    const sha = letter === "D" ? before : after;
    if (letter === "R") {
      entries.push({ letter, path: fields[at + 2] ?? "", previousPath: first, status: "renamed", sha });
      at += 3;
    } else {
      const modeOnly = letter === "M" && before === after;
      entries.push({ letter, path: first, status: modeOnly ? "changed" : statusOf(letter), sha });
      at += 2;
    }
  }
  return { entries, end: at };
}

function statusOf(letter: string): FileStatus {
  switch (letter) {
    case "A":
      return "added";
    case "D":
      return "removed";
    case "M":
      return "modified";
    default:
      return "changed";
  }
}

function parseCounts(fields: readonly string[]): ReadonlyMap<string, Pick<FileChange, "additions" | "deletions">> {
  const counts = new Map<string, Pick<FileChange, "additions" | "deletions">>();
  for (let at = 0; at < fields.length; at += 1) {
    const [, added, removed, path] = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(fields[at] ?? "") ?? [];
    if (path === undefined) continue;
    // A rename has an empty path here and its two paths in the next two fields.
    const name = path === "" ? fields[(at += 2)] : path;
    counts.set(name ?? "", { additions: Number(added) || 0, deletions: Number(removed) || 0 });
  }
  return counts;
}

function hunks(section: string): readonly string[] {
  const start = section.indexOf("\n@@ ");
  return start < 0 ? [] : [section.slice(start + 1).replace(/\n$/, "")];
}
