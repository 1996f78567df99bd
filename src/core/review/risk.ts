import type { ReviewSubject } from "./review.ts";
import { type Finding, finding } from "../findings/finding.ts";
import type { AppBody, VersionBody } from "../registry/documents.ts";
import { permissionOf } from "../sdk/permissions.ts";

/** What a person should look at although no rule is broken. */
export function riskFindings({ kind, documents, base }: ReviewSubject): readonly Finding[] {
  if (kind === "new-app") return [finding("risk/first-app", { message: "This is the first version of a new app." })];
  if (kind === "withdraw") return [finding("risk/withdrawal", { message: "The app would be removed for good." })];
  return documents.flatMap(({ change, document }) => {
    if (document.place.kind === "app") {
      const after = document.body as unknown as AppBody;
      const before = base.apps.get(after.app_id)?.app;
      if (before === undefined || before.owner === after.owner) return [];
      return [
        finding("owner/changed", {
          file: change.path,
          message: `The owner changes from "${before.owner}" to "${after.owner}".`,
        }),
      ];
    }
    if (document.place.kind === "version") {
      const version = document.body as unknown as VersionBody;
      const previous = base.apps.get(version.app_id)?.versions.at(-1)?.manifest.permissions ?? [];
      return version.manifest.permissions
        .filter((id) => !previous.includes(id) && permissionOf(id)?.level !== "normal")
        .map((id) =>
          finding("risk/permission-added", { file: change.path, message: `The update adds the permission "${id}".` }),
        );
    }
    return [];
  });
}
