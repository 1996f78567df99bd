import { forbidden, globals, libraries, modules } from "./api-names.generated.ts";

const MODULES: ReadonlyMap<string, ReadonlyMap<string, string | null>> = new Map(
  Object.entries(modules).map(([module, members]) => [module, new Map<string, string | null>(Object.entries(members))]),
);
const LIBRARIES: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(libraries));

/** Names of the modules of the Mosis Lua API. */
export const apiModules: ReadonlySet<string> = new Set(MODULES.keys());

/** Every global that is there before an app sets its own, those among them that apps may not use. */
export const knownGlobals: ReadonlySet<string> = new Set([
  ...globals,
  ...apiModules,
  ...LIBRARIES.keys(),
  ...Object.keys(forbidden),
]);

/** What a module of the API or a library of Lua has, by name; null for other tables. */
export function membersOf(table: string): readonly string[] | null {
  const functions = MODULES.get(table);
  return functions === undefined ? (LIBRARIES.get(table) ?? null) : [...functions.keys()];
}

/**
 * The permissions that a use of a module needs, each once.
 *
 * @param member the function; null where it cannot be told which. Then it may be any, and so may one that this version does not know
 */
export function permissionsOfUse(module: string, member: string | null): readonly string[] {
  const functions = MODULES.get(module) ?? new Map<string, string | null>();
  const known = member === null ? undefined : functions.get(member);
  const needed = known === undefined ? [...functions.values()] : [known];
  return [...new Set(needed)].filter((permission) => permission !== null);
}
