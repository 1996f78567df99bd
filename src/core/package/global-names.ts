import type { CodeReport } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { nearest } from "../findings/nearest.ts";
import { limits } from "../limits.ts";
import { knownGlobals, membersOf } from "../sdk/api-names.ts";

/** Whether the global names that an app reads are there: those of Lua, of RmlUi, of Mosis, and its own. Not all where very many are not. */
export function globalNameFindings(reports: readonly CodeReport[]): readonly Finding[] {
  const writes = new Set(reports.flatMap((report) => [...report.writes]));
  const own = [...writes].slice(0, limits.code.suggestions);
  const likely = [...own, ...knownGlobals].filter((name) => !name.includes("."));
  return reports
    .flatMap(({ reads }) => reads)
    .filter(({ name }) => !writes.has(name) && !isKnown(name))
    .slice(0, limits.code.findings)
    .map(({ name, file, range }) => {
      const [table = "", member] = name.split(".");
      if (member === undefined) {
        const expected = nearest(name, likely);
        const message = `Nothing of the app sets the global ${echo(name)}.`;
        return finding("lua/unknown-global", { file, range, message, ...(expected !== null && { expected }) });
      }
      const near = nearest(member, membersOf(table) ?? []);
      const expected = near === null ? {} : { expected: `${table}.${near}` };
      return finding("lua/unknown-function", { file, range, message: `There is no ${echo(name)}.`, ...expected });
    });
}

/** Whether a global, or what a well-known table has, is there. More is said elsewhere of `os` and `string.dump`. */
function isKnown(name: string): boolean {
  const [table = "", member] = name.split(".");
  if (member === undefined) return knownGlobals.has(name);
  return table === "os" || name === "string.dump" || membersOf(table)?.includes(member) === true;
}
