import type { Reader } from "../i18n/reader.ts";
import { permissionOf, type PermissionLevel } from "../../core/sdk/permissions.ts";

/** A permission as people read it before they install. */
export interface PermissionView {
  readonly id: string;
  readonly level: PermissionLevel | "unknown";
  /** What the app may do; null for a permission that this store does not know. */
  readonly sentence: string | null;
  /** When it may. */
  readonly grant: string;
  /** The developer's reason, as written; null when there is none. */
  readonly reason: string | null;
  /** Whether the version before did not ask for it. */
  readonly isNew: boolean;
  /** The servers that the app names, for the network. */
  readonly hosts: readonly string[];
}

/** What a version asks for. */
export interface AskedPermissions {
  readonly permissions: readonly string[];
  /** Reason by permission. */
  readonly permission_reasons: { readonly [permission: string]: string };
}

const ORDER: readonly PermissionView["level"][] = ["system", "dangerous", "unknown", "normal"];

/** The permissions of a version, those that matter most first. */
export function permissionViews(
  { permissions, permission_reasons: reasons }: AskedPermissions,
  {
    before,
    hosts,
  }: { readonly before: Pick<AskedPermissions, "permissions"> | undefined; readonly hosts: readonly string[] },
  reader: Reader,
): readonly PermissionView[] {
  const views = permissions.map((id): PermissionView => {
    const level = permissionOf(id)?.level ?? "unknown";
    return {
      id,
      level,
      sentence: reader.sentence(id),
      grant: reader.text(`permissions.${level}`),
      reason: reasons[id] ?? null,
      isNew: before !== undefined && !before.permissions.includes(id),
      hosts: id === "network" ? hosts : [],
    };
  });
  return views.toSorted((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}
