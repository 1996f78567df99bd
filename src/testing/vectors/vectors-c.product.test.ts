import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aStore } from "../store-kit.ts";
import { anApp } from "../app-kit.ts";
import { bytesOf, readVectors } from "./vectors.ts";
import { toHex } from "../../core/bytes.ts";

const COMPILER = process.env["CC"] ?? "cc";
const SOURCE = join(import.meta.dirname, "../../../docs/spec/verify.c");

// The C program is a second reader that shares nothing with ours: a compiler, libsodium, and the specification.
const hasSodium =
  spawnSync(COMPILER, ["-E", "-include", "sodium.h", "-x", "c", "-"], { input: "", stdio: "pipe" }).status === 0;
const NEEDS = "needs a C compiler and sodium.h (apt-get install gcc libsodium-dev)";

describe.runIf(hasSodium)(`the C program, which ${NEEDS}`, { tags: ["deep"] }, () => {
  let folder: string;
  let program: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "mosis-c-"));
    program = join(folder, "verify");
    const flags = ["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror"];
    execFileSync(COMPILER, [...flags, "-o", program, SOURCE, "-lsodium"], { stdio: "pipe" });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the program prints; a status that does not go with it is a failure. */
  function verdict(...argv: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync(program, argv, { encoding: "utf8" });
    const expected = new Map([
      [0, "valid\n"],
      [1, "invalid\n"],
    ]).get(status ?? -1);
    if (stdout !== expected) throw new Error(`exit code ${status}: ${stdout}${stderr}`);
    return stdout.trim();
  }

  function fileVerdict(bytes: Uint8Array, publicKey: string): string {
    const file = join(folder, "document.json");
    writeFileSync(file, bytes);
    return verdict(publicKey, file);
  }

  test.for(readVectors("ed25519/verdicts.json"))("on the signature vector: $name", ({ input, expected }) => {
    expect(verdict(input.public, input.signature, input.message)).toBe(expected);
  });

  test.for(readVectors("signed-documents/raw-slices.json"))("on the raw slice vector: $name", ({ input, expected }) => {
    expect(fileVerdict(bytesOf(input.file), input.public)).toBe(expected);
  });

  test("verifies what a store serves, and nothing that differs from it by a bit", () => {
    const store = aStore().withApp(anApp()).publish();
    const { platform, timestamp } = store.trust.keys;
    const developer = store.app().developer?.signer;
    const signatureFile = [...store.files].find(([path]) => path.endsWith("/signature.sig"))?.[1] ?? new Uint8Array();
    const timestampFile = store.files.get("tuf/timestamp.json") ?? new Uint8Array();
    const cases = [
      [signatureFile, toHex(platform.key.bytes)],
      [signatureFile, toHex(developer!.key.bytes)],
      [timestampFile, toHex(timestamp.key.bytes)],
    ] as const;
    for (const [file, key] of cases) {
      expect(fileVerdict(file, key)).toBe("valid");
      // Bytes of another signature are none of this key's business, so only those of the body are altered.
      const body = Buffer.from(file).indexOf('"signed":') + '"signed":'.length;
      for (let at = body; at < file.length; at += 17) {
        const altered = file.slice();
        altered[at] = (altered[at] ?? 0) ^ 1;
        expect(fileVerdict(altered, key), `byte ${at}`).toBe("invalid");
      }
    }
    expect(fileVerdict(timestampFile, toHex(platform.key.bytes))).toBe("invalid");
  });

  const corpus = process.env["MOSIS_CORPUS"];
  test.runIf(corpus !== undefined)("has the verdicts of speccheck and Wycheproof", () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(join(corpus ?? "", "ed25519", name), "utf8"));
    const speccheck = read("speccheck-cases.json") as { message: string; pub_key: string; signature: string }[];
    const accepted = speccheck.flatMap(({ message, pub_key: key, signature }, index) =>
      verdict(key, signature, message) === "valid" ? [index] : [],
    );
    const { testGroups } = read("wycheproof-ed25519.json") as {
      testGroups: { publicKey: { pk: string }; tests: { tcId: number; msg: string; sig: string; result: string }[] }[];
    };
    const cases = testGroups.flatMap(({ publicKey, tests }) => tests.map((each) => ({ ...each, pk: publicKey.pk })));
    const wrong = cases.filter(({ pk, msg, sig, result }) => verdict(pk, sig, msg) !== result).map(({ tcId }) => tcId);
    expect([accepted, cases.length, wrong]).toEqual([[3], 151, []]);
  });
});
