import { readFileSync } from "node:fs";
import { join } from "node:path";

import GithubSlugger from "github-slugger";
import { expect, test } from "vitest";

import { generatedFiles } from "./generated-files.ts";
import { rulesReference } from "./rules-reference.ts";
import { rules } from "../../src/core/findings/catalogue.ts";
import { finding, type Finding } from "../../src/core/findings/finding.ts";

const ROOT = join(import.meta.dirname, "../..");

test.for([...generatedFiles()])("%s is what its sources give: else run `npm run generate`", ([path, text]) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
});

test("the page of rules has a heading where every finding points to", () => {
  const slugger = new GithubSlugger();
  const headings = new Set(
    Array.from(rulesReference().matchAll(/^#+ (.+)$/gm), ([, text]) => slugger.slug(text ?? "")),
  );
  const anchors = Object.keys(rules).map((rule) => {
    const { docs } = finding(rule as Finding["rule"], { message: "" });
    return new URL(docs).hash.slice(1);
  });
  expect(anchors.filter((anchor) => !headings.has(anchor))).toEqual([]);
});
