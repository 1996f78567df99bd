import { expect, test } from "vitest";

import { annotationBatches } from "./annotations.ts";
import { findingsGithub } from "./findings-github.ts";
import { findingsSarif } from "./findings-sarif.ts";
import { finding } from "../finding.ts";

const range = { line: 7, column: 2, endLine: 9, endColumn: 1 };
const placed = finding("package/host", { file: "registry/a.json", range, message: "No.", expected: "yes" });
const whole = finding("submission/kind", { message: "No." });
const report = (count: number) => ({
  subject: "registry",
  kind: "submission" as const,
  findings: [whole, ...Array.from({ length: count - 1 }, () => placed)],
});

test.each([
  [1, [1]],
  [50, [50]],
  [51, [50, 1]],
  [173, [50, 50, 50, 23]],
])("%i findings are batches of %j, and none is lost", (count, sizes) => {
  expect(annotationBatches(report(count), "registry/registry.json").map(({ length }) => length)).toEqual(sizes);
});

test("an annotation has its place, and the whole submission a path that is there", () => {
  const [[first, second] = []] = annotationBatches(report(2), "registry/registry.json");
  expect(first).toMatchObject({ path: "registry/registry.json", start_line: 1, annotation_level: "failure" });
  expect(second).toEqual({
    path: "registry/a.json",
    start_line: 7,
    end_line: 9,
    annotation_level: "failure",
    title: "package/host",
    message: `No.\nExpected: yes\n${placed.fix}`,
  });
});

test("workflow commands and SARIF name files of the repository as they are", () => {
  expect(findingsGithub(report(2)).split("\n").slice(0, 2)).toEqual([
    expect.stringMatching(/^::error title=submission\/kind::No\./),
    expect.stringMatching(/^::error file=registry\/a\.json,line=7,col=2,title=package\/host::No\.%0AExpected: yes%0A/),
  ]);
  const { runs } = JSON.parse(findingsSarif(report(2), "1.0.0")) as {
    runs: {
      results: { locations: unknown[]; ruleIndex: number; ruleId: string }[];
      tool: { driver: { rules: { id: string }[] } };
    }[];
  };
  const [run] = runs;
  expect(run?.results.map(({ locations }) => locations)).toMatchObject([
    [{ physicalLocation: { artifactLocation: { uri: "registry" } } }],
    [{ physicalLocation: { artifactLocation: { uri: "registry/a.json" }, region: { startLine: 7, endLine: 9 } } }],
  ]);
  for (const { ruleIndex, ruleId } of run?.results ?? []) expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
});
