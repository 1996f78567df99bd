import { permissionOf } from "../sdk/permissions.ts";

/** How the permissions of an app change; both sorted. A type, so that it is a JSON value. */
export type PermissionDiff = { readonly added: readonly string[]; readonly removed: readonly string[] };

/** What an app asks for that it did not ask for before, and the other way round. */
export function permissionDiff(before: readonly string[], after: readonly string[]): PermissionDiff {
  return {
    added: [...new Set(after)].filter((each) => !before.includes(each)).toSorted(),
    removed: [...new Set(before)].filter((each) => !after.includes(each)).toSorted(),
  };
}

/**
 * The permissions a person has to agree to: of a new app those that are not normal, of an update every one it adds, because nobody
 * looked at the app's page before it came.
 */
export function needsConsent({ added }: PermissionDiff, kind: "install" | "update"): readonly string[] {
  return kind === "update" ? added : added.filter((id) => permissionOf(id)?.level !== "normal");
}
