import { parseLineage } from "./parse-lineage.ts";
import { type AppId, parseSha256, parseVersionCode, type Sha256, type VersionCode } from "../ids/ids.ts";
import { isSemver } from "../ids/semver.ts";
import type { AppDocument, IndexedDelta, IndexedVersion, StoreFile, UnlistedVersions } from "../index/app-document.ts";
import { parseJson } from "../json/parse.ts";
import type { Signature } from "../json/signed-document.ts";
import { limits } from "../limits.ts";
import { TrustError } from "../trust/trust-error.ts";
import { asInteger, asString, type Cursor, items, malformed, member } from "../trust/cursor.ts";
import { ROLLOUT_BUCKETS } from "./rollout.ts";

/** What a device needs of an app document. */
export type OfferedApp = Pick<AppDocument, "app_id" | "registry" | "name" | "lineage"> & {
  readonly versions: readonly OfferedVersion[];
  readonly unlisted?: UnlistedVersions;
};

export type OfferedVersion = Pick<
  IndexedVersion,
  | "version"
  | "version_code"
  | "track"
  | "rollout_bp"
  | "status"
  | "reason"
  | "min_mosis_version"
  | "permissions"
  | "content_digest"
  | "package"
  | "signature"
  | "deltas"
  | "countersignatures"
>;

/**
 * Reads an app document. Only online keys vouch for it, so whoever stole them wrote it: sizes and paths are bounded here.
 *
 * @param app the app that was asked for
 * @param file what to call the document in messages
 * @throws TrustError `malformed`, or `mix-and-match` when it is another app's
 */
export function parseOfferedApp(bytes: Uint8Array, app: AppId, file: string): OfferedApp {
  const parsed = parseJson(bytes, file);
  if (!parsed.ok) throw new TrustError("malformed", file, parsed.findings[0]?.message ?? "It is not JSON.");
  const root: Cursor = { file, pointer: "", value: parsed.document.value };
  asString(member(root, "_type"), /^mosis-app-document$/, '"mosis-app-document"');
  const id = member(root, "app_id");
  if (id.value !== app) throw new TrustError("mix-and-match", file, `It is not the document of ${app}.`);
  const lineage = parseLineage(member(root, "lineage"));
  const owner = member(member(root, "owner"), "id");
  if (owner.value !== lineage.developer) malformed(owner, "the developer of the lineage");
  const versions = items(member(root, "versions")).map(parseVersion);
  const unlisted = member(root, "unlisted");
  const codes = new Set(versions.map(({ version_code: code }) => code));
  if (codes.size !== versions.length) malformed(member(root, "versions"), "each version code once");
  return {
    app_id: app,
    registry: asString(member(root, "registry"), NAME, "the name of a registry"),
    name: asString(member(root, "name"), NAME, "a name"),
    lineage,
    versions,
    ...(unlisted.value !== undefined && { unlisted: parseUnlisted(unlisted) }),
  };
}

const NAME = /^.{1,200}$/su;
const TRACK = /^(?:stable|beta|edge)$/;
const STATUS = /^(?:available|yanked|suspended)$/;
const PERMISSION = /^[a-z][a-z0-9._-]{0,63}$/;
const SIGNATURE = /^[0-9a-f]{128}$/;
// Segments begin with a letter or digit, so that none is `.` or `..`.
const STORE_PATH = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*\/)*[A-Za-z0-9][A-Za-z0-9._-]*$/;

function parseVersion(cursor: Cursor): OfferedVersion {
  const reason = member(cursor, "reason");
  const deltas = member(cursor, "deltas");
  const added = member(cursor, "countersignatures");
  return {
    version: semver(member(cursor, "version")),
    version_code: versionCode(member(cursor, "version_code")),
    track: asString(member(cursor, "track"), TRACK, "a track") as OfferedVersion["track"],
    rollout_bp: asInteger(member(cursor, "rollout_bp"), 0, ROLLOUT_BUCKETS),
    status: status(member(cursor, "status")),
    ...(reason.value !== undefined && { reason: asString(reason, /^/, "a reason") }),
    min_mosis_version: semver(member(cursor, "min_mosis_version")),
    permissions: items(member(cursor, "permissions")).map((each) => asString(each, PERMISSION, "a permission")),
    content_digest: digest(member(cursor, "content_digest")),
    package: parseStoreFile(member(cursor, "package"), limits.package.packedBytes),
    signature: parseStoreFile(member(cursor, "signature"), limits.json.bytes),
    ...(deltas.value !== undefined && { deltas: items(deltas).map(parseDelta) }),
    ...(added.value !== undefined && { countersignatures: items(added).map(parseSignature) }),
  };
}

function parseUnlisted(cursor: Cursor): UnlistedVersions {
  return {
    count: asInteger(member(cursor, "count"), 1, limits.manifest.versionCode),
    withdrawn: items(member(cursor, "withdrawn")).map((each) => ({
      version_code: versionCode(member(each, "version_code")),
      status: status(member(each, "status")),
    })),
  };
}

function parseDelta(cursor: Cursor): IndexedDelta {
  const from = member(cursor, "from");
  return {
    ...parseStoreFile(cursor, limits.package.packedBytes),
    from: {
      version_code: versionCode(member(from, "version_code")),
      content_digest: digest(member(from, "content_digest")),
    },
  };
}

function parseSignature(cursor: Cursor): Signature {
  return {
    keyid: digest(member(cursor, "keyid")),
    sig: asString(member(cursor, "sig"), SIGNATURE, "64 bytes in hex"),
  };
}

function parseStoreFile(cursor: Cursor, maxBytes: number): StoreFile {
  return {
    path: asString(member(cursor, "path"), STORE_PATH, "a plain path inside the store"),
    length: asInteger(member(cursor, "length"), 1, maxBytes),
    sha256: digest(member(cursor, "sha256")),
  };
}

function status(cursor: Cursor): OfferedVersion["status"] {
  return asString(cursor, STATUS, "a status") as OfferedVersion["status"];
}

function semver(cursor: Cursor): string {
  return typeof cursor.value === "string" && isSemver(cursor.value) ? cursor.value : malformed(cursor, "a version");
}

function versionCode(cursor: Cursor): VersionCode {
  return parseVersionCode(cursor.value) ?? malformed(cursor, "a version code");
}

function digest(cursor: Cursor): Sha256 {
  return parseSha256(cursor.value) ?? malformed(cursor, "a SHA-256");
}
