import { lstatSync, statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { type Finding, sortFindings } from "../core/findings/finding.ts";
import type { Manifest } from "../core/manifest/manifest.ts";
import { checkEntries, checkProject, type ProjectEntry } from "../core/package/check-project.ts";
import type { PackageFile } from "../core/package/package-document.ts";
import { SIGNATURE_PATH } from "../core/package/package-path.ts";
import type { NodeChecker } from "./checking/check-subject.ts";
import { type IgnoreRules, isIgnored, noIgnoreRules, parseIgnoreFile } from "./ignore.ts";

/** A project folder as `mosis build` sees it. */
export interface Project {
  /** What goes into the package; empty when there is too much to read. */
  readonly files: readonly PackageFile[];
  /** Null when it cannot be read. */
  readonly manifest: Manifest | null;
  /** Sorted by file and place. */
  readonly findings: readonly Finding[];
}

const IGNORE_FILE = ".mosisignore";
/** Folders at the root that are no part of an app. */
const OUTSIDE: ReadonlySet<string> = new Set(["dist", "tests"]);

/**
 * Reads a project and applies every rule to it. Left out are dot files, `dist/` and `tests/` at the root, `*.mosis`, a
 * `signature.sig` at the root, and what `.mosisignore` says.
 *
 * @throws the error of `node:fs` when the folder cannot be read
 */
export async function readProject(root: string, checker: NodeChecker): Promise<Project> {
  const entries = await walk(root, "", await readIgnoreRules(root));
  const listing = checkEntries(entries);
  if (listing.paths === null) return { files: [], manifest: null, findings: listing.findings };
  const files: PackageFile[] = [];
  // One after the other: thousands of files at once would exhaust the descriptors of some systems.
  for (const path of listing.paths) files.push({ path, data: await readFile(join(root, path)) });
  const checked = await checker({ kind: "files", files });
  const report = checkProject(files, checked, (path) => isFile(join(root, path)));
  return { files, manifest: report.manifest, findings: sortFindings([...listing.findings, ...report.findings]) };
}

async function readIgnoreRules(root: string): Promise<IgnoreRules> {
  try {
    return parseIgnoreFile(await readFile(join(root, IGNORE_FILE), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return noIgnoreRules;
    throw error;
  }
}

async function walk(root: string, folder: string, rules: IgnoreRules): Promise<readonly ProjectEntry[]> {
  const found = await readdir(join(root, folder), { withFileTypes: true });
  const entries: ProjectEntry[] = [];
  for (const entry of found) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (isOutside(path, entry.name) || isIgnored(rules, path, entry.isDirectory())) continue;
    if (entry.isDirectory()) entries.push(...(await walk(root, path, rules)));
    else {
      const kind = entry.isFile() ? "file" : entry.isSymbolicLink() ? "symlink" : "other";
      entries.push({ path, kind, length: kind === "file" ? sizeOf(join(root, path)) : 0 });
    }
  }
  return entries;
}

/** Whether a file at this path is left out of a package, by its own name or by that of a folder it lies in. */
export function isLeftOut(path: string, rules: IgnoreRules): boolean {
  const segments = path.split("/");
  return segments.some((name, index) => {
    const partial = segments.slice(0, index + 1).join("/");
    return isOutside(partial, name) || isIgnored(rules, partial, index < segments.length - 1);
  });
}

function isOutside(path: string, name: string): boolean {
  return name.startsWith(".") || name.endsWith(".mosis") || OUTSIDE.has(path) || path === SIGNATURE_PATH;
}

/** 0 for names that are no UTF-8: Node cannot find those again, and their path is refused anyway. */
function sizeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
