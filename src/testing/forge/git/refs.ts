import type { Git } from "./git.ts";
import { NO_OBJECT } from "./objects.ts";

export interface Ref {
  /** Full name, `refs/heads/main`. */
  readonly name: string;
  readonly sha: string;
  readonly type: string;
}

/** All refs, or those whose full name starts with `prefix`; git's own order. */
export async function listRefs(git: Git, prefix = "refs/"): Promise<readonly Ref[]> {
  const output = await git.text(["for-each-ref", "--format=%(refname) %(objectname) %(objecttype)"]);
  return output.split("\n").flatMap((line) => {
    const [name = "", sha = "", type = ""] = line.split(" ");
    return name.startsWith(prefix) && name !== "" ? [{ name, sha, type }] : [];
  });
}

export async function readRef(git: Git, name: string): Promise<string | null> {
  if (!isRefName(name)) return null;
  return (await git.read(name))?.oid ?? null;
}

/** Moves, makes (`from` null) or removes (`to` null) a ref, only if it still is at `from`. Throws GitError otherwise. */
export async function writeRef(git: Git, name: string, from: string | null, to: string | null): Promise<void> {
  await git.text(
    to === null ? ["update-ref", "-d", name, from ?? NO_OBJECT] : ["update-ref", name, to, from ?? NO_OBJECT],
  );
}

/** Full ref names as `git check-ref-format` accepts them. */
export function isRefName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex
  if (!/^refs\/[^\u0000-\u0020~^:?*[\\\u007f]+$/.test(name) || /\.\.|@\{/.test(name)) return false;
  const segments = name.split("/");
  return segments.length >= 3 && segments.every((part) => part !== "" && !/^\.|\.lock$|\.$/.test(part));
}
