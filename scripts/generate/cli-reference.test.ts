import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { cliReference } from "./cli-reference.ts";
import { commands } from "../../src/cli/commands/table.ts";
import { errorCodes } from "../../src/cli/errors/error-codes.ts";

test("the committed page is the one the table makes", () => {
  expect(readFileSync("docs/reference/cli.md", "utf8")).toBe(cliReference(commands));
});

test("names every command, option and error", () => {
  const page = cliReference(commands);
  for (const { name, options } of commands) {
    expect(page).toContain(`\n## mosis ${name}\n`);
    for (const option of Object.keys(options)) expect(page).toContain(`--${option}`);
  }
  for (const code of Object.keys(errorCodes)) expect(page).toContain(`| \`${code}\` |`);
});
