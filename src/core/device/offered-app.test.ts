import { describe, expect, test } from "vitest";
import { parseOfferedApp } from "./offered-app.ts";
import type { AppId } from "../ids/ids.ts";
import { type JsonObject, type JsonValue, pointerKeys } from "../json/value.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aStore } from "../../testing/store-kit.ts";
import { documentOf } from "../../testing/index-kit.ts";

const NOTES = "com.example.notes" as AppId;
const store = aStore().withApp(anApp({ versions: [{ permissions: ["storage", "network"] }, { track: "beta" }] }));
store.developer.rotate({ replaces: store.developer.signer });
store.app().event("yank", 1, { reason: "loses notes" });
const [index] = store.index().apps;
const document = documentOf(index!) as unknown as JsonObject;

const encode = (value: JsonValue): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const parse = (value: JsonValue) => parseOfferedApp(encode(value), NOTES, "document.json");

/** A copy with one value replaced, or removed when undefined. */
function changed(pointer: string, value: JsonValue | undefined): JsonObject {
  const copy = structuredClone(document) as Record<string, JsonValue>;
  const keys = [...pointerKeys(pointer)];
  const last = keys.pop() ?? "";
  let parent: Record<string, JsonValue> = copy;
  for (const key of keys) parent = parent[key] as Record<string, JsonValue>;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

test("reads what the index writes", () => {
  const offered = parse(document);
  expect(offered).toMatchObject({ app_id: NOTES, registry: "test", name: "Notes" });
  expect(offered.versions.map(({ version_code: code, status, track }) => [code, status, track])).toEqual([
    [2, "available", "beta"],
    [1, "yanked", "stable"],
  ]);
  expect(offered.versions[1]).toMatchObject({ reason: "loses notes", permissions: ["network", "storage"] });
  expect(offered.lineage).toEqual(documentOf(index!).lineage);
});

test("keeps fields of a rotation that it does not know, because they are signed", () => {
  const extended = changed("/lineage/rotations/0/signed/x-future", "kept");
  expect(parse(extended).lineage.rotations[0]!.signed).toHaveProperty("x-future", "kept");
});

test("is not mistaken for the document of another app", () => {
  expect(() => parse(changed("/app_id", "com.example.other"))).toThrow(
    expect.objectContaining({ code: "mix-and-match" }),
  );
});

/** A delta as the index writes it, with one value replaced. */
const deltaWith = (change: JsonObject = {}, from: JsonObject = {}): JsonValue => ({
  from: { version_code: 1, content_digest: "a".repeat(64), ...from },
  path: `deltas/${NOTES}/1-2.mosisdelta`,
  length: 100,
  sha256: "b".repeat(64),
  ...change,
});

test("reads what deltas start from", () => {
  const { versions } = parse(changed("/versions/0/deltas", [deltaWith()]));
  expect(versions[0]?.deltas).toEqual([deltaWith()]);
  expect(versions[1]).not.toHaveProperty("deltas");
});

test("reads the signatures that complete the one inside a package", () => {
  const added = [{ keyid: "a".repeat(64), sig: "b".repeat(128) }];
  expect(parse(changed("/versions/0/countersignatures", added)).versions[0]?.countersignatures).toEqual(added);
});

describe("refuses", () => {
  test.for<readonly [string, Uint8Array]>([
    ["no JSON", new TextEncoder().encode("<html>")],
    ["no object", encode([document])],
    ["more bytes than a document may have", encode({ ...document, padding: "x".repeat(1 << 20) })],
  ])("%s", ([, bytes]) => {
    expect(() => parseOfferedApp(bytes, NOTES, "document.json")).toThrow(
      expect.objectContaining({ code: "malformed" }),
    );
  });

  const package_ = document["versions"] as readonly JsonObject[];
  test.for<readonly [string, JsonValue | undefined]>([
    ["/_type", "mosis-app"],
    ["/registry", undefined],
    ["/name", ""],
    ["/owner/id", "eve"],
    ["/versions", {}],
    ["/versions", [package_[0]!, package_[0]!]],
    ["/versions/0/version", "1.0"],
    ["/versions/0/version_code", 0],
    ["/versions/0/version_code", 2 ** 31],
    ["/versions/0/track", "nightly"],
    ["/versions/0/status", "unreleased"],
    ["/versions/0/rollout_bp", 10_001],
    ["/versions/0/rollout_bp", -1],
    ["/versions/0/min_mosis_version", "one"],
    ["/versions/0/permissions", "storage"],
    ["/versions/0/permissions/0", "../storage"],
    ["/versions/0/content_digest", "ABC"],
    ["/versions/0/package/path", "../package.mosis"],
    ["/versions/0/package/path", "packages/../../x"],
    ["/versions/0/package/path", "//other.example/x"],
    ["/versions/0/package/path", "https://other.example/x"],
    ["/versions/0/package/path", "packages/.hidden"],
    ["/versions/0/package/path", "packages/a?b"],
    ["/versions/0/package/length", 0],
    ["/versions/0/package/length", 50 * (1 << 20) + 1],
    ["/versions/0/signature/length", (1 << 20) + 1],
    ["/versions/0/signature/sha256", undefined],
    ["/versions/0/deltas", {}],
    ["/versions/0/deltas", [deltaWith({ path: "../delta" })]],
    ["/versions/0/deltas", [deltaWith({ length: 50 * (1 << 20) + 1 })]],
    ["/versions/0/deltas", [deltaWith({ from: null })]],
    ["/versions/0/deltas", [deltaWith({}, { content_digest: "a" })]],
    ["/versions/0/countersignatures", {}],
    ["/versions/0/countersignatures", [{ keyid: "a".repeat(64), sig: "b".repeat(127) }]],
    ["/versions/0/countersignatures", [{ keyid: "a", sig: "b".repeat(128) }]],
    ["/unlisted", []],
    ["/unlisted", { count: 0, withdrawn: [] }],
    ["/unlisted", { count: 1 }],
    ["/unlisted", { count: 1, withdrawn: [{ version_code: 0, status: "yanked" }] }],
    ["/unlisted", { count: 1, withdrawn: [{ version_code: 1, status: "gone" }] }],
    ["/lineage/developer", "x"],
    ["/lineage/genesis", null],
    ["/lineage/genesis/0/keyid", "00"],
    ["/lineage/genesis/0/keytype", "rsa"],
    ["/lineage/genesis/0/keyval/public", "00"],
    ["/lineage/genesis/0/use/0", "everything"],
    ["/lineage/genesis/0/apps", ["nonsense"]],
    ["/lineage/rotations/0/signatures/0/sig", "00"],
    ["/lineage/rotations/0/signed/_type", "mosis-version"],
    ["/lineage/rotations/0/signed/seq", 0],
    ["/lineage/rotations/0/signed/previous", "none"],
    ["/lineage/rotations/0/signed/replaces", 7],
    ["/lineage/rotations/0/signed/key", undefined],
    ["/lineage/revoked/0/keyid", ""],
  ])("%s with %j", ([pointer, value]) => {
    expect(() => parse(changed(pointer, value))).toThrow(
      expect.objectContaining({ name: "TrustError", code: "malformed" }),
    );
  });
});
