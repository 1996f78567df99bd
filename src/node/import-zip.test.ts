import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import JSZip from "jszip";
import { describe, expect, test } from "vitest";

import { importZip } from "./import-zip.ts";
import { parsePackagePath } from "../core/package/package-path.ts";
import { hasErrors } from "../core/findings/finding.ts";
import { sampleFiles, samplePage } from "../testing/cli/sample-project.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";
import { type ForgedEntry, type ForgedZip, forgeZip } from "../testing/archives/zip-forge.ts";
import { hostileZips } from "../testing/archives/zip-hostile.ts";
import { checkHere } from "../testing/check-here.ts";

const MIB = 1 << 20;
const sample = Object.entries(sampleFiles()).map(([path, data]): ForgedEntry => ({ path, data }));

function imported(archive: Uint8Array) {
  const file = join(temporaryFolder(), "foreign.zip");
  writeFileSync(file, archive);
  return importZip(file, checkHere);
}

/** What comes of the sample app with further entries. */
function withEntries(...entries: readonly ForgedEntry[]) {
  return imported(forgeZip({ entries: [...sample, ...entries] }));
}

const latin1 = (data: string | Uint8Array): string => Buffer.from(data as Uint8Array).toString("latin1");
const rulesOf = async (project: ReturnType<typeof importZip>) => [
  ...new Set((await project).findings.map(({ rule }) => rule)),
];
const pathsOf = async (project: ReturnType<typeof importZip>) => (await project).files.map(({ path }) => path).sort();
const samplePaths = sample.map(({ path }) => path as string).sort();

describe("a foreign archive", () => {
  test("with everything the strict profile forbids is read", async () => {
    const zip = new JSZip();
    const app = Object.entries(sampleFiles({ "assets/empty.txt": "", "main.rml": samplePage("assets/empty.txt") }));
    for (const [path, data] of app) zip.file(path, data);
    const options = { type: "uint8array", compression: "DEFLATE", streamFiles: true, platform: "UNIX" } as const;
    const archive = await zip.generateAsync({ ...options, comment: "made elsewhere" });
    const { files, manifest, findings } = await imported(archive);
    expect(findings).toEqual([]);
    expect(manifest?.id).toBe("com.example.sample");
    const texts = Object.fromEntries(files.map(({ path, data }) => [path, latin1(data)]));
    expect(texts).toEqual(Object.fromEntries(app.map(([path, data]) => [path, latin1(data)])));
  });

  test("loses one folder around everything, and what macOS adds beside it", async () => {
    const inFolder = sample.map((each) => ({ ...each, path: `notes-1.0/${each.path as string}` }));
    const junk = { path: "__MACOSX/notes-1.0/._main.rml", data: "x" };
    const folder = { path: "notes-1.0/", method: 0, central: { externalAttributes: 0x41ed0010 } };
    expect(await pathsOf(imported(forgeZip({ entries: [folder, ...inFolder, junk] })))).toEqual(samplePaths);
  });

  test("keeps a folder that has no manifest in it", async () => {
    const { files, manifest, findings } = await imported(forgeZip({ entries: [{ path: "a/b.rml", data: "x" }] }));
    expect([files.map(({ path }) => path), manifest, findings.map(({ rule }) => rule)]).toEqual([
      ["a/b.rml"],
      null,
      ["manifest/missing"],
    ]);
  });

  test("is filtered as a project folder is", async () => {
    const ignore = { path: ".mosisignore", data: "*.psd\n/drafts/\n" };
    const left = [".env", ".git/config", "dist/old.mosis", "tests/a.lua", "a.mosis", "art.psd", "drafts/x.lua"];
    const entries = [ignore, ...left.map((path) => ({ path, data: "x" })), { path: "signature.sig", data: "{}" }];
    expect(await pathsOf(withEntries(...entries))).toEqual(samplePaths);
  });
});

