import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { fromHex } from "../core/bytes.ts";
import { keyIdOf, keyObject } from "../core/signing/public-key.ts";
import { nodeCrypto } from "../node/crypto.ts";
import { jsonOf, runInMemory } from "../testing/cli/run-in-memory.ts";
import { bytesOf, readVectors } from "../testing/vectors/vectors.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

// The vectors of the specification through the command line: what it prints must be what they say.

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mosis-vectors-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command with `--json`; an empty home, so that no key of this machine is known. */
async function run(argv: readonly string[], cwd: string = folder) {
  const result = await runInMemory([...argv, "--json"], { cwd, env: { MOSIS_HOME: join(folder, "home") } });
  const json = jsonOf(result);
  const findings = (json["findings"] ?? []) as readonly { readonly rule: string; readonly severity: string }[];
  const errors = findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  return { exitCode: result.exitCode, json, rules: [...new Set(errors)].sort() };
}

function write(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(folder, name), bytes);
  return name;
}

function objectOf(publicHex: string) {
  return keyObject(fromHex(publicHex) ?? new Uint8Array());
}

const [signed] = readVectors("packages/packages.json");

/** Asks whether a `signature.sig` that a store might serve beside the signed package holds. */
function verifyServed(signature: Uint8Array, platformKey: string) {
  const archive = write("signed.mosis", bytesOf(signed!.input.archive));
  const served = write("served.sig", signature);
  const key = write("platform.pub.json", JSON.stringify(objectOf(platformKey)));
  return run(["verify", archive, "--signature", served, "--platform-key", key]);
}

describe("packages", () => {
  test.for(readVectors("packages/hostile.json"))("validate refuses $name", async ({ input, expected }) => {
    const { exitCode, rules } = await run(["validate", write("hostile.mosis", bytesOf(input.archive))]);
    expect([exitCode, rules]).toEqual([1, expected]);
  });

  test.for(readVectors("packages/packages.json"))("verify: $name", async ({ input, expected }) => {
    const archive = write("package.mosis", bytesOf(input.archive));
    const argv = ["verify", archive];
    if (input.key !== undefined) argv.push("--key", write("key.pub.json", JSON.stringify(objectOf(input.key))));
    if (input.served !== undefined && input.platform_key !== undefined) {
      argv.push("--signature", write("served.sig", bytesOf(input.served)));
      argv.push("--platform-key", write("platform.pub.json", JSON.stringify(objectOf(input.platform_key))));
    }
    const { exitCode, json, rules } = await run(argv);
    if ("rules" in expected) {
      expect([exitCode, rules]).toEqual([1, expected.rules]);
    } else {
      expect([exitCode, json]).toMatchObject([
        0,
        { level: expected.level, app: { content_digest: expected.content_digest } },
      ]);
      const inspected = await run(["inspect", archive]);
      expect([inspected.exitCode, JSON.stringify(inspected.json)]).toEqual([
        0,
        expect.stringContaining(expected.content_digest),
      ]);
    }
  });
});

describe("Ed25519", () => {
  test.for(readVectors("ed25519/verdicts.json"))("$name", async ({ input, expected }) => {
    const keyid = keyIdOf(objectOf(input.public), nodeCrypto.sha256);
    const message = Buffer.from(input.message, "hex").toString();
    const served = `{"signatures":[{"keyid":"${keyid}","sig":"${input.signature}"}],"signed":${message}}`;
    const { exitCode, json, rules } = await verifyServed(new TextEncoder().encode(served), input.public);
    expect([exitCode, json["level"], rules]).toEqual(
      expected === "valid" ? [0, "countersigned", []] : [1, null, ["signature/invalid"]],
    );
  });
});

describe("signed documents", () => {
  const atRest = readVectors("signed-documents/documents.json").filter(({ input }) => input.at_rest);

  test.for(atRest)("$name", async ({ input, expected }) => {
    const { exitCode, rules } = await verifyServed(bytesOf(input.document), "00".repeat(32));
    // None is the package's document, so one that is well-formed is refused for what it says.
    expect([exitCode, rules]).toEqual([1, expected === "ok" ? ["signature/document"] : expected]);
  });
});

describe("signed documents by themselves", () => {
  test.for(readVectors("signed-documents/raw-slices.json"))("$name", async ({ input, expected }) => {
    const key = write("key.pub.json", JSON.stringify(objectOf(input.public)));
    const { exitCode, json, rules } = await run(["verify", write("alone.sig", bytesOf(input.file)), "--key", key]);
    expect([exitCode, rules.length > 0, json["document"]]).toEqual([
      ...(expected === "valid" ? [0, false] : [1, true]),
      "alone.sig",
    ]);
  });
});

describe("canonical JSON, as a manifest", () => {
  test.for(readVectors("canonical-json/canonical-json.json"))("$name", async ({ input, expected }) => {
    const project = temporaryFolder();
    writeFileSync(join(project, "manifest.json"), bytesOf(input));
    const { exitCode, rules } = await run(["validate"], project);
    const ofJson = rules.filter((rule) => rule.startsWith("json/"));
    expect([exitCode, ofJson]).toEqual([1, "rules" in expected ? expected.rules : []]);
  });
});
