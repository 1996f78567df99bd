import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { fencedBlocks } from "./fenced-blocks.ts";
import { pageSteps } from "./page-steps.ts";
import { followPage, type ReaderOptions } from "./reader.ts";
import { temporaryFolder } from "../cli/temporary-folder.ts";

function aReader(): ReaderOptions {
  const work = temporaryFolder();
  for (const name of ["desk", "memory"]) mkdirSync(join(work, name));
  return {
    folder: join(work, "desk"),
    memory: join(work, "memory"),
    env: { PATH: process.env["PATH"] ?? "" },
    passphrase: "it's me",
    ownWord: (word, output) => `${word.toLowerCase()} after ${output.length}`,
  };
}

const follow = (page: string, reader = aReader()): Promise<string> => followPage(pageSteps(fencedBlocks(page)), reader);

test("folder and variables last from one block to the next, a passphrase does not", async () => {
  const reader = aReader();
  const output = await follow(
    [
      '```sh asks="passphrase"\nmkdir app\ncd app\nexport WORD="two words"\necho "$MOSIS_PASSPHRASE"\n```',
      '```sh yours="NAME"\necho "$WORD, NAME, ${MOSIS_PASSPHRASE:-none}"\n```',
      "```text\ntwo words\n```",
      '```json file="store/a.json"\n{ "a": 1 }\n```',
      '```json into="store/a.json"\n{ "b": 2 }\n```',
      "",
    ].join("\n"),
    reader,
  );
  expect(output).toBe("it's me\ntwo words, name after 8, none\n");
  expect(JSON.parse(readFileSync(join(reader.folder, "app/store/a.json"), "utf8"))).toEqual({ a: 1, b: 2 });
});

test("a command is run until it prints what the page says", async () => {
  await expect(follow('```sh until="xx"\nprintf x >>count\ncat count\n```\n```text\nxx\n```\n')).resolves.toBeDefined();
});

test("the first command that fails ends it, with its line and output", async () => {
  await expect(follow("\n```sh\necho so far\nfalse\necho never\n```\n")).rejects.toThrow(
    /^line 2: exit code 1 of\necho so far\nfalse\necho never\nso far\n$/,
  );
});

test("output that the page shows and nothing prints ends it", async () => {
  await expect(follow("```sh\necho this\n```\n```text\nthat\n```\n")).rejects.toThrow("line 4: nothing prints that:");
});
