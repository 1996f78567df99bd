import { describe, expect, test } from "vitest";

import { parseRoot, parseSnapshot, parseTargets, parseTimestamp } from "./parse-metadata.ts";
import { TrustError } from "./trust-error.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { ephemeralSigner } from "../../node/key-file.ts";
import { TrustKit } from "../../testing/trust-kit.ts";
import { encodeAtRest, encodePretty, parseAtRest, type SignedBody } from "../json/signed-document.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

const { sha256 } = nodeCrypto;
const kit = new TrustKit({ bitLength: 1 });
kit.put("apps/com.example.notes.json", new TextEncoder().encode("{}"), { stable: 3 });
kit.publish();

const parsers: Record<string, (bytes: Uint8Array, file: string) => unknown> = {
  "tuf/1.root.json": (bytes, file) => parseRoot(bytes, file, sha256),
  "tuf/timestamp.json": parseTimestamp,
  "tuf/1.snapshot.json": parseSnapshot,
  "tuf/1.targets.json": (bytes, file) => parseTargets(bytes, file, sha256),
  "tuf/1.bin-0.json": (bytes, file) => parseTargets(bytes, file, sha256),
};

function published(file: string): Uint8Array {
  return kit.files.get(file) ?? new Uint8Array();
}

/** The published body with the value at a path of keys replaced, or removed when undefined. */
function bodyWith(file: string, path: readonly string[], value: JsonValue | undefined): SignedBody {
  const parsed = parseAtRest(published(file), file);
  if (!parsed.ok) throw new TypeError(file);
  const replace = (node: JsonValue | undefined, keys: readonly string[]): JsonValue | undefined => {
    const [key, ...rest] = keys;
    if (key === undefined) return value;
    const copy: Record<string, JsonValue> = { ...(node as JsonObject) };
    const inner = replace(copy[key], rest);
    if (inner === undefined) delete copy[key];
    else copy[key] = inner;
    return copy;
  };
  return replace(parsed.document.signed, path) as SignedBody;
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof TrustError) return error.code;
    throw error;
  }
  return "accepted";
}

function codeWith(file: string, path: string, value: JsonValue | undefined): string {
  const bytes = encodeAtRest({ signatures: [], signed: bodyWith(file, path.split("/"), value) });
  return codeOf(() => parsers[file]?.(bytes, file));
}

const stranger = ephemeralSigner();
const HASH = "ab".repeat(32);

