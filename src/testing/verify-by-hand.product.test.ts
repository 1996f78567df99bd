import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { anApp } from "./app-kit.ts";
import { temporaryFolder } from "./cli/temporary-folder.ts";
import { aStore } from "./store-kit.ts";
import { toHex } from "../core/bytes.ts";
import { type PackagePath } from "../core/package/package-path.ts";
import { readPackage } from "../core/package/read-package.ts";
import { writeZip, type ZipFile } from "../core/package/zip/zip-writer.ts";
import { nodePackagePorts } from "../node/package-ports.ts";

const PAGE = join(import.meta.dirname, "../../docs/spec/verify-by-hand.md");

// Exactly the commands of the page: its code blocks in order.
const commands = [...readFileSync(PAGE, "utf8").matchAll(/^```sh\n(.*?)^```$/gms)].map(([, code]) => code).join("");

interface Case {
  readonly package: Uint8Array;
  readonly signature: Uint8Array;
  readonly developer: string;
  readonly platform: string;
}

function aCase(): Case {
  const store = aStore().withApp(anApp()).publish();
  const file = (name: string): Uint8Array =>
    [...store.files].find(([path]) => path.endsWith(`/${name}`))?.[1] ?? new Uint8Array();
  return {
    package: file("package.mosis"),
    signature: file("signature.sig"),
    developer: toHex(store.developer.signer.key.bytes),
    platform: toHex(store.trust.keys.platform.key.bytes),
  };
}

function verify({ package: archive, signature, developer, platform }: Case) {
  const cwd = mkdtempSync(join(temporaryFolder(), "by-hand-"));
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, "package.mosis"), archive);
  writeFileSync(join(cwd, "signature.sig"), signature);
  const env = { PATH: process.env["PATH"], DEVELOPER: developer, PLATFORM: platform };
  return spawnSync("bash", ["--norc", "-c", commands], { cwd, env, encoding: "utf8" });
}

/** The package with other files, packed anew, so that only hashes and signatures can tell. */
function repacked(archive: Uint8Array, change: (files: readonly ZipFile[]) => readonly ZipFile[]): Uint8Array {
  const { opened } = readPackage(archive, nodePackagePorts);
  return writeZip(change(opened?.files ?? []), nodePackagePorts);
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
}

test("the commands of the page verify a package of a store", () => {
  const good = aCase();
  const { status, stdout, stderr } = verify(good);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout.match(/^Signature Verified Successfully$/gm)).toHaveLength(3);
  expect(stdout).toContain(readPackage(good.package, nodePackagePorts).opened?.contentDigest);
  expect(stdout).toContain('"app_id":"com.example.notes"');
});

test("they fail on every altered package and signature", () => {
  const good = aCase();
  const other = aCase();
  const extra: ZipFile = { path: "assets/extra.lua" as PackagePath, data: new TextEncoder().encode("return 1\n") };
  const manifestAt = Buffer.from(good.package).indexOf("manifest.json") + "manifest.json".length;
  const altered: Readonly<Record<string, Case>> = {
    "a byte of packed data": { ...good, package: flipped(good.package, manifestAt + 5) },
    "a byte of the archive's directory": { ...good, package: flipped(good.package, good.package.length - 8) },
    "a byte of the signed document": { ...good, signature: flipped(good.signature, good.signature.length - 20) },
    "a byte of the first signature": { ...good, signature: flipped(good.signature, 200) },
    "a file, packed anew": {
      ...good,
      package: repacked(good.package, (files) =>
        files.map(({ path, data }) => (path.endsWith(".rml") ? { path, data: flipped(data, 0) } : { path, data })),
      ),
    },
    "a file more": { ...good, package: repacked(good.package, (files) => [...files, extra]) },
    "a file less": {
      ...good,
      package: repacked(good.package, (files) => files.filter((f) => !f.path.endsWith(".rml"))),
    },
    "the signature of another store": { ...good, signature: other.signature },
    "another developer's key": { ...good, developer: other.developer },
    "another platform's key": { ...good, platform: other.platform },
  };
  const accepted = Object.entries(altered).filter(([, each]) => verify(each).status === 0);
  expect(accepted.map(([name]) => name)).toEqual([]);
});
