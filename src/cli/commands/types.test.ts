import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { luaStubs } from "../../../scripts/generate/lua-stubs.ts";
import { readProject } from "../../node/project.ts";
import { checkHere } from "../../testing/check-here.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

test("gives an app what editors need, which never gets into its package", async () => {
  const cwd = temporaryFolder();
  await runInMemory(["init", "app", "--yes"], { cwd });
  const before = (await readProject(join(cwd, "app"), checkHere)).files.map(({ path }) => path);
  const { exitCode, stdout } = await runInMemory(["types", "app"], { cwd });
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: "Wrote app/.mosis/types/mosis.lua\nWrote app/.luarc.json\n",
  });
  expect(readFileSync(join(cwd, "app/.mosis/types/mosis.lua"), "utf8")).toBe(luaStubs());
  const settings = JSON.parse(readFileSync(join(cwd, "app/.luarc.json"), "utf8")) as Record<string, unknown>;
  for (const folder of settings["workspace.library"] as string[])
    expect(existsSync(join(cwd, "app", folder))).toBe(true);
  expect((await readProject(join(cwd, "app"), checkHere)).files.map(({ path }) => path)).toEqual(before);
});

test("keeps settings that are there, and says what to add", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, ".luarc.json"), "{}");
  const { stdout } = await runInMemory(["types"], { cwd });
  expect(stdout).toContain('let its "workspace.library" name .mosis/types');
  expect(readFileSync(join(cwd, ".luarc.json"), "utf8")).toBe("{}");
});

test("writes nothing when asked what it would write", async () => {
  const cwd = temporaryFolder();
  expect(jsonOf(await runInMemory(["types", "--dry-run", "--json"], { cwd }))).toMatchObject({
    dry_run: true,
    plan: { files: [".mosis/types/mosis.lua", ".luarc.json"], configured: false },
  });
  expect(existsSync(join(cwd, ".mosis"))).toBe(false);
});
