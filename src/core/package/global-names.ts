import type { Named } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { nearest } from "../findings/nearest.ts";
import { limits } from "../limits.ts";
import { knownGlobals, membersOf } from "../sdk/api-names.ts";

/**
 * Whether the global names that an app reads are there: those of Lua, of RmlUi, of Mosis, and its own. Not all where very many are not.
 *
 * @param writes names that some code of the app sets
 */
export function globalNameFindings(reads: readonly Named[], writes: ReadonlySet<string>): readonly Finding[] {
  const own = [...writes].slice(0, limits.code.suggestions);
  const likely = [...own, ...knownGlobals].filter((name) => !name.includes("."));
  return reads
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
