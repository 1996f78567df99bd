import { expect, test } from "vitest";

import { findingsGithub } from "../../core/findings/formats/findings-github.ts";
import { findingsHuman } from "./findings-human.ts";
import { findingsJson } from "../../core/findings/formats/findings-json.ts";
import { type FindingsReport, summarizeFindings } from "../../core/findings/formats/findings-report.ts";
import { findingsSarif } from "../../core/findings/formats/findings-sarif.ts";
import { finding } from "../../core/findings/finding.ts";
import { plain } from "../terminal/style.ts";

const icon = finding("package/icon-size", {
  file: "manifest.json",
  pointer: "/icons/32",
  range: { line: 16, column: 11, endLine: 16, endColumn: 25 },
  message: '"icon-32.png" is 64 x 64 pixels.',
  expected: "32 x 32 pixels",
});
const reason = finding("permission/reason-without-permission", {
  file: "manifest.json",
  pointer: "/permission_reasons/camera",
  message: '"camera" has a reason but is not declared.',
});
const path = finding("package/path", { message: 'The path "100%,a:b\\n" has a character.' });
const report: FindingsReport = { subject: "apps/notes", kind: "project", findings: [icon, reason, path] };

test("prints findings for people, with place, expectation and advice", () => {
  expect(findingsHuman(report, plain)).toMatchInlineSnapshot(`
    "apps/notes/manifest.json:16:11  error  package/icon-size
      "icon-32.png" is 64 x 64 pixels.
      expected: 32 x 32 pixels
      fix: Scale the image.

    apps/notes/manifest.json#/permission_reasons/camera  warning  permission/reason-without-permission
      "camera" has a reason but is not declared.
      fix: Remove the reason or declare the permission.

    apps/notes  error  package/path
      The path "100%,a:b\\n" has a character.
      fix: Rename the file, or exclude it in \`.mosisignore\`.

    apps/notes: 2 errors, 1 warning"
  `);
});

test("prints places that open from where one is", () => {
  const here = findingsHuman({ ...report, subject: "." }, plain);
  expect(here).toContain("\nmanifest.json#/permission_reasons/camera  warning");
  expect(here).toMatch(/^manifest\.json:16:11 {2}error/);
  const inPackage = findingsHuman({ subject: "dist/a.mosis", kind: "package", findings: [icon] }, plain);
  expect(inPackage).toMatch(/^dist\/a\.mosis!\/manifest\.json:16:11 /);
});

test("says so when there is nothing to find", () => {
  expect(findingsHuman({ subject: ".", kind: "project", findings: [] }, plain)).toBe("this project: no findings");
  expect(summarizeFindings([icon, icon, reason])).toBe("2 errors, 1 warning");
});

test("prints findings as JSON with counts", () => {
  expect(findingsJson(report)).toMatchObject({
    subject: "apps/notes",
    kind: "project",
    counts: { error: 2, review: 0, warn: 1, info: 0 },
    findings: [{ rule: "package/icon-size", range: { line: 16 }, docs: icon.docs }, {}, {}],
  });
});

test("prints annotations that GitHub reads, with its escapes", () => {
  expect(findingsGithub(report)).toMatchInlineSnapshot(`
    "::error file=apps/notes/manifest.json,line=16,col=11,title=package/icon-size::"icon-32.png" is 64 x 64 pixels.%0AExpected: 32 x 32 pixels%0AScale the image.
    ::warning file=apps/notes/manifest.json,title=permission/reason-without-permission::"camera" has a reason but is not declared.%0ARemove the reason or declare the permission.
    ::error file=apps/notes,title=package/path::The path "100%25,a:b\\n" has a character.%0ARename the file, or exclude it in \`.mosisignore\`.
    apps/notes: 2 errors, 1 warning"
  `);
});

test("prints SARIF 2.1.0", () => {
  const log = JSON.parse(findingsSarif(report, "1.2.3")) as Record<string, unknown>;
  expect(log).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "mosis",
            semanticVersion: "1.2.3",
            rules: [
              { id: "package/icon-size", defaultConfiguration: { level: "error" }, helpUri: icon.docs },
              { id: "package/path" },
              { id: "permission/reason-without-permission", defaultConfiguration: { level: "warning" } },
            ],
          },
        },
        results: [
          {
            ruleId: "package/icon-size",
            ruleIndex: 0,
            level: "error",
            message: { text: expect.stringContaining("Expected: 32 x 32 pixels.") },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "apps/notes/manifest.json" },
                  region: { startLine: 16, startColumn: 11, endLine: 16, endColumn: 25 },
                },
              },
            ],
          },
          { ruleIndex: 2, level: "warning" },
          { ruleIndex: 1, locations: [{ physicalLocation: { artifactLocation: { uri: "apps/notes" } } }] },
        ],
      },
    ],
  });
});
