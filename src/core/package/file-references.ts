import type { PackageFile } from "./package-document.ts";
import type { FileReference } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { limits } from "../limits.ts";

/** Whether the files that documents and style sheets name are in the package; not all where very many are missing. */
export function referenceFindings(
  references: readonly FileReference[],
  files: ReadonlyMap<string, PackageFile>,
): readonly Finding[] {
  const spellings = new Map([...files.keys()].map((path) => [path.toLowerCase(), path]));
  const found = references.flatMap(({ path, file, range }): readonly Finding[] => {
    const resolved = resolveReference(file, path);
    if (resolved === null) {
      const message = `${echo(path)} is outside of the package.`;
      return [finding("package/reference-outside", { file, range, message, expected: "a file of the package" })];
    }
    if (files.has(resolved)) return [];
    const other = spellings.get(resolved.toLowerCase());
    const message = `There is no file ${echo(resolved)}.`;
    const expected = other === undefined ? {} : { expected: other };
    return [finding("package/reference-missing", { file, range, message, ...expected })];
  });
  return found.slice(0, limits.code.findings);
}

/**
 * The path in the package that a file means by what it names (`SystemInterface::JoinPath` of RmlUi): from its own folder on, or from the
 * root of the package where it begins with a slash. Null where that leads out of the package.
 */
export function resolveReference(from: string, path: string): string | null {
  if (/^[^/\\]*:/.test(path) || path.includes("\\")) return null;
  const segments = path.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join("/");
}
