import { hash } from "node:crypto";

import { describe, expect, test } from "vitest";

import { bytesOf, makeVectors, publishedVectorPaths, readVectors, type VectorPath, vectorPaths } from "./vectors.ts";
import { runs } from "../runs.ts";
import { fromHex, toHex } from "../../core/bytes.ts";
import type { CryptoPort } from "../../core/crypto.ts";
import { applyDelta } from "../../core/delta/apply-delta.ts";
import { type CheckedLineage, extendLineage, pinLineage } from "../../core/device/lineage.ts";
import { type LineagePin, packageKeysFor } from "../../core/device/lineage-pin.ts";
import { type Finding, hasErrors } from "../../core/findings/finding.ts";
import { rules } from "../../core/findings/catalogue.ts";
import { deltaRules } from "../../core/findings/rules/delta.ts";
import type { Sha256 } from "../../core/ids/ids.ts";
import { canonicalize } from "../../core/json/canonical.ts";
import { parseJson } from "../../core/json/parse.ts";
import { parseAtRest, parseSignedDocument } from "../../core/json/signed-document.ts";
import { limits } from "../../core/limits.ts";
import { readPackage } from "../../core/package/read-package.ts";
import { readZip } from "../../core/package/zip/zip-reader.ts";
import { search } from "../../core/search/search.ts";
import { readText } from "../../core/search/words.ts";
import { assessTrust } from "../../core/signing/assess-trust.ts";
import { nobleCrypto } from "../../core/signing/noble.ts";
import { keyObject, type PublicKey, publicKeyOf } from "../../core/signing/public-key.ts";
import { signersOf } from "../../core/signing/signatures.ts";
import { verifyStrict } from "../../core/signing/verify-strict.ts";
import { bucketOf } from "../../core/telemetry/buckets.ts";
import { newFlags } from "../../core/telemetry/days.ts";
import { deviceId } from "../../core/telemetry/device-id.ts";
import { parseBatch } from "../../core/telemetry/parse-telemetry.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

const hex = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array();

function publicKey(text: string): PublicKey {
  const key = publicKeyOf(keyObject(hex(text)), nodeCrypto.sha256);
  if (key === null) throw new TypeError(`no key: ${text}`);
  return key;
}

function rulesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule))].sort();
}

describe("the files of vectors", () => {
  test.for(vectorPaths)("%s is what the kits make", (path) => {
    // Deflated bytes depend on the host's zlib; the verdicts on the published ones are tested below.
    const isDeflated = path === "packages/hostile.json" || path === "deltas/deltas.json";
    const published = isDeflated ? withoutInput(readVectors(path)) : readVectors(path);
    const made = isDeflated ? withoutInput(makeVectors(path)) : makeVectors(path);
    expect(published, "run `node scripts/vectors.ts`").toEqual(JSON.parse(JSON.stringify(made)));
  });

  test("hold a name for every vector, each once", () => {
    for (const path of vectorPaths) {
      const names = readVectors(path).map(({ name }: { readonly name: string }) => name);
      expect(new Set(names).size, path).toBe(names.length);
    }
  });

  test("are all run by a test", () => {
    const own = publishedVectorPaths().filter((path) => !path.startsWith("select-update/"));
    expect(own).toEqual([...vectorPaths].sort());
  });

  test("hold at least 90 broken archives", () => {
    expect(readVectors("packages/hostile.json").length).toBeGreaterThanOrEqual(90);
  });
});

describe("canonical JSON", () => {
  test.for(readVectors("canonical-json/canonical-json.json"))("$name", ({ input, expected }) => {
    const parsed = parseJson(bytesOf(input), "document.json");
    const result = parsed.ok
      ? { canonical: new TextDecoder().decode(canonicalize(parsed.document.value)) }
      : { rules: rulesOf(parsed.findings) };
    expect(result).toEqual(expected);
  });

  test("is read back as it was written", () => {
    for (const { expected } of readVectors("canonical-json/canonical-json.json")) {
      if (!("canonical" in expected)) continue;
      const bytes = new TextEncoder().encode(expected.canonical);
      const parsed = parseJson(bytes, "document.json");
      expect(parsed.ok && canonicalize(parsed.document.value)).toEqual(bytes);
    }
  });
});

