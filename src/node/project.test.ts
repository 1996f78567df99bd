import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { readProject } from "./project.ts";
import { manifestText, samplePage, writeSampleProject } from "../testing/cli/sample-project.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";
import { checkHere } from "../testing/check-here.ts";

const SAMPLE = ["icon-128.png", "icon-32.png", "icon-64.png", "main.rml", "manifest.json"];

test("reads every file of a project", async () => {
  const folder = temporaryFolder();
  writeSampleProject(folder, { "assets/deep/a.lua": "return 1\n", "main.rml": samplePage("assets/deep/a.lua") });
  const { files, manifest, findings } = await readProject(folder, checkHere);
  expect(files.map(({ path }) => path).toSorted()).toEqual(["assets/deep/a.lua", ...SAMPLE]);
  expect(manifest?.id).toBe("com.example.sample");
  expect(findings).toEqual([]);
});

test("leaves out dot files, outputs, tests, packages and a stray signature", async () => {
  const folder = temporaryFolder();
  writeSampleProject(folder, {
    ".env": "SECRET",
    ".git/config": "",
    "assets/.DS_Store": "",
    "dist/old.txt": "",
    "tests/a.lua": "",
    "old.mosis": "",
    "signature.sig": "",
  });
  expect(await pathsIn(folder)).toEqual(SAMPLE);
});

test("packs folders named dist or tests below the root", async () => {
  const folder = temporaryFolder();
  writeSampleProject(folder, { "assets/dist/a.lua": "", "assets/tests/b.lua": "" });
  expect(await pathsIn(folder)).toEqual(["assets/dist/a.lua", "assets/tests/b.lua", ...SAMPLE]);
});

test("leaves out what .mosisignore says, but knows that screenshots are there", async () => {
  const folder = temporaryFolder();
  const manifest = manifestText({ screenshots: ["store/1.png", "store/2.png"] });
  writeSampleProject(folder, { "manifest.json": manifest, ".mosisignore": "store/\n", "store/1.png": "x" });
  const { files, findings } = await readProject(folder, checkHere);
  expect(files.map(({ path }) => path).toSorted()).toEqual(SAMPLE);
  expect(findings).toMatchObject([{ rule: "package/screenshot-missing", pointer: "/screenshots/1" }]);
});

test("follows no symbolic link, to files or to folders", async () => {
  const folder = temporaryFolder();
  writeSampleProject(folder);
  symlinkSync("/etc/hostname", join(folder, "stolen.txt"));
  symlinkSync("/etc", join(folder, "etc"));
  const { files, findings } = await readProject(folder, checkHere);
  expect(files).toHaveLength(SAMPLE.length);
  expect(findings.map(({ rule, file }) => [rule, file])).toEqual([
    ["zip/symlink", "etc"],
    ["zip/symlink", "stolen.txt"],
  ]);
});

test("reports a name that is no UTF-8 instead of failing on it", async () => {
  const folder = temporaryFolder();
  writeSampleProject(folder);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]), "x");
  expect((await readProject(folder, checkHere)).findings).toMatchObject([{ rule: "package/path" }]);
});

test("says that a folder without a manifest is no app", async () => {
  const folder = temporaryFolder();
  expect(await readProject(folder, checkHere)).toMatchObject({
    manifest: null,
    findings: [{ rule: "manifest/missing" }],
  });
});

test("throws what the file system says when there is no folder", async () => {
  await expect(readProject(join(temporaryFolder(), "nowhere"), checkHere)).rejects.toMatchObject({ code: "ENOENT" });
});

test("looks into no ignored folder", async () => {
  const folder = temporaryFolder();
  writeSampleProject(folder, { ".mosisignore": "node_modules/\n" });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync("nowhere", join(folder, "node_modules", "broken"));
  expect((await readProject(folder, checkHere)).findings).toEqual([]);
});

async function pathsIn(folder: string): Promise<readonly string[]> {
  return (await readProject(folder, checkHere)).files.map(({ path }) => path).toSorted();
}