describe("metadata", () => {
  test.each(Object.keys(parsers))("%s is read as published", (file) => {
    expect(parsers[file]?.(published(file), file)).toMatchObject({ file, version: 1 });
  });

  test("keeps fields that it does not know", () => {
    const signed = bodyWith("tuf/timestamp.json", ["x-later"], ["something"]);
    const timestamp = parseTimestamp(encodeAtRest({ signatures: [], signed }), "tuf/timestamp.json");
    expect(timestamp.document.signed["x-later"]).toEqual(["something"]);
  });

  test("must be canonical at rest", () => {
    const file = "tuf/timestamp.json";
    const parsed = parseAtRest(published(file), file);
    expect(parsed.ok && codeOf(() => parseTimestamp(encodePretty(parsed.document), file))).toBe("malformed");
  });

  test.each([
    ["tuf/timestamp.json", "_type", "snapshot"],
    ["tuf/1.snapshot.json", "_type", "targets"],
    ["tuf/1.targets.json", "_type", "mosis-package"],
    ["tuf/1.root.json", "_type", "timestamp"],
  ])("%s of another type is told so", (file, path, value) => {
    expect(codeWith(file, path, value)).toBe("wrong-type");
  });

  test.each<[string, string, JsonValue | undefined]>([
    ["tuf/timestamp.json", "spec_version", "2.0.0"],
    ["tuf/timestamp.json", "spec_version", "one"],
    ["tuf/timestamp.json", "version", 0],
    ["tuf/timestamp.json", "version", "1"],
    ["tuf/timestamp.json", "version", undefined],
    ["tuf/timestamp.json", "expires", undefined],
    ["tuf/timestamp.json", "expires", "2026-11-01"],
    ["tuf/timestamp.json", "expires", "2026-02-30T00:00:00Z"],
    ["tuf/timestamp.json", "expires", "2026-13-01T00:00:00Z"],
    ["tuf/timestamp.json", "expires", "2026-11-01T00:00:00+01:00"],
    ["tuf/timestamp.json", "meta", {}],
    ["tuf/timestamp.json", "meta", []],
    ["tuf/timestamp.json", "meta/snapshot.json/version", 0],
    ["tuf/timestamp.json", "meta/snapshot.json/length", 0],
    ["tuf/timestamp.json", "meta/snapshot.json/hashes", { sha512: HASH }],
    ["tuf/timestamp.json", "meta/snapshot.json/hashes/sha256", "AB".repeat(32)],
    ["tuf/1.snapshot.json", "meta", undefined],
    ["tuf/1.snapshot.json", "meta/targets.json", 1],
    ["tuf/1.snapshot.json", "meta/bin-0.json/version", -1],
    ["tuf/1.root.json", "consistent_snapshot", false],
    ["tuf/1.root.json", "keys", []],
    ["tuf/1.root.json", `keys/${HASH}`, stranger.object],
    ["tuf/1.root.json", `keys/${stranger.key.keyid}`, { ...stranger.object, keytype: "rsa" }],
    ["tuf/1.root.json", `keys/${stranger.key.keyid}`, { ...stranger.object, comment: "mine" }],
    ["tuf/1.root.json", "roles/snapshot", undefined],
    ["tuf/1.root.json", "roles/snapshot/threshold", 0],
    ["tuf/1.root.json", "roles/snapshot/threshold", 2],
    ["tuf/1.root.json", "roles/snapshot/keyids", []],
    ["tuf/1.root.json", "roles/snapshot/keyids", [HASH]],
    ["tuf/1.root.json", "roles/snapshot/keyids", [kit.keys.snapshot.key.keyid, kit.keys.snapshot.key.keyid]],
    ["tuf/1.targets.json", "targets", undefined],
    ["tuf/1.targets.json", "targets/platform-keys.json/length", -1],
    ["tuf/1.targets.json", "targets/platform-keys.json/hashes", {}],
    ["tuf/1.targets.json", "targets/platform-keys.json/custom", [1]],
    ["tuf/1.targets.json", "delegations/roles", []],
    ["tuf/1.targets.json", "delegations/succinct_roles", undefined],
    ["tuf/1.targets.json", "delegations/succinct_roles/bit_length", 0],
    ["tuf/1.targets.json", "delegations/succinct_roles/bit_length", 15],
    ["tuf/1.targets.json", "delegations/succinct_roles/name_prefix", "../bin"],
    ["tuf/1.targets.json", "delegations/succinct_roles/name_prefix", ""],
    ["tuf/1.bin-0.json", "mosis_bin", "../../root"],
  ])("%s with a bad %s is malformed: %j", (file, path, value) => {
    expect(codeWith(file, path, value)).toBe("malformed");
  });

  test.each(["", "<!doctype html><title>Welcome to the hotel</title>", "null", "{}", '{"signatures":[],"signed":{}}'])(
    "%j is malformed",
    (text) => {
      const bytes = new TextEncoder().encode(text);
      for (const [file, parse] of Object.entries(parsers)) expect(codeOf(() => parse(bytes, file))).toBe("malformed");
    },
  );

  test("says which file, where, and what was expected", () => {
    const signed = bodyWith("tuf/timestamp.json", ["version"], 0);
    const read = () => parseTimestamp(encodeAtRest({ signatures: [], signed }), "tuf/timestamp.json");
    expect(read).toThrowErrorMatchingInlineSnapshot(
      `[TrustError: tuf/timestamp.json: /signed/version is not right; expected an integer from 1.]`,
    );
  });
});
