import { asInteger, asObject, asString, asTime, type Cursor, items, malformed, member, members } from "./cursor.ts";
import type {
  BinDelegation,
  Metadata,
  MetaFile,
  RoleKeys,
  RootMetadata,
  SnapshotMetadata,
  TargetRecord,
  TargetsMetadata,
  TimestampMetadata,
  TopRole,
} from "./metadata.ts";
import { parseKeys } from "./parse-keys.ts";
import { TrustError } from "./trust-error.ts";
import type { Sha256Function } from "../crypto.ts";
import { parseSha256 } from "../ids/ids.ts";
import { parseAtRest } from "../json/signed-document.ts";
import { limits } from "../limits.ts";
import type { KeyId } from "../ids/ids.ts";
import type { PublicKey } from "../signing/public-key.ts";

// Each parser reads a file that must be canonical at rest and throws TrustError `malformed` or `wrong-type`. Signatures are
// not looked at: see verify.ts.

/** Reads `<N>.root.json`. */
export function parseRoot(bytes: Uint8Array, file: string, sha256: Sha256Function): RootMetadata {
  const { metadata, signed } = open(bytes, file, "root");
  if (member(signed, "consistent_snapshot").value !== true) malformed(member(signed, "consistent_snapshot"), "true");
  const keys = parseKeys(member(signed, "keys"), sha256);
  const role = (name: TopRole): RoleKeys => roleKeys(member(member(signed, "roles"), name), keys);
  const roles = {
    root: role("root"),
    timestamp: role("timestamp"),
    snapshot: role("snapshot"),
    targets: role("targets"),
  };
  return { ...metadata, roles };
}

/** Reads `timestamp.json`. */
export function parseTimestamp(bytes: Uint8Array, file: string): TimestampMetadata {
  const { metadata, signed } = open(bytes, file, "timestamp");
  return { ...metadata, snapshot: metaFile(member(member(signed, "meta"), "snapshot.json")) };
}

/** Reads `<N>.snapshot.json`. */
export function parseSnapshot(bytes: Uint8Array, file: string): SnapshotMetadata {
  const { metadata, signed } = open(bytes, file, "snapshot");
  const meta = new Map(members(member(signed, "meta")).map(([name, cursor]) => [name, metaFile(cursor)]));
  return { ...metadata, meta };
}

/** Reads `<N>.targets.json` or, without delegations, `<N>.<bin>.json`. */
export function parseTargets(bytes: Uint8Array, file: string, sha256: Sha256Function): TargetsMetadata {
  const { metadata, signed } = open(bytes, file, "targets");
  const targets = new Map(members(member(signed, "targets")).map(([path, cursor]) => [path, targetRecord(cursor)]));
  const delegations = member(signed, "delegations");
  const name = member(signed, "mosis_bin");
  return {
    ...metadata,
    targets,
    bins: delegations.value === undefined ? null : binDelegation(delegations, sha256),
    binName: name.value === undefined ? null : asString(name, BIN_NAME, "the name of a bin"),
  };
}

const SPEC_VERSION = /^1\.\d+(\.\d+)?$/;
// Names become parts of URLs and files, so they are as plain as can be.
const NAME_PREFIX = /^[a-z][a-z0-9]{0,15}$/;
const BIN_NAME = /^[a-z][a-z0-9]{0,15}-[0-9a-f]{1,8}$/;

function open(bytes: Uint8Array, file: string, role: TopRole): { metadata: Metadata; signed: Cursor } {
  const parsed = parseAtRest(bytes, file);
  if (!parsed.ok) {
    const [first] = parsed.findings;
    throw new TrustError("malformed", file, first?.message ?? "The file is not a signed document.");
  }
  const { document } = parsed;
  const signed: Cursor = { file, pointer: "/signed", value: document.signed };
  const type = document.signed._type;
  if (type !== role)
    throw new TrustError("wrong-type", file, `It is of type ${JSON.stringify(type.slice(0, 40))}, not "${role}".`);
  asString(member(signed, "spec_version"), SPEC_VERSION, "a version 1 of the TUF specification");
  const version = asInteger(member(signed, "version"), 1);
  const expires = asTime(member(signed, "expires"));
  return { metadata: { file, bytes, document, version, expires }, signed };
}

function roleKeys(cursor: Cursor, keys: ReadonlyMap<KeyId, PublicKey>): RoleKeys {
  const keyids = items(member(cursor, "keyids"));
  const found = keyids.map((keyid) => keys.get(keyid.value as KeyId) ?? malformed(keyid, "the id of one of the keys"));
  if (new Set(found).size !== found.length) malformed(member(cursor, "keyids"), "each key once");
  return { keys: found, threshold: asInteger(member(cursor, "threshold"), 1, found.length) };
}

function metaFile(cursor: Cursor): MetaFile {
  const length = member(cursor, "length");
  const hashes = member(cursor, "hashes");
  return {
    version: asInteger(member(cursor, "version"), 1),
    length: length.value === undefined ? null : asInteger(length, 1),
    sha256: hashes.value === undefined ? null : sha256Of(hashes),
  };
}

function targetRecord(cursor: Cursor): TargetRecord {
  const custom = member(cursor, "custom");
  return {
    length: asInteger(member(cursor, "length"), 0),
    sha256: sha256Of(member(cursor, "hashes")),
    custom: custom.value === undefined ? {} : asObject(custom),
  };
}

function sha256Of(hashes: Cursor): TargetRecord["sha256"] {
  const cursor = member(hashes, "sha256");
  return parseSha256(cursor.value) ?? malformed(cursor, "64 lower-case hex digits");
}

function binDelegation(cursor: Cursor, sha256: Sha256Function): BinDelegation {
  // Other delegations are TUF too, but nobody would look into them here: refusing is safer than ignoring.
  if (member(cursor, "roles").value !== undefined) malformed(member(cursor, "roles"), "succinct_roles only");
  const succinct = member(cursor, "succinct_roles");
  return {
    ...roleKeys(succinct, parseKeys(member(cursor, "keys"), sha256)),
    bitLength: asInteger(member(succinct, "bit_length"), 1, limits.trust.bitLength),
    namePrefix: asString(member(succinct, "name_prefix"), NAME_PREFIX, "1 to 16 lower-case letters and digits"),
  };
}
