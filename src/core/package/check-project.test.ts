import { expect, test } from "vitest";

import { checkPackage } from "./check-package.ts";
import { checkEntries, checkProject, type ProjectEntry } from "./check-project.ts";
import type { PackagePath } from "./package-path.ts";
import { limits } from "../limits.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { manifestText, type ProjectFiles, sampleFiles } from "../../testing/cli/sample-project.ts";

test("takes plain files with portable names", () => {
  expect(checkEntries([entry("manifest.json"), entry("assets/main.rml")])).toEqual({
    paths: ["manifest.json", "assets/main.rml"],
    findings: [],
  });
});

test.each([
  ["a name with a space", [entry("my file.png")], "package/path", 'The path "my file.png" has a character'],
  ["a Windows device", [entry("assets/con.png")], "package/path", "name of a Windows device"],
  ["a symbolic link", [entry("link", "symlink")], "zip/symlink", '"link" is a symbolic link.'],
  ["a socket", [entry("socket", "other")], "package/path", '"socket" is no regular file.'],
  ["two names that differ in case", [entry("A.png"), entry("a.png")], "package/path", "differ only in case"],
  ["a file with the name of a folder", [entry("Art"), entry("art/x.png")], "package/path", "needs a folder"],
] as const)("refuses %s", (_, entries, rule, message) => {
  const { findings } = checkEntries(entries);
  expect(findings).toMatchObject([{ rule, severity: "error", message: expect.stringContaining(message) }]);
});

test("leaves room for the signature when it counts files", () => {
  const entries = Array.from({ length: limits.package.entries }, (_, index) => entry(`f${index}`));
  expect(checkEntries(entries)).toMatchObject({ paths: null, findings: [{ rule: "package/too-large" }] });
  expect(checkEntries(entries.slice(1)).findings).toEqual([]);
});

test("reads nothing of a project over the size limit", () => {
  const half = limits.package.inflatedBytes / 2;
  const entries = [entry("a", "file", half), entry("b", "file", half + 1)];
  expect(checkEntries(entries)).toMatchObject({ paths: null, findings: [{ rule: "package/too-large" }] });
  expect(checkEntries([entry("a", "file", half), entry("b", "file", half)]).findings).toEqual([]);
});

test("finds a screenshot that is nowhere in the project", () => {
  const manifest = manifestText({ screenshots: ["store/1.png", "store/2.png"] });
  const own = files({ "manifest.json": manifest });
  const { findings } = checkProject(own, checkPackage(own, nodePackagePorts), (path) => path === "store/1.png");
  expect(findings).toMatchObject([
    { rule: "package/screenshot-missing", file: "manifest.json", pointer: "/screenshots/1", range: { line: 25 } },
  ]);
});

test("says no more about screenshots when the manifest is unreadable", () => {
  const own = files({ "manifest.json": "{" });
  const { findings } = checkProject(own, checkPackage(own, nodePackagePorts), () => false);
  expect(findings.map(({ rule }) => rule)).toEqual(["json/syntax"]);
});

function entry(path: string, kind: ProjectEntry["kind"] = "file", length = 1): ProjectEntry {
  return { path, kind, length };
}

function files(changes: ProjectFiles) {
  return Object.entries(sampleFiles(changes)).map(([path, data]) => ({
    path: path as PackagePath,
    data: typeof data === "string" ? new TextEncoder().encode(data) : data,
  }));
}
