import { PassThrough } from "node:stream";

import { expect, test } from "vitest";

import { clackPrompts } from "./clack-prompts.ts";

const ENTER = "\r";
const CTRL_C = "\u0003";
const DOWN = "\u001b[B";
const anything = () => null;

test("takes what is typed", async () => {
  const { prompts, type } = open();
  const answer = prompts.text({ message: "Name?", check: anything });
  await type("Notes", ENTER);
  expect(await answer).toBe("Notes");
});

test("offers an answer to start from", async () => {
  const { prompts, type } = open();
  const answer = prompts.text({ message: "Name?", initial: "No", check: anything });
  await type("tes", ENTER);
  expect(await answer).toBe("Notes");
});

test("asks again until the answer will do", async () => {
  const { prompts, type, drawn } = open();
  const answer = prompts.text({ message: "Name?", check: (text) => (text === "ab" ? null : "Two letters, please.") });
  await type("a", ENTER);
  expect(drawn()).toContain("Two letters, please.");
  await type("b", ENTER);
  expect(await answer).toBe("ab");
});

test("draws no secret", async () => {
  const { prompts, type, drawn } = open();
  const answer = prompts.secret({ message: "Passphrase?", check: anything });
  await type("hunter2", ENTER);
  expect(await answer).toBe("hunter2");
  expect(drawn()).not.toContain("hunter2");
});

test("lets one choose", async () => {
  const { prompts, type } = open();
  const choices = ["one", "two"].map((value) => ({ value, label: value }));
  const answer = prompts.select({ message: "Which?", choices });
  await type(DOWN, ENTER);
  expect(await answer).toBe("two");
});

test("Ctrl-C ends the command", async () => {
  const { prompts, type } = open();
  const answer = prompts.text({ message: "Name?", check: anything });
  await Promise.all([expect(answer).rejects.toMatchObject({ code: "cancelled", exit: 2 }), type(CTRL_C)]);
});

function open() {
  const input = new PassThrough();
  const output = new PassThrough();
  const chunks: string[] = [];
  output.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
  return {
    prompts: clackPrompts(input, output),
    drawn: () => chunks.join(""),
    // Each key on a turn of its own, as a terminal sends them.
    async type(...keys: readonly string[]) {
      for (const key of keys) {
        await new Promise((resolve) => setImmediate(resolve));
        input.write(key);
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
