import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { fromHex } from "../core/bytes.ts";
import { keyObject } from "../core/signing/public-key.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";
import { bytesOf, readVectors } from "../testing/vectors/vectors.ts";

const MAIN = join(import.meta.dirname, "../../dist/cli/main.js");

// All vectors go through the command line in memory (vectors.test.ts); a sample goes through the one that is shipped.

function run(cwd: string, argv: readonly string[]) {
  const env = { PATH: process.env["PATH"], MOSIS_HOME: join(cwd, "home") };
  const { status, stdout } = spawnSync(process.execPath, [MAIN, ...argv, "--json"], { cwd, env, encoding: "utf8" });
  const json = JSON.parse(stdout) as {
    readonly level?: string;
    readonly app?: { readonly content_digest: string };
    readonly findings: readonly { readonly rule: string; readonly severity: string }[];
  };
  const errors = json.findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule);
  return { status, json, rules: [...new Set(errors)].sort() };
}

const hostile = readVectors("packages/hostile.json").filter((_, index) => index % 14 === 0);

test.for(hostile)("the compiled command refuses $name", ({ input, expected }) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "hostile.mosis"), bytesOf(input.archive));
  const { status, rules } = run(cwd, ["validate", "hostile.mosis"]);
  expect([status, rules]).toEqual([1, expected]);
});

const packages = readVectors("packages/packages.json").filter(
  ({ input }, index) => input.key !== undefined && index % 4 === 0,
);

test.for(packages)("the compiled command verifies: $name", ({ input, expected }) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "package.mosis"), bytesOf(input.archive));
  writeFileSync(join(cwd, "key.pub.json"), JSON.stringify(keyObject(fromHex(input.key ?? "") ?? new Uint8Array())));
  const { status, json, rules } = run(cwd, ["verify", "package.mosis", "--key", "key.pub.json"]);
  const result = rules.length > 0 ? { rules } : { level: json.level, content_digest: json.app?.content_digest };
  expect([status, result]).toEqual(["rules" in expected ? 1 : 0, expected]);
});

const slices = readVectors("signed-documents/raw-slices.json").filter((_, index) => index % 6 === 0);

test.for(slices)("the compiled command reads as a signed document: $name", ({ input, expected }) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "document.sig"), bytesOf(input.file));
  writeFileSync(join(cwd, "key.pub.json"), JSON.stringify(keyObject(fromHex(input.public) ?? new Uint8Array())));
  const { status, rules } = run(cwd, ["verify", "document.sig", "--key", "key.pub.json"]);
  expect([status, rules.length > 0]).toEqual(expected === "valid" ? [0, false] : [1, true]);
});

const documents = readVectors("canonical-json/canonical-json.json").filter((_, index) => index % 12 === 0);

test.for(documents)("the compiled command reads as a manifest: $name", ({ input, expected }) => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "manifest.json"), bytesOf(input));
  const { status, rules } = run(cwd, ["validate"]);
  const ofJson = rules.filter((rule) => rule.startsWith("json/"));
  expect([status, ofJson]).toEqual([1, "rules" in expected ? expected.rules : []]);
});
