import { permissions as table } from "./api-names.generated.ts";

/** `normal` is granted on install, `dangerous` asks the person, `system` is for first-party apps. */
export type PermissionLevel = "normal" | "dangerous" | "system";

/** A permission as people and reviewers see it. */
export interface Permission {
  readonly id: string;
  readonly level: PermissionLevel;
  /** Plain sentence for whoever installs. */
  readonly sentence: string;
  /** What review does with it. */
  readonly review: string;
}

/** Every permission of the Mosis Lua API, sorted by id. */
export const permissions: readonly Permission[] = table;

const BY_ID = new Map(permissions.map((permission) => [permission.id, permission]));

const RISING: readonly PermissionLevel[] = ["normal", "dangerous", "system"];

/** The most serious level among permissions, null where there are none. One that the API does not have counts as dangerous. */
export function highestLevel(ids: readonly string[]): PermissionLevel | null {
  const levels = new Set(ids.map((id) => permissionOf(id)?.level ?? "dangerous"));
  return RISING.findLast((level) => levels.has(level)) ?? null;
}

/** The permission of an id, or undefined when the API has none of it. */
export function permissionOf(id: string): Permission | undefined {
  return BY_ID.get(id);
}
