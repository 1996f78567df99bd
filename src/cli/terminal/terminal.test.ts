import { expect, test } from "vitest";

import type { Io } from "./io.ts";
import { openTerminal } from "./terminal.ts";

test.each([
  ["on a terminal", true, {}, true],
  ["in a pipe", false, {}, false],
  ["on a dumb terminal", true, { TERM: "dumb" }, false],
  ["with NO_COLOR", true, { NO_COLOR: "1" }, false],
  ["with an empty NO_COLOR", true, { NO_COLOR: "" }, true],
  ["with FORCE_COLOR in a pipe", false, { FORCE_COLOR: "1" }, true],
  ["with both, as Node decides", true, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ["with FORCE_COLOR=0", true, { FORCE_COLOR: "0" }, false],
])("colours the result %s: %s %j -> %s", (_, isTTY, env, expected) => {
  const { terminal } = open({ isTTY, env });
  expect(terminal.style("red", "x")).toBe(expected ? "\u001b[31mx\u001b[39m" : "x");
});

test("never colours what becomes JSON", () => {
  expect(open({ json: true, env: { FORCE_COLOR: "1" } }).terminal.style("red", "x")).toBe("x");
});

test("talks on stderr", () => {
  const { terminal, stderr } = open({ isTTY: false });
  terminal.say("hello");
  terminal.warn("careful");
  terminal.fail("no");
  expect(stderr()).toBe("hello\nwarning: careful\nerror: no\n");
});

test.each([
  ["without a terminal", { isTTY: false }],
  ["with --json", { json: true }],
  ["with --yes", { yes: true }],
  ["in CI", { env: { CI: "true" } }],
])("asks nobody %s but names the flag", async (_, options) => {
  const { terminal } = open(options);
  expect(terminal.interactive).toBe(false);
  const refusal = { code: "answer-needed", exit: 2, fix: "Give `--name`." };
  await expect(terminal.ask("The name", "Give `--name`.")).rejects.toMatchObject(refusal);
});

test.each([{ CI: "" }, { CI: "false" }, {}])("asks on a terminal with %j", (env) => {
  expect(open({ env }).terminal.interactive).toBe(true);
});

interface Options {
  readonly isTTY?: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly env?: Io["env"];
}

function open({ isTTY = true, json = false, yes = false, env = {} }: Options) {
  let text = "";
  const io: Io = {
    stdout: { isTTY, write: () => undefined },
    stderr: { isTTY, write: (more) => void (text += more) },
    stdin: { isTTY },
    env,
    cwd: "/",
    clock: { now: () => 0, every: () => () => undefined },
    host: "a test",
    checker: () => Promise.reject(new Error("not asked")),
    openPrompts: () => Promise.reject(new Error("not opened")),
    onInterrupt: () => () => undefined,
  };
  return { terminal: openTerminal(io, { json, yes }), stderr: () => text };
}
