import type { Named } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import { nearest } from "../findings/nearest.ts";
import { limits } from "../limits.ts";
import { knownGlobals, membersOf } from "../sdk/api-names.ts";

/**
 * Whether the global names that an app reads are there: those of Lua, of RmlUi, of Mosis, and its own.
 *
 * @param writes names that some code of the app sets
 */
export function globalNameFindings(reads: readonly Named[], writes: ReadonlySet<string>): readonly Finding[] {
  const own = [...writes].slice(0, limits.code.suggestions);
  const likely = [...own, ...knownGlobals].filter((name) => !name.includes("."));
  return reads.flatMap(({ name, file, range }) => {
    if (writes.has(name)) return [];
    const [table = "", member] = name.split(".");
    if (member === undefined) {
      if (knownGlobals.has(name)) return [];
      const expected = nearest(name, likely);
      const message = `Nothing of the app sets the global ${echo(name)}.`;
      return [finding("lua/unknown-global", { file, range, message, ...(expected !== null && { expected }) })];
    }
    const members = membersOf(table) ?? [];
    // More is said of these two elsewhere.
    if (members.includes(member) || table === "os" || name === "string.dump") return [];
    const near = nearest(member, members);
    const expected = near === null ? {} : { expected: `${table}.${near}` };
    return [finding("lua/unknown-function", { file, range, message: `There is no ${echo(name)}.`, ...expected })];
  });
}
