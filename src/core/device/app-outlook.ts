import type { InstalledStatus } from "./installed-status.ts";
import type { ChangePlan } from "./plan-change.ts";
import { type AppId, parseAppId, parseSha256, parseVersionCode, type Sha256, type VersionCode } from "../ids/ids.ts";
import { isSemver } from "../ids/semver.ts";
import { asString, type Cursor, items, malformed, member } from "../trust/cursor.ts";

/** What the last check learnt of an installed app, and what a person was told of it. A type, so that it is a JSON value. */
export type AppOutlook = {
  readonly app_id: AppId;
  /** The version that was installed then. */
  readonly version_code: VersionCode;
  /** The app document that was read; null where the store no longer had the app. */
  readonly document: Sha256 | null;
  /** What the store said of the installed version. */
  readonly status: InstalledStatus["status"];
  readonly status_reason: string | null;
  /** The version that would come; null where none would. */
  readonly available: AvailableUpdate | null;
  /** Versions above the installed one that a person was told of. */
  readonly told_available: readonly VersionCode[];
  /** Whether a person was told of this status. */
  readonly told_status: boolean;
};

export type AvailableUpdate = {
  readonly version: string;
  readonly version_code: VersionCode;
  /** Permissions that somebody has to agree to first. */
  readonly consent: readonly string[];
};

/** What a check found out about an app. */
export type AppFinding = Omit<AppOutlook, "told_available" | "told_status">;

export type WithdrawnStatus = Exclude<InstalledStatus["status"], "available" | "unlisted">;

export interface News {
  readonly outlook: AppOutlook;
  /** An update that a person has not been told of. */
  readonly available: AvailableUpdate | null;
  /** That the installed version was withdrawn, if a person has not been told so. */
  readonly withdrawn: WithdrawnStatus | null;
}

/** What of a finding is news, so that each version is announced once, and a withdrawal once. */
export function newsOf(before: AppOutlook | null, found: AppFinding): News {
  const { available, status, version_code: installed } = found;
  const toldBefore = (before?.told_available ?? []).filter((code) => code > installed);
  const isNew = available !== null && !toldBefore.includes(available.version_code);
  const wasTold = before?.told_status === true && before.version_code === installed && before.status === status;
  const withdrawn = isWithdrawn(status) ? status : null;
  return {
    outlook: {
      ...found,
      told_available: isNew ? [...toldBefore, available.version_code] : toldBefore,
      told_status: withdrawn !== null,
    },
    available: isNew ? available : null,
    withdrawn: wasTold ? null : withdrawn,
  };
}

/** Whether the installed version is no longer to be had. */
export function isWithdrawn(status: InstalledStatus["status"]): status is WithdrawnStatus {
  return status !== "available" && status !== "unlisted";
}

export function availableOf({ to, consent }: Pick<ChangePlan, "to" | "consent">): AvailableUpdate {
  return { version: to.version, version_code: to.version_code, consent };
}

/**
 * Reads an outlook as the device wrote it.
 *
 * @throws TrustError `malformed`
 */
export function parseOutlook(cursor: Cursor): AppOutlook {
  const id = member(cursor, "app_id");
  const document = member(cursor, "document");
  const reason = member(cursor, "status_reason");
  const available = member(cursor, "available");
  return {
    app_id: parseAppId(id.value) ?? malformed(id, "the id of an app"),
    version_code: versionCode(member(cursor, "version_code")),
    document: document.value === null ? null : (parseSha256(document.value) ?? malformed(document, "a SHA-256")),
    status: asString(member(cursor, "status"), STATUS, "a status") as AppOutlook["status"],
    status_reason: reason.value === null ? null : asString(reason, /^/, "a reason"),
    available: available.value === null ? null : parseAvailable(available),
    told_available: items(member(cursor, "told_available")).map(versionCode),
    told_status: member(cursor, "told_status").value === true,
  };
}

const STATUS = /^(?:available|yanked|suspended|removed|unlisted)$/;

function parseAvailable(cursor: Cursor): AvailableUpdate {
  const version = member(cursor, "version");
  return {
    version:
      typeof version.value === "string" && isSemver(version.value) ? version.value : malformed(version, "a version"),
    version_code: versionCode(member(cursor, "version_code")),
    consent: items(member(cursor, "consent")).map((each) => asString(each, /^.+$/, "a permission")),
  };
}

function versionCode(cursor: Cursor): VersionCode {
  return parseVersionCode(cursor.value) ?? malformed(cursor, "a version code");
}
