import { readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { checkCode, isCode } from "../../core/code/check-code.ts";
import { api } from "../../core/sdk/api.ts";
import { permissionOf } from "../../core/sdk/permissions.ts";
import { readProject } from "../../node/project.ts";
import { runInMemory } from "../cli/run-in-memory.ts";
import { temporaryFolder } from "../cli/temporary-folder.ts";
import { checkHere } from "../check-here.ts";

const APPS = join(import.meta.dirname, "../../system-apps");
const names = readdirSync(APPS, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

test.for(names)("the first-party app %s keeps every rule", async (name) => {
  expect((await readProject(join(APPS, name), checkHere)).findings).toEqual([]);
});

test("between them they use every module that needs no permission or a normal one", async () => {
  const projects = await Promise.all(names.map((name) => readProject(join(APPS, name), checkHere)));
  const code = projects.flatMap(({ files }) => files).filter(({ path }) => isCode(path));
  const uses = code.flatMap(({ path, data }) => checkCode(path, new TextDecoder().decode(data)).uses);
  const used = new Set(uses.map(({ module }) => module));
  const wanted = api.modules.filter(({ functions }) =>
    functions.every(({ permission }) => permission === undefined || permissionOf(permission)?.level === "normal"),
  );
  expect(wanted.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
});

test("so does what `mosis init` writes", async () => {
  const cwd = temporaryFolder();
  await runInMemory(["init", "app", "--yes"], { cwd });
  const { manifest, findings } = await readProject(join(cwd, "app"), checkHere);
  expect(manifest).not.toBeNull();
  expect(findings).toEqual([]);
});
