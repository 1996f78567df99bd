import { expect, test } from "vitest";

import { fencedBlocks } from "./fenced-blocks.ts";
import { pageSteps } from "./page-steps.ts";

const stepsOf = (page: string) => pageSteps(fencedBlocks(page));

test("finds the blocks of a page", () => {
  expect(fencedBlocks('a\n```lua wrong="lua/io lua/os"\nio.read()\n\n```\n\n```\nb\n```\n')).toEqual([
    {
      language: "lua",
      attributes: new Map([["wrong", "lua/io lua/os"]]),
      wrong: ["lua/io", "lua/os"],
      line: 2,
      text: "io.read()\n\n",
    },
    { language: "", attributes: new Map(), wrong: [], line: 7, text: "b\n" },
  ]);
});

test("makes steps of commands, files, members of files and output", () => {
  const page = [
    '```sh yours="NUMBER ADDRESS" asks="passphrase" until="done"\nmosis status\n```',
    '```sh elsewhere="second terminal"\nnpm start\n```',
    '```xml file="a.rml"\n<rml/>\n```',
    '```json into="b.json"\n{ "c": 1 }\n```',
    "```text\nBuilt\n```",
    "",
  ].join("\n");
  expect(stepsOf(page)).toEqual([
    {
      kind: "run",
      line: 1,
      commands: "mosis status\n",
      yours: ["NUMBER", "ADDRESS"],
      asksPassphrase: true,
      until: "done",
    },
    { kind: "write", line: 7, path: "a.rml", text: "<rml/>\n" },
    { kind: "set", line: 10, path: "b.json", members: { c: 1 } },
    { kind: "see", line: 13, lines: ["Built"] },
  ]);
});

test("refuses a block that does not say what a reader does with it", () => {
  expect(() => stepsOf("```json\n{}\n```\n")).toThrow("line 1: nobody knows what to do with a block of json");
});
