import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { unsupportedNode } from "./node-version.ts";

test("runs on the oldest Node that package.json names, and newer", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  const oldest = engines.node.replace(">=", "");
  expect(unsupportedNode(`${oldest}.0.0`)).toBeNull();
  expect(unsupportedNode("100.1.0")).toBeNull();
});

test("says in one line what an older Node lacks and how to get it", () => {
  expect(unsupportedNode("23.11.1")).toMatchInlineSnapshot(
    `"mosis needs Node 24 or newer, this is v23.11.1: run \`npm i node@24\` in your project, or see https://nodejs.org"`,
  );
});
