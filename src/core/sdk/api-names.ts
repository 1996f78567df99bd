import * as names from "./api-names.generated.ts";

const MODULES: ReadonlyMap<string, ReadonlyMap<string, string | null>> = new Map(
  Object.entries(names.modules).map(([module, members]) => [
    module,
    new Map<string, string | null>(Object.entries(members)),
  ]),
);

/** Names of the modules of the Mosis Lua API. */
export const apiModules: ReadonlySet<string> = new Set(MODULES.keys());

/**
 * The permissions that a use of a module needs, each once.
 *
 * @param member the function; null where it cannot be told which, so that it may be any
 */
export function permissionsOfUse(module: string, member: string | null): readonly string[] {
  const members = MODULES.get(module) ?? new Map<string, string | null>();
  const needed = member === null ? [...members.values()] : [members.get(member) ?? null];
  return [...new Set(needed)].filter((permission) => permission !== null);
}