describe("signed documents", () => {
  test.for(readVectors("signed-documents/documents.json"))("$name", ({ input, expected }) => {
    const read = input.at_rest ? parseAtRest : parseSignedDocument;
    const parsed = read(bytesOf(input.document), "document.json");
    expect(parsed.ok ? "ok" : rulesOf(parsed.findings)).toEqual(expected);
  });

  test.for(readVectors("signed-documents/raw-slices.json"))("as raw bytes: $name", ({ input, expected }) => {
    const parsed = parseAtRest(bytesOf(input.file), "document.json");
    const signers = parsed.ok ? signersOf(parsed.document, [publicKey(input.public)], nodeCrypto) : [];
    expect(signers.length > 0 ? "valid" : "invalid").toBe(expected);
  });
});

describe("search", () => {
  test.for(readVectors("search/words.json"))("reads $name", ({ input, expected }) => {
    expect(readText(input.text, limits.search.textChars)).toEqual(expected);
  });

  test.for(readVectors("search/queries.json"))("finds $name", async ({ input, expected }) => {
    const { files, query: text, facets } = input;
    const { results } = await search({ text, facets }, async (path) => files[path]);
    expect({ apps: results.map(({ app_id: id }) => id) }).toEqual(expected);
  });
});

describe("telemetry", () => {
  test.for(readVectors("telemetry/device-ids.json"))("gives an id to $name", ({ input, expected }) => {
    const { secret, app_id: app, day } = input;
    expect(deviceId(hex(secret), app, day, nodeCrypto.sha256)).toBe(expected.device_id);
  });

  test.for(readVectors("telemetry/buckets.json"))("counts $name in its bucket", ({ input, expected }) => {
    expect(bucketOf(input.value)).toBe(expected.bucket);
  });

  test.for(readVectors("telemetry/first-starts.json"))("marks $name", ({ input, expected }) => {
    expect(newFlags(input.last, input.day)).toEqual(expected.new);
  });

  test.for(readVectors("telemetry/batches.json"))("reads $name", ({ input, expected }) => {
    const parsed = parseBatch(input);
    const indexes = (events: readonly { readonly index: number }[]): readonly number[] =>
      events.map(({ index }) => index);
    const result = parsed.ok
      ? { accepted: indexes(parsed.value.accepted), refused: indexes(parsed.value.refused) }
      : { pointers: parsed.errors.map(({ pointer }) => pointer) };
    expect(result).toEqual(expected);
  });
});

const sha512 = (bytes: Uint8Array): Uint8Array => hash("sha512", bytes, "buffer");
const backEnds: readonly (readonly [string, CryptoPort])[] = [
  ["node:crypto", nodeCrypto],
  ["noble", nobleCrypto({ sha256: nodeCrypto.sha256, sha512 })],
];

describe.each(backEnds)("Ed25519 with %s", (_, crypto) => {
  test.for(readVectors("ed25519/verdicts.json"))("$name", ({ input, expected }) => {
    const isValid = verifyStrict(crypto, hex(input.signature), hex(input.message), hex(input.public));
    expect(isValid ? "valid" : "invalid").toBe(expected);
  });
});

