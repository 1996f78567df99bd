import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a commit does to a path: a plain file's text, null to remove it, or anything Git can hold. */
export type GitFile = string | null | { readonly mode: "100755" | "120000" | "160000"; readonly content: string };

export interface CommitChoice {
  /** First the one whose tree is changed. */
  readonly parents?: readonly string[];
  readonly files?: Readonly<Record<string, GitFile>>;
  /** Commit time; the author's is long ago. */
  readonly at?: string;
}

/** A bare repository made by real Git, in which a test writes any history it likes. */
export class GitKit {
  readonly gitdir = mkdtempSync(join(tmpdir(), "mosis-git-"));

  constructor() {
    this.#git(["init", "--quiet", "--bare", "--initial-branch=main"]);
  }

  /** Writes a commit and gives its id; no branch moves. */
  commit({ parents = [], files = {}, at = "2026-01-01T00:00:00Z" }: CommitChoice): string {
    const [first, ...others] = parents;
    const seconds = (time: string): number => Date.parse(time) / 1000;
    const parts = [
      "commit refs/kit/last\nmark :1\n",
      `author Ada <ada@example.com> ${seconds("2001-01-01T00:00:00Z")} +0000\n`,
      `committer Forge <forge@example.com> ${seconds(at)} +0000\n`,
      "data 9\nA commit\n\n",
      ...(first === undefined ? [] : [`from ${first}\n`]),
      ...others.map((parent) => `merge ${parent}\n`),
      ...Object.entries(files).map(([path, file]) => fileChange(path, file)),
      "get-mark :1\n",
      "reset refs/kit/last\nfrom 0000000000000000000000000000000000000000\n",
    ];
    return this.#git(["fast-import", "--quiet", "--force", "--date-format=raw"], parts.join(""));
  }

  /** Moves a ref, or makes it. */
  point(ref: string, commit: string): void {
    this.#git(["update-ref", ref, commit]);
  }

  /** Merges as a forge does, with Git's own strategy, and gives the commit. */
  merge(ours: string, theirs: string, at = "2026-01-01T00:00:00Z"): string {
    return this.#commitTree(this.#git(["merge-tree", "--write-tree", ours, theirs]), [ours, theirs], at);
  }

  /** The text of a file at a commit; null where it is not. */
  read(commit: string, path: string): string | null {
    const listed = this.#git(["ls-tree", "--name-only", commit, path]);
    return listed === "" ? null : this.#git(["show", `${commit}:${path}`]);
  }

  treeOf(commit: string): string {
    return this.#git(["rev-parse", `${commit}^{tree}`]);
  }

  remove(): void {
    rmSync(this.gitdir, { recursive: true, force: true });
  }

  #commitTree(tree: string, parents: readonly string[], at: string): string {
    const args = ["commit-tree", tree, "-m", "A commit", ...parents.flatMap((parent) => ["-p", parent])];
    return this.#git(args, "", {
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_AUTHOR_DATE: "2001-01-01T00:00:00Z",
      GIT_COMMITTER_NAME: "Forge",
      GIT_COMMITTER_EMAIL: "forge@example.com",
      GIT_COMMITTER_DATE: at,
    });
  }

  #git(args: readonly string[], input = "", env: Readonly<Record<string, string>> = {}): string {
    const isolated = { PATH: process.env["PATH"] ?? "", HOME: this.gitdir, GIT_CONFIG_NOSYSTEM: "1", LC_ALL: "C" };
    const output = execFileSync("git", ["--git-dir", this.gitdir, ...args], {
      input,
      env: { ...isolated, ...env },
      encoding: "utf8",
      windowsHide: true,
    });
    return output.trim();
  }
}

/** A change as `git fast-import` takes it. */
function fileChange(path: string, file: GitFile): string {
  const name = `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
  if (file === null) return `D ${name}\n`;
  const { mode, content } = typeof file === "string" ? { mode: "100644", content: file } : file;
  // A submodule's content is the id of a commit elsewhere.
  if (mode === "160000") return `M ${mode} ${content} ${name}\n`;
  return `M ${mode} inline ${name}\ndata ${Buffer.byteLength(content)}\n${content}\n`;
}
