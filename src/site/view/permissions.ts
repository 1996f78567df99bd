import { permissionOf, type PermissionLevel } from "../../core/sdk/permissions.ts";

/** A permission as people read it before they install. */
export interface PermissionView {
  readonly id: string;
  readonly level: PermissionLevel | "unknown";
  /** What the app may do. */
  readonly sentence: string;
  /** When it may. */
  readonly grant: string;
  /** The developer's reason, as written; null when there is none. */
  readonly reason: string | null;
}

const GRANTS: Readonly<Record<PermissionView["level"], string>> = {
  dangerous: "Asks you first",
  normal: "Allowed when installed",
  system: "Apps of Mosis only",
  unknown: "Not known to this store",
};
const ORDER: readonly PermissionView["level"][] = ["system", "dangerous", "unknown", "normal"];

/** The permissions of a version, those that matter most first. */
export function permissionViews(
  ids: readonly string[],
  reasons: { readonly [permission: string]: string },
): readonly PermissionView[] {
  const views = ids.map((id): PermissionView => {
    const known = permissionOf(id);
    const level = known?.level ?? "unknown";
    return { id, level, sentence: known?.sentence ?? id, grant: GRANTS[level], reason: reasons[id] ?? null };
  });
  return views.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}
