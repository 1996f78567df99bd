import type { Finding } from "../../findings/finding.ts";
import { limits } from "../../limits.ts";
import { MANIFEST_PATH, type PackagePath } from "../package-path.ts";
import { checkConflicts, checkPath } from "./zip-paths.ts";
import { ZipReport } from "./zip-report.ts";

/** All that is asked of the bytes of a file, so that a set can be checked before they are there. */
type Sized = Pick<Uint8Array, "length">;

/** A set of files that `writeZip` takes, or why the profile can't hold it. */
export type ZipFileCheck<File> =
  | { readonly ok: true; readonly files: readonly (File & { readonly path: PackagePath })[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/**
 * Checks a set of files before it is packed: paths, conflicts between them, number and size. The rules are those of the reader, so that
 * `mosis build` names the file in the project and not an entry of an archive that never was.
 */
export function checkZipFiles<File extends { readonly path: string; readonly data: Sized }>(
  files: readonly File[],
): ZipFileCheck<File> {
  const report = new ZipReport();
  const named = files.flatMap((file) => {
    const path = checkPath(file.path, "", report);
    return path === null ? [] : [{ ...file, path }];
  });
  checkConflicts(
    named.map(({ path }) => path),
    report,
  );
  checkAmount(files, report);
  if (!files.some(({ path }) => path === MANIFEST_PATH)) {
    report.add("zip/first-entry", { message: `There is no ${MANIFEST_PATH}.`, expected: MANIFEST_PATH });
  }
  return report.isEmpty ? { ok: true, files: named } : { ok: false, findings: report.findings() };
}

function checkAmount(files: readonly { readonly data: Sized }[], report: ZipReport): void {
  const { entries, inflatedBytes } = limits.package;
  if (files.length > entries) {
    report.add("zip/too-many-entries", { message: `There are ${files.length} files.`, expected: `at most ${entries}` });
  }
  const total = files.reduce((sum, { data }) => sum + data.length, 0);
  if (total > inflatedBytes) {
    report.add("zip/inflated-too-large", {
      message: `All files together have ${total} bytes.`,
      expected: `at most ${inflatedBytes} bytes`,
    });
  }
}
