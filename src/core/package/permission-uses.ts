import type { CodeReport } from "../code/code-report.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { JsonDocument } from "../json/parse.ts";
import { appendPointer } from "../json/value.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { permissionsOfUse } from "../sdk/api-names.ts";

/** Whether the permissions that code uses or asks for and those that the manifest declares are the same. */
export function permissionUseFindings(
  { permissions }: Pick<Manifest, "permissions">,
  manifest: JsonDocument,
  reports: readonly CodeReport[],
): readonly Finding[] {
  const declared = new Set(permissions);
  const uses = reports.flatMap((report) => report.uses);
  const needs = uses.flatMap((use) =>
    permissionsOfUse(use.module, use.member).map((permission) => ({ ...use, permission })),
  );
  // The first place of a file tells enough.
  const first = new Map(needs.toReversed().map((need) => [`${need.file} ${need.permission}`, need]));
  const undeclared = [...first.values()]
    .filter(({ permission }) => !declared.has(permission))
    .map(({ permission, module, member, file, range }) => {
      const what =
        member === null ? `\`${module}\`, in a way that may be any of its functions,` : `\`${module}.${member}\``;
      const message = `${what} needs the permission "${permission}", which the manifest does not declare.`;
      return finding("permission/undeclared", { file, range, message, expected: permission });
    });
  const undeclaredAsked = reports
    .flatMap(({ asked }) => asked)
    .filter(({ name }) => !declared.has(name))
    .map(({ name, file, range }) => {
      const message = `The app asks for the permission ${echo(name)}, which the manifest does not declare.`;
      return finding("permission/undeclared", { file, range, message });
    });
  const used = new Set(needs.map(({ permission }) => permission));
  const unused = permissions.flatMap((permission, index) => {
    if (used.has(permission)) return [];
    const pointer = appendPointer("/permissions", index);
    const message = `No code of the app uses "${permission}".`;
    return [finding("permission/unused", { file: manifest.file, pointer, range: manifest.locate(pointer), message })];
  });
  return [...undeclared, ...undeclaredAsked, ...unused];
}
