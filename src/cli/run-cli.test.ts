import { expect, test } from "vitest";

import { parseArguments } from "./arguments/parse-arguments.ts";
import type { Command } from "./command.ts";
import { commands as table } from "./commands/table.ts";
import { exitCodes } from "./errors/exit-codes.ts";
import { jsonOf, runInMemory } from "../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";

test("mosis alone lists every command on stdout", async () => {
  const { exitCode, stdout, stderr } = await runInMemory([]);
  expect(exitCode).toBe(0);
  expect(stderr).toBe("");
  for (const { name, summary } of table) expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
});

test("prints its version", async () => {
  expect((await runInMemory(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(jsonOf(await runInMemory(["--version", "--json"]))).toMatchObject({ ok: true, version: expect.any(String) });
});

test.each(table.map(({ name }) => name))("explains `%s` with its options and examples", async (name) => {
  const byFlag = await runInMemory([...name.split(" "), "--help"]);
  const byWord = await runInMemory(["help", ...name.split(" ")]);
  expect(byFlag).toMatchObject({ exitCode: 0, stderr: "" });
  expect(byWord.stdout).toBe(byFlag.stdout);
  const command = table.find((each) => each.name === name)!;
  expect(byFlag.stdout).toContain(`mosis ${name}`);
  for (const option of Object.keys(command.options)) expect(byFlag.stdout).toContain(`--${option}`);
  for (const { command: example } of command.examples) expect(byFlag.stdout).toContain(example);
  expect(byFlag.stdout.includes("--dry-run")).toBe(command.mutates);
});

test("help lines fit a terminal", async () => {
  for (const { name } of table) {
    const { stdout } = await runInMemory(["help", ...name.split(" ")]);
    expect(stdout.split("\n").filter((line) => line.length > 110)).toEqual([]);
  }
});

test("gives help as data, too", async () => {
  const all = jsonOf(await runInMemory(["--help", "--json"]));
  expect(all).toMatchObject({ ok: true, commands: table.map(({ name, mutates }) => ({ name, mutates })) });
  const group = jsonOf(await runInMemory(["keys", "--help", "--json"]));
  expect(group["commands"]).toMatchObject([
    { name: "keys generate" },
    { name: "keys list" },
    { name: "keys register" },
    { name: "keys rotate" },
    { name: "keys revoke" },
    { name: "keys recover" },
  ]);
});

test("every example in the table is understood", () => {
  for (const { command } of table.flatMap(({ examples }) => examples)) {
    const words = command.split(" ").slice(1);
    expect(parseArguments(words, table)).toMatchObject({ kind: "run" });
  }
});

test.each([
  [["nonsense"], "unknown-command"],
  [["keys"], "unknown-command"],
  [["build", "--fast"], "unknown-option"],
  [["build", "--out"], "bad-option"],
  [["verify"], "bad-argument"],
  [["validate", "--cwd", "/nowhere/at/all"], "not-found"],
])("an error of %j is one JSON document with --json and text without", async (argv, code) => {
  const withJson = await runInMemory([...argv.slice(0, 1), "--json", ...argv.slice(1)]);
  expect(withJson).toMatchObject({ exitCode: 2, stderr: "" });
  expect(jsonOf(withJson)).toEqual({
    ok: false,
    error: { code, message: expect.any(String), fix: expect.any(String) },
  });
  const withoutJson = await runInMemory(argv);
  expect(withoutJson).toMatchObject({ exitCode: 2, stdout: "" });
  const { message, fix } = jsonOf(withJson)["error"] as { message: string; fix: string };
  expect(withoutJson.stderr).toBe(`error: ${message}\n${fix}\n`);
});

test("a bug asks for a report and shows where it is", async () => {
  const commands = [broken()];
  const text = await runInMemory(["break"], { commands });
  expect(text).toMatchObject({ exitCode: 70, stdout: "" });
  expect(text.stderr).toMatch(
    /^error: mosis met a bug of its own: snap\nPlease report it.*\nmosis [\d.]+, a test\nError: snap\n {4}at /,
  );
  const json = await runInMemory(["break", "--json"], { commands });
  expect(json).toMatchObject({ exitCode: 70, stderr: "" });
  expect(jsonOf(json)).toMatchObject({ ok: false, error: { code: "bug", stack: expect.stringContaining("snap") } });
});

test("runs in the folder of --cwd", async () => {
  const folder = temporaryFolder();
  const { stdout } = await runInMemory(["validate", "--cwd", folder, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, findings: [{ rule: "manifest/missing" }] });
});

test("documents every exit code it can end with", () => {
  expect(Object.keys(exitCodes).map(Number)).toEqual([0, 1, 2, 3, 4, 5, 42, 70]);
});

function broken(): Command {
  return {
    name: "break",
    summary: "Break",
    description: [],
    positionals: [],
    options: {},
    mutates: false,
    examples: [],
    load: () => Promise.resolve({ run: () => Promise.reject(new Error("snap")) }),
  };
}
