import type { ChangePlan } from "./plan-change.ts";
import { type AppId, parseAppId, parseSha256, parseVersionCode, type Sha256, type VersionCode } from "../ids/ids.ts";
import { isSemver } from "../ids/semver.ts";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Track } from "../registry/documents.ts";
import { asString, type Cursor, items, malformed, member } from "../trust/cursor.ts";
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
};

const SPEC_VERSION = "1.0.0";

/** The record of an app once a plan was carried out. Name, entry and icon are the package's own words, which its developer signed. */
export function installedApp(
  { app_id, to }: Pick<ChangePlan, "app_id" | "to">,
  { name, entry, icons }: Pick<Manifest, "name" | "entry" | "icons">,
  own: Pick<InstalledApp, "track" | "store" | "pin" | "installed_at" | "updated_at">,
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
 * Reads a record as the device wrote it.
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
    name: text("name"),
    version: isSemver(text("version")) ? text("version") : malformed(member(root, "version"), "a version"),
    version_code:
      parseVersionCode(member(root, "version_code").value) ?? malformed(member(root, "version_code"), "a code"),
    content_digest:
      parseSha256(member(root, "content_digest").value) ?? malformed(member(root, "content_digest"), "a SHA-256"),
    entry: text("entry"),
    icon: text("icon"),
    permissions: items(member(root, "permissions")).map((each) => asString(each, /^.+$/, "a permission")),
    track: asString(member(root, "track"), /^(?:stable|beta|edge)$/, "a track") as Track,
    store: { key: text("key", store), url: text("url", store) },
    pin: text("pin"),
    installed_at: text("installed_at"),
    updated_at: text("updated_at"),
  };
}

/** A state file of the device: JSON for people too. */
export function encodeState(value: JsonObject): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
