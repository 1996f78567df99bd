import { echo } from "../../findings/finding.ts";
import {
  checkPackagePath,
  compareEntryPaths,
  findPathConflicts,
  MANIFEST_PATH,
  parsePackagePath,
  type PackagePath,
  type PathConflict,
} from "../package-path.ts";
import type { CentralRecord } from "./zip-format.ts";
import type { ZipReport } from "./zip-report.ts";

const CONFLICT_RULES = {
  duplicate: "zip/duplicate-path",
  twin: "zip/path-twin",
  "file-as-folder": "zip/file-as-folder",
} as const satisfies Record<PathConflict["kind"], string>;

/** Checks the names of all entries together: each by itself, against each other, and their order. */
export function checkPaths(records: readonly CentralRecord[], report: ZipReport): void {
  const named = records.flatMap(({ at, path }) => {
    // Entries of folders have a rule of their own.
    const valid = path.endsWith("/") ? null : checkPath(path, ` (record at byte ${at})`, report);
    return valid === null ? [] : [{ at, path: valid }];
  });
  checkConflicts(
    named.map(({ path }) => path),
    report,
  );
  checkOrder(records, named, report);
}

/** The path, or null with a finding; `where` goes between the path and what is wrong with it. */
export function checkPath(path: string, where: string, report: ZipReport): PackagePath | null {
  const trouble = checkPackagePath(path);
  if (trouble === null) return parsePackagePath(path);
  report.add("zip/path", {
    message: `The path ${echo(path)}${where} ${trouble}.`,
    expected: "a path such as lua/main.lua",
  });
  return null;
}

/** Reports the paths that some file system would merge or refuse. */
export function checkConflicts(paths: readonly PackagePath[], report: ZipReport): void {
  for (const { kind, path, other } of findPathConflicts(paths)) {
    report.add(CONFLICT_RULES[kind], { file: path, message: conflictMessage(kind, path, other) });
  }
}

function conflictMessage(kind: PathConflict["kind"], path: PackagePath, other: PackagePath): string {
  if (kind === "duplicate") return `Two entries have the path ${echo(path)}.`;
  if (kind === "file-as-folder") return `${echo(path)} is a file, and ${echo(other)} needs a folder of that name.`;
  return `${echo(path)} and ${echo(other)} differ only in case, and some file systems hold only one of them.`;
}

function checkOrder(
  records: readonly CentralRecord[],
  named: readonly { readonly at: number; readonly path: PackagePath }[],
  report: ZipReport,
): void {
  const [first] = records;
  if (first !== undefined && first.path !== MANIFEST_PATH) {
    report.addEntry("zip/first-entry", first, "is the first entry", MANIFEST_PATH);
  }
  for (const [index, entry] of named.entries()) {
    const previous = named[index - 1];
    if (previous === undefined || entry.path === MANIFEST_PATH) continue;
    if (compareEntryPaths(previous.path, entry.path) <= 0) continue;
    report.addEntry(
      "zip/order",
      entry,
      `follows ${echo(previous.path)}`,
      "entries sorted bytewise, signature.sig last",
    );
  }
}
