import { api } from "../../src/core/sdk/api.ts";

/** The names of the API without its prose: what the analysis of code, review and a phone need. */
export function apiNames(): string {
  const { version, permissions, modules, language, rmlui } = api;
  const members = Object.fromEntries(
    modules.map(({ name, functions }) => [
      name,
      Object.fromEntries(functions.map((each) => [each.name, each.permission ?? null])),
    ]),
  );
  const libraries = Object.fromEntries(language.libraries.map(({ name, members: names }) => [name, names]));
  const forbidden = Object.fromEntries(language.forbidden.map(({ name, rule, what }) => [name, [rule, what]]));
  const globals = [...language.globals, ...language.functions.map(({ name }) => name), ...rmlui.globals];
  return [
    "// Generated from api.json by `npm run generate`; a test compares. Do not edit.",
    "/** The version of Mosis whose API this is. */",
    `export const version = ${JSON.stringify(version)};`,
    "/** Every permission, sorted by id. */",
    `export const permissions = ${JSON.stringify(permissions, null, 2)} as const;`,
    "/** Modules with their functions, and the permission that each needs. */",
    `export const modules = ${JSON.stringify(members, null, 2)} as const;`,
    "/** Libraries of Lua with what apps may use of them. */",
    `export const libraries = ${JSON.stringify(libraries)} as const;`,
    "/** Globals of Lua that apps may not use, with the rule against each. */",
    `export const forbidden = ${JSON.stringify(forbidden, null, 2)} as const;`,
    "/** All other globals that are there. */",
    `export const globals = ${JSON.stringify(globals.toSorted())} as const;`,
    "",
  ].join("\n");
}
