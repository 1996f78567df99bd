import { api } from "../../src/core/sdk/api.ts";

/** The names of the API without its prose: what the analysis of code, review and a phone need. */
export function apiNames(): string {
  const { permissions, modules } = api;
  const members = Object.fromEntries(
    modules.map(({ name, functions }) => [
      name,
      Object.fromEntries(functions.map((each) => [each.name, each.permission ?? null])),
    ]),
  );
  return [
    "// Generated from api.json by `npm run generate`; a test compares. Do not edit.",
    "/** Every permission, sorted by id. */",
    `export const permissions = ${JSON.stringify(permissions, null, 2)} as const;`,
    "/** Modules with their functions, and the permission that each needs. */",
    `export const modules = ${JSON.stringify(members, null, 2)} as const;`,
    "",
  ].join("\n");
}
