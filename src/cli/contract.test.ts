import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Command } from "./command.ts";
import { commands } from "./commands/table.ts";
import { type ErrorCode, errorCodes } from "./errors/error-codes.ts";
import { type ExitCode, exitCodes } from "./errors/exit-codes.ts";
import { anApp } from "../testing/app-kit.ts";
import { type CliRun, runInMemory } from "../testing/cli/run-in-memory.ts";
import { type World, ways } from "../testing/cli/ways-to-end.ts";
import { aPortal } from "../testing/portal/portal-double.ts";
import { people, PublisherKit } from "../testing/publisher-kit.ts";
import { serveStatic } from "../testing/static-server.ts";
import { aStore } from "../testing/store-kit.ts";

// The promise to scripts, of every command and every way it ends: with `--json` stdout is one document and nothing else, and the exit
// code is the one that the code of the error has.

let world: World;

beforeAll(async () => {
  const kit = await PublisherKit.of();
  kit.write();
  await kit.register();
  await kit.mustLand((await kit.json(["publish", "--manual", "--track", "beta"]))["pull"]);
  writeFileSync(join(kit.home, "broken.mosis"), "no archive");
  const checkout = join(kit.project, "../checkout");
  const keyHome = join(kit.project, "../key-home");
  execFileSync("git", ["clone", "-q", kit.forge.gitDir("mosis", "registry"), checkout]);
  const newKey = async (): Promise<string> => {
    const { key } = await kit.json(["keys", "generate", "--no-passphrase"], { MOSIS_HOME: keyHome });
    return (key as { readonly keyid: string }).keyid;
  };
  const store = aStore().withApp(anApp());
  store.trust.now = new Date();
  store.publish();
  const server = await serveStatic((path) => store.files.get(path) ?? null);
  const [first, second, third] = [await newKey(), await newKey(), await newKey()];
  const portal = await aPortal({ forge: kit.forge, opener: people.bot });
  portal.developers.add("grace");
  world = { kit, checkout, keyHome, first, second, third, store, server, portal };
});
afterAll(() => Promise.all([world.kit.end(), world.server.close(), world.portal.close()]));

/** Holds a run with `--json` against the contract, and gives its document. */
function keepsContract(run: CliRun, exit: ExitCode, code?: ErrorCode): Record<string, unknown> {
  const document = JSON.parse(run.stdout) as Record<string, unknown>;
  const { ok: isOk, error } = document;
  expect({ exit: run.exitCode, error, isOk }).toMatchObject({
    exit,
    isOk: exit === 0,
    error: code === undefined ? undefined : { code, message: expect.stringMatching(/\S/) },
  });
  // Exactly one document, as it is always written.
  expect(run.stdout).toBe(`${JSON.stringify(document, null, 2)}\n`);
  if (code !== "bug") expect(run.stdout + run.stderr).not.toMatch(/^ +at .*:\d+:\d+/m);
  return document;
}

test("every command has its ways to end, a good one among them", () => {
  expect(Object.keys(ways)).toEqual(commands.map(({ name }) => name));
  // Signing in needs a person; `login.test.ts` plays one.
  for (const { name } of commands.filter((each) => each.name !== "login")) {
    expect([name, ways[name]?.some(({ exit }) => exit === 0)]).toEqual([name, true]);
  }
  // What talks to a forge must say so when there is none.
  for (const { name, options } of commands.filter((each) => "registry" in each.options && "api-url" in each.options)) {
    expect([name, options["api-url"]?.type, ways[name]?.some(({ exit }) => exit === 4)]).toEqual([
      name,
      "string",
      true,
    ]);
  }
  // And so must what talks to a portal; who signs out asks nobody.
  for (const { name } of commands.filter((each) => "portal" in each.options && each.name !== "logout")) {
    expect([name, ways[name]?.some(({ code }) => code === "portal-unreachable")]).toEqual([name, true]);
  }
});

describe.each(Object.entries(ways))("mosis %s", (_, own) => {
  test.each(own.map((way) => [way.code ?? (way.exit === 0 ? "success" : `exit code ${way.exit}`), way] as const))(
    "ends with %s",
    async (_name, { argv, exit, code, at = "project", env = {}, before }) => {
      await before?.(world);
      const { kit, checkout, keyHome } = world;
      const places = { project: kit.project, checkout, elsewhere: kit.home };
      const home = at === "checkout" ? { MOSIS_HOME: keyHome } : {};
      const run = await kit.run([...argv(world), "--json"], { ...home, ...env }, places[at]);
      keepsContract(run, exit, code);
    },
  );
});

describe.each(commands)("mosis $name, as all commands do,", (command) => {
  const needed = command.positionals.filter(({ required }) => required).map(() => "x");
  const argv = [...command.name.split(" "), ...needed];

  test("refuses what it does not know, and a folder that is not there", async () => {
    keepsContract(await runInMemory([...argv, "--no-such-option", "--json"]), 2, "unknown-option");
    keepsContract(await runInMemory([...argv, "--json", "--cwd", "/nowhere/at/all"]), 2, "not-found");
    if (command.positionals.some(({ variadic }) => variadic === true)) return;
    const more = [...argv, ...command.positionals.map(() => "x"), "x", "--json"];
    keepsContract(await runInMemory(more), 2, "bad-argument");
  });

  test("tells a bug of its own as such", async () => {
    const broken: Command = {
      ...command,
      load: () => Promise.resolve({ run: () => Promise.reject(new Error("snap")) }),
    };
    const run = await runInMemory([...argv, "--json"], { commands: [broken] });
    expect(keepsContract(run, 70, "bug")).toMatchObject({ error: { stack: expect.stringContaining("snap") } });
  });
});

test("the codes of errors have exit codes of the contract", () => {
  for (const { exit } of Object.values(errorCodes)) expect(Object.keys(exitCodes)).toContain(`${exit}`);
});
