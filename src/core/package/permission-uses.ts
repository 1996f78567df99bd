import type { PermissionUse } from "../code/check-code.ts";
import { type Finding, finding } from "../findings/finding.ts";
import type { JsonDocument } from "../json/parse.ts";
import { appendPointer } from "../json/value.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** Whether the permissions that code uses and those that the manifest declares are the same. */
export function permissionUseFindings(
  { permissions }: Pick<Manifest, "permissions">,
  manifest: JsonDocument,
  uses: readonly PermissionUse[],
): readonly Finding[] {
  const declared = new Set(permissions);
  const used = new Set(uses.map(({ permission }) => permission));
  // The first place of a file tells enough.
  const first = new Map(uses.toReversed().map((use) => [`${use.file} ${use.permission}`, use]));
  const undeclared = [...first.values()]
    .filter(({ permission }) => !declared.has(permission))
    .map(({ permission, module, file, range }) => {
      const message = `\`${module}\` needs the permission "${permission}", which the manifest does not declare.`;
      return finding("permission/undeclared", { file, range, message });
    });
  const unused = permissions.flatMap((permission, index) => {
    if (used.has(permission)) return [];
    const pointer = appendPointer("/permissions", index);
    const message = `No code of the app uses "${permission}".`;
    return [finding("permission/unused", { file: manifest.file, pointer, range: manifest.locate(pointer), message })];
  });
  return [...undeclared, ...unused];
}
