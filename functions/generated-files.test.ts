import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { generatedFiles } from "./generated-files.ts";
import { limits } from "./shared/limits.ts";

const ROOT = join(import.meta.dirname, "..");
const page = readFileSync(join(ROOT, "docs/operate/limits.md"), "utf8");

test.for([...generatedFiles()])("%s is what its sources give: else run `npm run generate`", ([path, text]) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);
});

test("the page of limits has a row for every policy and every size", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| "));
  for (const name of Object.keys(limits.rates)) expect(rows.join("\n")).toContain(`| \`${name}\` |`);
  for (const { what } of Object.values(limits.sizes)) expect(rows.join("\n")).toContain(`| ${what} |`);
});

test("the page of limits writes windows and bytes as people do", () => {
  expect(page).toContain("| `signIn` | Attempts to sign in | address | 10 | 15 minutes |");
  expect(page).toContain("| `telemetryEventsFrom` | Batches of events | address | 3,000 | 1 minute |");
  expect(page).toContain("| A batch of events, inflated | 64 KiB |");
  expect(page).toContain("| A JSON document sent to the portal | 1 MiB |");
});
