import type { ChangePlan } from "./plan-change.ts";
import type { Probation } from "./probation.ts";
import { type AppId, parseAppId, parseSha256, parseVersionCode, type Sha256, type VersionCode } from "../ids/ids.ts";
import { isSemver } from "../ids/semver.ts";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import { limits } from "../limits.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Track } from "../registry/documents.ts";
import { asInteger, asString, type Cursor, items, malformed, member } from "../trust/cursor.ts";
import { TrustError } from "../trust/trust-error.ts";

/** `apps/<id>/app.json`: an app is installed if and only if this file is there. A type, so that it is a JSON value. */
export type InstalledApp = {
  readonly _type: "mosis-installed-app";
  readonly spec_version: string;
  readonly app_id: AppId;
  readonly name: string;
  readonly version: string;
  readonly version_code: VersionCode;
  /** Identity of what `package/` holds. */
  readonly content_digest: Sha256;
  /** Path of the first screen in `package/`. */
  readonly entry: string;
  /** Path of the large icon in `package/`. */
  readonly icon: string;
  /** Those that were agreed to. */
  readonly permissions: readonly string[];
  /** The track the app follows on this device. */
  readonly track: Track;
  readonly store: {
    /** Folder of the store below `trust/`. */
    readonly key: string;
    readonly url: string;
  };
  /** File of the owner's pinned lineage, relative to the device's root. */
  readonly pin: string;
  readonly installed_at: string;
  readonly updated_at: string;
  /** What `package.previous/` holds, to go back to; null when there is none. */
  readonly previous: PackageRecord | null;
  /** Null unless the app was updated lately. */
  readonly probation: Probation | null;
  /** Versions above this one that were rolled back here and are not to come again. */
  readonly rolled_back: readonly VersionCode[];
};

/** What the record of an app says of one package of it. */
export type PackageRecord = Pick<
  InstalledApp,
  "name" | "version" | "version_code" | "content_digest" | "entry" | "icon" | "permissions"
>;

const SPEC_VERSION = "1.0.0";

/** The record's words on the package that is in place. */
export function packageRecord(app: InstalledApp): PackageRecord {
  const { name, version, version_code, content_digest, entry, icon, permissions } = app;
  return { name, version, version_code, content_digest, entry, icon, permissions };
}

/** The record of an app once a plan was carried out. Name, entry and icon are the package's own words, which its developer signed. */
export function installedApp(
  { app_id, to }: Pick<ChangePlan, "app_id" | "to">,
  { name, entry, icons }: Pick<Manifest, "name" | "entry" | "icons">,
  own: Omit<InstalledApp, keyof PackageRecord | "_type" | "spec_version" | "app_id">,
): InstalledApp {
  return {
    _type: "mosis-installed-app",
    spec_version: SPEC_VERSION,
    app_id,
    name,
    version: to.version,
    version_code: to.version_code,
    content_digest: to.content_digest,
    entry,
    icon: icons["128"],
    permissions: to.permissions,
    ...own,
  };
}

/**
 * Reads a record as the device wrote it, or an older release of it, which kept no packages to go back to. Unknown fields are ignored.
 *
 * @throws TrustError `malformed`
 */
export function parseInstalledApp(bytes: Uint8Array, file: string): InstalledApp {
  const parsed = parseJson(bytes, file);
  if (!parsed.ok) throw new TrustError("malformed", file, parsed.findings[0]?.message ?? "It is not JSON.");
  const root: Cursor = { file, pointer: "", value: parsed.document.value };
  const text = (key: string, from: Cursor = root): string => asString(member(from, key), /^.+$/su, "a text");
  const store = member(root, "store");
  return {
    _type: asString(member(root, "_type"), /^mosis-installed-app$/, '"mosis-installed-app"') as "mosis-installed-app",
    spec_version: text("spec_version"),
    app_id: parseAppId(member(root, "app_id").value) ?? malformed(member(root, "app_id"), "the id of an app"),
    ...parsePackageRecord(root),
    track: asString(member(root, "track"), /^(?:stable|beta|edge)$/, "a track") as Track,
    store: { key: text("key", store), url: text("url", store) },
    pin: text("pin"),
    installed_at: text("installed_at"),
    updated_at: text("updated_at"),
    previous: orNull(member(root, "previous"), parsePackageRecord),
    probation: orNull(member(root, "probation"), parseProbation),
    rolled_back: orNull(member(root, "rolled_back"), items)?.map(versionCode) ?? [],
  };
}

function parsePackageRecord(cursor: Cursor): PackageRecord {
  const text = (key: string): string => asString(member(cursor, key), /^.+$/su, "a text");
  const digest = member(cursor, "content_digest");
  return {
    name: text("name"),
    version: isSemver(text("version")) ? text("version") : malformed(member(cursor, "version"), "a version"),
    version_code: versionCode(member(cursor, "version_code")),
    content_digest: parseSha256(digest.value) ?? malformed(digest, "a SHA-256"),
    entry: text("entry"),
    icon: text("icon"),
    permissions: items(member(cursor, "permissions")).map((each) => asString(each, /^.+$/, "a permission")),
  };
}

function parseProbation(cursor: Cursor): Probation {
  const until = asString(member(cursor, "until"), /^\d{4}-\d\d-\d\dT/, "a time");
  return { until, crashes: asInteger(member(cursor, "crashes"), 0, limits.device.probationCrashes) };
}

function versionCode(cursor: Cursor): VersionCode {
  return parseVersionCode(cursor.value) ?? malformed(cursor, "a version code");
}

/** A field that is absent is one that the device did not know yet when it wrote the record. */
function orNull<T>(cursor: Cursor, parse: (cursor: Cursor) => T): T | null {
  return cursor.value === null || cursor.value === undefined ? null : parse(cursor);
}

/** A state file of the device: JSON for people too. */
export function encodeState(value: JsonObject): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
