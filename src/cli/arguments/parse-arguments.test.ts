import { expect, test } from "vitest";

import { parseArguments, wantsJson } from "./parse-arguments.ts";
import type { Command } from "../command.ts";
import { CliError } from "../errors/cli-error.ts";

const commands = [
  command({
    name: "paint",
    mutates: true,
    positionals: [
      { name: "wall", summary: "What to paint", required: true },
      { name: "colours", summary: "With what", required: false, variadic: true },
    ],
    options: {
      coats: { type: "string", short: "c", valueName: "N", summary: "How often", default: "1" },
      finish: { type: "string", valueName: "FINISH", choices: ["matt", "gloss"], summary: "How it shines" },
      wet: { type: "boolean", summary: "On wet paint" },
    },
  }),
  command({ name: "brush clean" }),
  command({ name: "brush buy" }),
];

test("binds arguments and options to their names", () => {
  const argv = ["paint", "north", "red", "--coats=2", "blue", "--wet", "--finish", "matt"];
  expect(parse(argv)).toMatchObject({
    kind: "run",
    command: { name: "paint" },
    args: { wall: "north", colours: ["red", "blue"] },
    options: { coats: "2", finish: "matt", wet: true },
    dryRun: false,
    cwd: null,
  });
});

test("fills in defaults, and false for flags", () => {
  expect(parse(["paint", "north"])).toMatchObject({
    args: { colours: [] },
    options: { coats: "1", finish: undefined, wet: false },
  });
});

test("takes short options", () => {
  expect(parse(["paint", "north", "-c", "3"])).toMatchObject({ options: { coats: "3" } });
});

test("takes everything behind -- as an argument", () => {
  expect(parse(["paint", "--", "--wall", "--json"])).toMatchObject({ args: { wall: "--wall", colours: ["--json"] } });
});

test("takes global options before, between and behind the words of a command", () => {
  for (const argv of [
    ["--cwd", "attic", "--json", "brush", "clean"],
    ["brush", "--cwd=attic", "clean", "--json"],
    ["brush", "clean", "--json", "--cwd", "attic"],
  ]) {
    expect(parse(argv)).toMatchObject({ kind: "run", command: { name: "brush clean" }, cwd: "attic" });
  }
});

test("offers --dry-run only where something changes", () => {
  expect(parse(["paint", "north", "--dry-run"])).toMatchObject({ dryRun: true });
  expect(refusal(["brush", "clean", "--dry-run"])).toMatchObject({ code: "unknown-option" });
});

test.each([
  [[], { command: null, words: [] }],
  [["--help"], { command: null, words: [] }],
  [["help"], { command: null, words: [] }],
  [["help", "brush", "buy"], { command: { name: "brush buy" } }],
  [["brush", "buy", "-h"], { command: { name: "brush buy" } }],
  [["brush", "--help"], { command: null, words: ["brush"] }],
  [["paint", "--help"], { command: { name: "paint" } }],
])("%j asks for help", (argv, expected) => {
  expect(parse(argv)).toMatchObject({ kind: "help", ...expected });
});

test("knows its version and a group without its command", () => {
  expect(parse(["--version"])).toEqual({ kind: "version" });
  expect(parse(["brush"])).toEqual({ kind: "incomplete", words: ["brush"] });
});

test.each([
  [["pain"], "unknown-command", '`mosis` has no command "pain".', "Did you mean `mosis paint`?"],
  [["brush", "claen"], "unknown-command", "`mosis brush` has no command", "Did you mean `mosis brush clean`?"],
  [["xyzzy"], "unknown-command", "no command", "Run `mosis --help` for the list."],
  [["help", "xyzzy"], "unknown-command", "no command", "Run `mosis --help` for the list."],
  [["paint", "x", "--finsh", "matt"], "unknown-option", 'has no option "--finsh"', "Did you mean `--finish`?"],
  [["paint", "x", "--q"], "unknown-option", 'has no option "--q"', "Run `mosis paint --help` for its options."],
  [["--qqq"], "unknown-option", '`mosis` has no option "--qqq"', "Run `mosis --help` for its options."],
  [["paint", "x", "--coats"], "bad-option", "`--coats` lacks its value N.", "--help"],
  [["paint", "x", "--coats", "--wet"], "bad-option", "`--coats` lacks its value N.", "--help"],
  [["paint", "x", "--coats="], "bad-option", "`--coats` lacks its value N.", "--help"],
  [["paint", "x", "--wet=no"], "bad-option", '`--wet` takes no value, but has "no".', "--help"],
  [["paint", "x", "--finish", "mat"], "bad-option", "not one of matt, gloss", "Did you mean `--finish matt`?"],
  [["paint"], "bad-argument", "`mosis paint` lacks <wall>: What to paint.", "--help"],
  [["brush", "buy", "two"], "bad-argument", '`mosis brush buy` has no use for "two".', "--help"],
])("%j is refused as %s", (argv, code, message, fix) => {
  const error = refusal(argv);
  expect(error).toMatchObject({ code, exit: 2 });
  expect(error.message).toContain(message);
  expect(error.fix).toContain(fix);
});

test("keeps control characters of the terminal out of its messages", () => {
  expect(refusal(["\u001b[31mred"]).message).not.toContain("\u001b");
});

test("sees that JSON is wanted even where the arguments are wrong", () => {
  expect(wantsJson(["nonsense", "--json"])).toBe(true);
  expect(wantsJson(["validate", "--format", "json"])).toBe(true);
  expect(wantsJson(["validate", "--format=json"])).toBe(true);
  expect(wantsJson(["validate", "--format", "human"])).toBe(false);
  expect(wantsJson(["validate", "--", "--json"])).toBe(false);
});

function parse(argv: readonly string[]) {
  return parseArguments(argv, commands);
}

function refusal(argv: readonly string[]): CliError {
  try {
    parse(argv);
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

function command(spec: Partial<Command> & { readonly name: string }): Command {
  return {
    summary: "A command",
    description: [],
    positionals: [],
    options: {},
    mutates: false,
    examples: [],
    load: () => Promise.reject(new Error("not loaded")),
    ...spec,
  };
}