describe("refused, with a rule, is", () => {
  test.for<readonly [string, ForgedEntry, string]>([
    ["a parent folder", { path: "../evil.lua", data: "x" }, "package/path"],
    ["a parent folder further in", { path: "assets/../../evil.lua", data: "x" }, "package/path"],
    ["a parent folder with backslashes", { path: "..\\evil.lua", data: "x" }, "package/path"],
    ["an absolute path", { path: "/etc/passwd", data: "x" }, "package/path"],
    ["a drive", { path: "C:/evil.lua", data: "x" }, "package/path"],
    ["a letter outside ASCII", { path: "assets/café.lua", data: "x" }, "package/path"],
    ["a Windows device", { path: "assets/CON", data: "x" }, "package/path"],
    ["a twin in another case", { path: "MAIN.rml", data: "x" }, "package/path"],
    ["a path twice", { path: "main.rml", data: "another" }, "zip/duplicate-path"],
    ["a symbolic link", { path: "a", data: "/etc/passwd", central: { externalAttributes: 0xa1ff0000 } }, "zip/symlink"],
    ["a device file", { path: "a", data: "", central: { externalAttributes: 0x21b60000 } }, "package/path"],
    ["a password", { path: "a", data: "x", both: { flags: 1 } }, "zip/bad-record"],
    ["bzip2", { path: "a", data: "x", both: { method: 12 } }, "zip/bad-record"],
    ["a false CRC", { path: "a", data: "x", both: { crc32: 1 } }, "zip/crc"],
    ["a size too small", { path: "a", data: "x".repeat(99), both: { length: 10 } }, "zip/size"],
    ["a size too large", { path: "a", data: "x".repeat(99), both: { length: 100 } }, "zip/size"],
    [
      "a broken deflate stream",
      { path: "a", packed: Uint8Array.of(0xff, 0xff), both: { length: 9 } },
      "zip/deflate-corrupt",
    ],
    ["a bomb that claims to be small", { path: "a", data: new Uint8Array(64 * MIB), both: { length: 9 } }, "zip/size"],
    ["a claim of 3 GiB", { path: "a", data: "x", both: { length: 3 * 2 ** 30 } }, "package/too-large"],
  ])("%s", async ([, entry, rule]) => {
    expect(await rulesOf(withEntries(entry))).toContain(rule);
  });

  test("a huge ignore file, before it is inflated", async () => {
    const entry = { path: ".mosisignore", data: "x", both: { length: 512 * MIB } };
    expect(await rulesOf(withEntries(entry))).toEqual(["package/too-large"]);
  });

  test("a broken ignore file", async () => {
    expect(await rulesOf(withEntries({ path: ".mosisignore", data: "x", both: { crc32: 1 } }))).toEqual(["zip/crc"]);
  });

  test("more than 4,095 files, and records beyond counting", async () => {
    const many = (count: number) => ({ entries: Array.from({ length: count }, (_, index) => ({ path: `f${index}` })) });
    expect(await rulesOf(imported(forgeZip(many(4096))))).toEqual(["package/too-large"]);
    expect(await rulesOf(imported(forgeZip(many(16_385))))).toEqual(["zip/too-many-entries"]);
  });

  test("an archive over 50 MiB, unread", async () => {
    const file = join(temporaryFolder(), "large.zip");
    writeFileSync(file, "");
    truncateSync(file, 50 * MIB + 1);
    expect(await rulesOf(importZip(file, checkHere))).toEqual(["zip/too-large"]);
  });

  test.for<readonly [string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a text", new TextEncoder().encode("no archive")],
    ["half an archive", forgeZip({ entries: sample }).subarray(0, 400)],
  ])("%s", async ([, archive]) => {
    expect(await rulesOf(imported(archive))).toEqual(["zip/bad-record"]);
  });
});

test("bytes around an archive, which self-extracting ones have, do no harm", async () => {
  const around: ForgedZip = { entries: sample, trailing: new TextEncoder().encode("\n") };
  expect(await pathsOf(imported(forgeZip(around)))).toEqual(samplePaths);
});

test.for(hostileZips)("nothing slips through: $name", async ({ make }) => {
  const { files, manifest, findings } = await imported(make());
  expect(files.filter(({ path }) => parsePackagePath(path) === null)).toEqual([]);
  // None of them holds a whole app.
  expect([manifest, hasErrors(findings)]).toEqual([null, true]);
});

const corpus = process.env["MOSIS_CORPUS"];
const corpusZips = corpus === undefined ? [] : readdirSync(join(corpus, "zip")).filter((name) => name.endsWith(".zip"));

test.for(corpusZips)("the corpus archive %s ends in findings", async (name) => {
  const { findings } = await imported(readFileSync(join(corpus ?? "", "zip", name)));
  expect(hasErrors(findings)).toBe(true);
});
