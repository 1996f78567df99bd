import type { AppId, DeveloperId, KeyId } from "../ids/ids.ts";
import { parseAppId, parseDeveloperId, parseKeyId, parseSha256, parseVersionCode } from "../ids/ids.ts";
import type { Lineage } from "../index/app-document.ts";
import type { Signature, SignedDocument } from "../json/signed-document.ts";
import type { DeveloperKey, KeyUse, RotationBody } from "../registry/documents.ts";
import type { LineagePin, PinnedKey, PinnedRevocation } from "./lineage-pin.ts";
import { asObject, asString, type Cursor, items, malformed, member } from "../trust/cursor.ts";

// Readers of what stores and pins say of an app's owner. They throw TrustError `malformed`; nothing is verified here.

const ANY = /^/;
const HEX_64 = /^[0-9a-f]{64}$/;
const SIGNATURE = /^[0-9a-f]{128}$/;
const ED25519 = /^ed25519$/;
const KEY_USE = /^(?:package|version|event|account)$/;

/** Reads `lineage` of an app document. */
export function parseLineage(cursor: Cursor): Lineage {
  return {
    developer: developerId(member(cursor, "developer")),
    genesis: items(member(cursor, "genesis")).map(parseKey),
    rotations: items(member(cursor, "rotations")).map(rotation),
    revoked: items(member(cursor, "revoked")).map((each) => ({
      keyid: keyId(member(each, "keyid")),
      reason: asString(member(each, "reason"), ANY, "a reason"),
    })),
  };
}

/** Reads a pin as the device wrote it. */
export function parseLineagePin(cursor: Cursor): LineagePin {
  return {
    registry: asString(member(cursor, "registry"), ANY, "the name of a registry"),
    developer: developerId(member(cursor, "developer")),
    genesis: items(member(cursor, "genesis")).map(parseKey),
    rotations: items(member(cursor, "rotations")).map((each) => {
      const digest = member(each, "digest");
      return {
        digest: parseSha256(digest.value) ?? malformed(digest, "a SHA-256"),
        key: parseKey(member(each, "key")),
      };
    }),
    revoked: items(member(cursor, "revoked")).map(revocation),
  };
}

function parseKey(cursor: Cursor): PinnedKey & DeveloperKey {
  const apps = member(cursor, "apps");
  return {
    keyid: keyId(member(cursor, "keyid")),
    keytype: asString(member(cursor, "keytype"), ED25519, '"ed25519"') as "ed25519",
    scheme: asString(member(cursor, "scheme"), ED25519, '"ed25519"') as "ed25519",
    keyval: { public: asString(member(member(cursor, "keyval"), "public"), HEX_64, "64 lower-case hex digits") },
    use: items(member(cursor, "use")).map((each) => asString(each, KEY_USE, "a use of a key") as KeyUse),
    ...(apps.value !== undefined && { apps: items(apps).map(appId) }),
  };
}

/** The signed body is kept as it is, because its digest and its signatures are over all of it. */
function rotation(cursor: Cursor): SignedDocument<RotationBody> {
  const body = member(cursor, "signed");
  const previous = member(body, "previous");
  const replaces = member(body, "replaces");
  asString(member(body, "_type"), /^mosis-rotation$/, '"mosis-rotation"');
  asString(member(body, "registry"), ANY, "the name of a registry");
  developerId(member(body, "developer"));
  if (parseVersionCode(member(body, "seq").value) === null) malformed(member(body, "seq"), "a number from 1");
  if (previous.value !== null && parseSha256(previous.value) === null) malformed(previous, "a SHA-256 or null");
  if (replaces.value !== undefined) keyId(replaces);
  parseKey(member(body, "key"));
  return {
    signatures: items(member(cursor, "signatures")).map(signature),
    signed: asObject(body) as unknown as RotationBody,
  };
}

function signature(cursor: Cursor): Signature {
  return {
    keyid: keyId(member(cursor, "keyid")),
    sig: asString(member(cursor, "sig"), SIGNATURE, "128 lower-case hex digits"),
  };
}

function revocation(cursor: Cursor): PinnedRevocation {
  const last = member(cursor, "last_version_code");
  return {
    keyid: keyId(member(cursor, "keyid")),
    reason: asString(member(cursor, "reason"), ANY, "a reason"),
    last_version_code: last.value === 0 ? 0 : (parseVersionCode(last.value) ?? malformed(last, "a version code or 0")),
  };
}

function keyId(cursor: Cursor): KeyId {
  return parseKeyId(cursor.value) ?? malformed(cursor, "a key id");
}

function developerId(cursor: Cursor): DeveloperId {
  return parseDeveloperId(cursor.value) ?? malformed(cursor, "the id of a developer");
}

function appId(cursor: Cursor): AppId {
  return parseAppId(cursor.value) ?? malformed(cursor, "the id of an app");
}
