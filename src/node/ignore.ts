import { posix } from "node:path";

/** The patterns of a `.mosisignore`, in order. */
export interface IgnoreRules {
  readonly patterns: readonly IgnorePattern[];
}

interface IgnorePattern {
  /** For `path.matchesGlob`, against the path from the project's root. */
  readonly glob: string;
  /** `dir/`: matches folders only. */
  readonly foldersOnly: boolean;
  /** `!pattern`: takes back what an earlier pattern excluded. */
  readonly negated: boolean;
}

/** Rules that exclude nothing. */
export const noIgnoreRules: IgnoreRules = { patterns: [] };

/**
 * Reads a `.mosisignore`, a subset of gitignore: `#` comments, `*` and `?` within a name, `**` across folders, `[a-z]`, a slash at
 * the start or inside ties a pattern to the project's root, one at the end to folders, `!` takes back. There is no escaping: names
 * that would need it cannot be packed.
 */
export function parseIgnoreFile(text: string): IgnoreRules {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return { patterns: lines.flatMap((line) => (line === "" || line.startsWith("#") ? [] : [parsePattern(line)])) };
}

/**
 * Whether the rules exclude a path; the last pattern that matches decides. As in Git, nothing below an excluded folder can be taken
 * back, so whoever walks need not look there.
 */
export function isIgnored({ patterns }: IgnoreRules, path: string, isFolder: boolean): boolean {
  const last = patterns.findLast(
    ({ glob, foldersOnly }) => (isFolder || !foldersOnly) && posix.matchesGlob(path, glob),
  );
  return last !== undefined && !last.negated;
}

function parsePattern(line: string): IgnorePattern {
  const negated = line.startsWith("!");
  const pattern = negated ? line.slice(1) : line;
  const foldersOnly = pattern.endsWith("/");
  const body = foldersOnly ? pattern.slice(0, -1) : pattern;
  const glob = body.startsWith("/") ? body.slice(1) : body.includes("/") ? body : `**/${body}`;
  return { glob, foldersOnly, negated };
}