describe("packages", () => {
  test.for(readVectors("packages/hostile.json"))("refused: $name", ({ input, expected }) => {
    const reading = readZip(bytesOf(input.archive), nodePackagePorts);
    expect(reading.ok ? [] : rulesOf(reading.findings)).toEqual(expected);
  });

  test.for(readVectors("packages/packages.json"))("$name", ({ input, expected }) => {
    const { opened, findings } = readPackage(bytesOf(input.archive), nodePackagePorts);
    if (opened === null || hasErrors(findings)) {
      expect({ rules: rulesOf(findings) }).toEqual(expected);
      return;
    }
    const { served, platform_key: platformKey, key } = input;
    const trust = assessTrust(
      opened,
      {
        own: [],
        named: key === undefined ? null : publicKey(key),
        served:
          served === undefined || platformKey === undefined
            ? null
            : { bytes: bytesOf(served), file: "served.sig", platformKey: publicKey(platformKey) },
      },
      nodeCrypto,
    );
    const result = hasErrors(trust.findings)
      ? { rules: rulesOf(trust.findings) }
      : { level: trust.level, content_digest: opened.contentDigest };
    expect(result).toEqual(expected);
  });

  // Stored, so that there are no bits of a deflate stream that mean nothing.
  test("a bit altered anywhere in a signed package is refused", () => {
    const [signed] = readVectors("packages/packages.json");
    const archive = bytesOf(signed!.input.archive);
    const named = publicKey(signed!.input.key ?? "");
    const step = Math.ceil(13 / runs(1));
    const unnoticed: number[] = [];
    for (let at = 0; at < archive.length; at += step) {
      const altered = archive.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte));
      const { opened, findings } = readPackage(altered, nodePackagePorts);
      if (opened === null || hasErrors(findings)) continue;
      const trust = assessTrust(opened, { own: [], named, served: null }, nodeCrypto);
      if (!hasErrors(trust.findings)) unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });

  test("name rules that exist", () => {
    for (const path of ["packages/hostile.json", "packages/packages.json"] satisfies VectorPath[]) {
      for (const { expected } of readVectors(path)) {
        const named =
          "rules" in expected ? expected.rules : Array.isArray(expected) ? (expected as readonly string[]) : [];
        expect(Object.keys(rules)).toEqual(expect.arrayContaining([...named]));
      }
    }
  });
});

describe("deltas", () => {
  test.for(readVectors("deltas/deltas.json"))("$name", ({ input, expected }) => {
    const older = readZip(bytesOf(input.older), nodePackagePorts);
    const installed = older.ok ? older.entries : [];
    const delta = bytesOf(input.delta);
    const { opened, findings } = applyDelta(installed, delta, input.content_digest as Sha256, nodePackagePorts);
    const result =
      opened === null
        ? { rules: rulesOf(findings) }
        : { files: Object.fromEntries(opened.files.map(({ path, data }) => [path, toHex(nodeCrypto.sha256(data))])) };
    expect(result).toEqual(expected);
  });

  test("name every rule of deltas", () => {
    const named = readVectors("deltas/deltas.json").flatMap(({ expected }) =>
      "rules" in expected ? expected.rules : [],
    );
    expect(Object.keys(deltaRules).filter((rule) => !named.includes(rule))).toEqual([]);
    expect(Object.keys(rules)).toEqual(expect.arrayContaining(named));
  });
});

describe("lineages", () => {
  test.for(readVectors("lineage/lineage.json"))("$name", ({ input, expected }) => {
    const { offers, app, version, recoveries = [], now = "2026-11-01T12:00:00Z" } = input;
    const stated = { recoveries, now: new Date(now) };
    let pin: LineagePin | null = null;
    for (const [offer, offered] of offers.entries()) {
      const checked: CheckedLineage =
        pin === null ? pinLineage(offered, stated, nodeCrypto) : extendLineage(pin, offered, stated, nodeCrypto);
      if (!checked.ok) {
        expect({ problem: checked.problem, offer }).toEqual(expected);
        return;
      }
      pin = checked.pin;
    }
    const keys = pin === null ? [] : packageKeysFor(pin, app, version, nodeCrypto.sha256);
    expect({ package_keys: keys.map(({ keyid }) => keyid).sort() }).toEqual(expected);
  });
});

function withoutInput(vectors: readonly { readonly name: string; readonly why: string; readonly expected: unknown }[]) {
  return vectors.map(({ name, why, expected }) => ({ name, why, expected }));
}
