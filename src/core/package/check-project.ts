import type { PackageReport } from "./check-package.ts";
import type { PackageFile } from "./package-document.ts";
import {
  checkPackagePath,
  findPathConflicts,
  MANIFEST_PATH,
  type PackagePath,
  parsePackagePath,
} from "./package-path.ts";
import { echo, type Finding, finding, sortFindings } from "../findings/finding.ts";
import { appendPointer } from "../json/value.ts";
import { limits } from "../limits.ts";
import { parseManifest } from "../manifest/parse-manifest.ts";

/** Something in a project folder that `mosis build` would pack, before its bytes are read. */
export interface ProjectEntry {
  /** Relative to the project, with `/` on every system. */
  readonly path: string;
  readonly kind: "file" | "symlink" | "other";
  /** Bytes. */
  readonly length: number;
}

/** `paths` is null when there is too much to read at all. */
export interface CheckedEntries {
  readonly paths: readonly PackagePath[] | null;
  readonly findings: readonly Finding[];
}

/** Checks names, kinds and sizes of what would be packed. One entry stays free for `signature.sig`. */
export function checkEntries(entries: readonly ProjectEntry[]): CheckedEntries {
  const sizes = sizeFindings(entries);
  if (sizes.length > 0) return { paths: null, findings: sizes };
  const findings: Finding[] = [];
  const paths: PackagePath[] = [];
  for (const { path, kind } of entries) {
    const valid = parsePackagePath(path);
    if (valid === null) {
      const message = `The path ${echo(path)} ${checkPackagePath(path)}.`;
      findings.push(finding("package/path", { message, expected: "a path such as assets/main.rml" }));
    } else if (kind === "symlink") {
      findings.push(finding("zip/symlink", { file: valid, message: `${echo(path)} is a symbolic link.` }));
    } else if (kind === "other") {
      findings.push(finding("package/path", { file: valid, message: `${echo(path)} is no regular file.` }));
    } else {
      paths.push(valid);
    }
  }
  for (const { kind, path, other } of findPathConflicts(paths)) {
    const message =
      kind === "file-as-folder"
        ? `${echo(path)} is a file where ${echo(other)} needs a folder, on systems that ignore case.`
        : `${echo(path)} and ${echo(other)} differ only in case.`;
    findings.push(finding("package/path", { file: path, message }));
  }
  return { paths, findings: sortFindings(findings) };
}

/**
 * What there is to say of a project folder: what the rules of packages say, and that files which stay outside of it are there.
 *
 * @param checked what those rules say of the files
 * @param exists whether the project has a file, packed or not
 */
export function checkProject(
  files: readonly PackageFile[],
  checked: PackageReport,
  exists: (path: PackagePath) => boolean,
): PackageReport {
  if (checked.manifest === null) return checked;
  return { ...checked, findings: sortFindings([...checked.findings, ...screenshotFindings(files, exists)]) };
}

function sizeFindings(entries: readonly ProjectEntry[]): readonly Finding[] {
  const found: Finding[] = [];
  const most = limits.package.entries - 1;
  if (entries.length > most) {
    found.push(
      finding("package/too-large", {
        message: `The project has ${entries.length} files to pack.`,
        expected: `at most ${most} files besides signature.sig`,
      }),
    );
  }
  const total = entries.reduce((sum, { length }) => sum + length, 0);
  if (total > limits.package.inflatedBytes) {
    found.push(
      finding("package/too-large", {
        message: `The files to pack have ${total} bytes together.`,
        expected: `at most ${limits.package.inflatedBytes} bytes`,
      }),
    );
  }
  return found;
}

function screenshotFindings(files: readonly PackageFile[], exists: (path: PackagePath) => boolean): readonly Finding[] {
  const bytes = files.find(({ path }) => path === MANIFEST_PATH)?.data;
  const { manifest, document } = bytes === undefined ? { manifest: null, document: null } : parseManifest(bytes);
  if (manifest?.screenshots === undefined || document === null) return [];
  return manifest.screenshots.flatMap((path, index) => {
    if (exists(path)) return [];
    const pointer = appendPointer("/screenshots", index);
    const message = `There is no file ${echo(path)}.`;
    const range = document.locate(pointer);
    return [finding("package/screenshot-missing", { file: MANIFEST_PATH, pointer, range, message })];
  });
}
