import type { ChangedDocument, ReviewSubject } from "./review.ts";
import { echo, type Finding, finding } from "../findings/finding.ts";
import type { AppBody, DeveloperBody, VersionBody } from "../registry/documents.ts";
import { permissionOf } from "../sdk/permissions.ts";

/** What a person should look at although no rule is broken. */
export function riskFindings(subject: ReviewSubject): readonly Finding[] {
  const { kind, documents } = subject;
  const reported = reportFindings(subject);
  if (kind === "new-app") return [finding("risk/first-app", { message: "This is the first version of a new app." })];
  if (kind === "withdraw") return [finding("risk/withdrawal", { message: "The app would be removed for good." })];
  const risks = documents.flatMap((changed) => {
    switch (changed.document.place.kind) {
      case "developer":
        return developerRisks(changed, subject);
      case "app":
        return appRisks(changed, subject);
      case "version":
        return versionRisks(changed, subject);
      default:
        return [];
    }
  });
  return [...reported, ...risks];
}

/** An update of an app that users complain about, or a promotion of it, may be what they complain about. */
function reportFindings({ kind, openReports }: ReviewSubject): readonly Finding[] {
  if (openReports === 0 || (kind !== "version" && kind !== "event")) return [];
  const message = `Users have ${openReports === 1 ? "one open report" : `${openReports} open reports`} about the app.`;
  return [finding("risk/user-reports", { message })];
}

function developerRisks({ change, document }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const after = document.body as unknown as DeveloperBody;
  const before = base.developers.get(after.id)?.developer;
  if (before === undefined) {
    const reserved = base.reserved.prefixes.filter(({ owners }) => owners.includes(after.id));
    if (reserved.length === 0) return [];
    const prefixes = reserved.map(({ prefix }) => prefix).join(", ");
    const message = `"${after.id}" may have the reserved ids below ${prefixes}.`;
    return [finding("risk/reserved-owner", { file: change.path, message })];
  }
  const known = new Set(before.keys.map(({ keyid }) => keyid));
  return after.keys
    .filter(({ keyid }) => !known.has(keyid))
    .map(({ keyid, use }) => {
      const message = `The key ${keyid.slice(0, 12)} is added, for ${use.join(", ")}.`;
      return finding("risk/key-added", { file: change.path, message });
    });
}

function appRisks({ change, document }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const after = document.body as unknown as AppBody;
  const before = base.apps.get(after.app_id)?.app;
  if (before === undefined || before.owner === after.owner) return [];
  const message = `The owner changes from "${before.owner}" to "${after.owner}".`;
  return [finding("owner/changed", { file: change.path, message })];
}

function versionRisks({ change, document }: ChangedDocument, { base }: ReviewSubject): readonly Finding[] {
  const version = document.body as unknown as VersionBody;
  const before = base.apps.get(version.app_id)?.versions.at(-1);
  if (before === undefined) return [];
  const added = addedPermissions(before.manifest.permissions, version.manifest.permissions);
  const findings = added.map((each) => finding("risk/permission-added", { file: change.path, ...each }));
  const [from, to] = [hostOf(before.package.url), hostOf(version.package.url)];
  if (from === to) return findings;
  const message = `The package comes from ${to}, the one before came from ${from}.`;
  const moved = { from, to };
  return [...findings, finding("risk/origin-changed", { file: change.path, message, change: moved })];
}

/** The host of an address; the text itself where it has none, of which more is said elsewhere. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : echo(url);
}

/** Sentences about dangerous permissions that are new, and about the network where it could carry away what they give. */
function addedPermissions(
  before: readonly string[],
  after: readonly string[],
): readonly Pick<Finding, "message" | "change">[] {
  const added = after.filter((id) => !before.includes(id));
  const isDangerous = (id: string): boolean => permissionOf(id)?.level !== "normal";
  const risks = added.filter(isDangerous).map((id) => {
    return { message: `The update adds the permission "${id}".`, change: { from: null, to: id } };
  });
  const exposed = after.filter((id) => isDangerous(id) && !added.includes(id));
  if (!added.includes("network") || exposed.length === 0) return risks;
  const named = exposed.map((id) => `"${id}"`).join(", ");
  const message = `The update adds the permission "network" to an app that has ${named}.`;
  return [...risks, { message, change: { from: exposed.toSorted().join(" "), to: "network" } }];
}
