import { fileGraph } from "./file-graph.ts";
import type { PackageFile } from "./package-document.ts";
import { MANIFEST_PATH, SIGNATURE_PATH } from "./package-path.ts";
import type { CodeReport } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { limits } from "../limits.ts";

/** Files that are there for people, or found by their place. */
const EXPECTED = /^(?:locales\/.*\.json|(?:.*\/)?(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS|README|CHANGELOG)(?:[.-].*)?)$/i;
const SCREEN = /\.rml$/i;

/** Files that nothing names, and screens that cannot be reached from the first one; not all where there are very many. */
export function unusedFileFindings(
  files: readonly PackageFile[],
  reports: readonly CodeReport[],
  entry: string,
): readonly Finding[] {
  const { namersOf, reached } = fileGraph(files, reports, entry);
  const opensAny = opensWhatCannotBeTold(reports);
  const found = files.flatMap(({ path }): readonly Finding[] => {
    if (path === MANIFEST_PATH || path === SIGNATURE_PATH || EXPECTED.test(path) || reached.has(path)) return [];
    const isScreen = SCREEN.test(path);
    if (isScreen && opensAny) return [];
    const namers = [...namersOf(path)].toSorted();
    if (namers.length === 0) {
      return [finding("package/unused-file", { file: path, message: `Nothing in the app names ${echo(path)}.` })];
    }
    if (!isScreen) return [];
    const message = `Only ${namers.slice(0, 3).map(echo).join(", ")} name this document, and nothing leads there.`;
    return [finding("package/unreachable-screen", { file: path, message })];
  });
  return found.slice(0, limits.code.findings);
}

/** Whether some code opens a document whose path it puts together or is given. */
function opensWhatCannotBeTold(reports: readonly CodeReport[]): boolean {
  return reports.some(({ calls }) => calls.some(({ name, isCertain }) => name === "ui.open" && !isCertain));
}
