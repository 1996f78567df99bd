import { type ApiUse, callName } from "../code/code-report.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { permissionsOfUse } from "../sdk/api-names.ts";
import { type PermissionLevel, permissionOf } from "../sdk/permissions.ts";

/** A permission with the calls that need it. A type, not an interface: it is printed as JSON. */
export type PermissionUses = {
  readonly id: string;
  /** Null when the API has none of this id. */
  readonly level: PermissionLevel | null;
  readonly sentence: string | null;
  /** Whether the manifest declares it. */
  readonly declared: boolean;
  /** Each function once a file, at its first use; `storage.*` where it may be any of the module. */
  readonly calls: readonly {
    readonly call: string;
    readonly file: string;
    /** From 1. */
    readonly line: number;
    readonly column: number;
    readonly count: number;
  }[];
};

/** Every permission that a manifest declares or its code needs, sorted by id. */
export function permissionReport(
  { permissions }: Pick<Manifest, "permissions">,
  uses: readonly ApiUse[],
): readonly PermissionUses[] {
  const needs = uses.flatMap((use) => permissionsOfUse(use.module, use.member).map((id) => ({ id, use })));
  const ids = new Set([...permissions, ...needs.map(({ id }) => id)]);
  return [...ids].toSorted().map((id) => {
    const { level = null, sentence = null } = permissionOf(id) ?? {};
    const calls = needs
      .filter((need) => need.id === id)
      .map(({ use }) => {
        const { file, range, count } = use;
        return { call: callName(use), file, line: range.line, column: range.column, count };
      });
    return { id, level, sentence, declared: permissions.includes(id), calls };
  });
}
