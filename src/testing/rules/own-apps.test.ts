import { readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { readProject } from "../../node/project.ts";
import { runInMemory } from "../cli/run-in-memory.ts";
import { temporaryFolder } from "../cli/temporary-folder.ts";
import { checkHere } from "../check-here.ts";

const APPS = join(import.meta.dirname, "../../system-apps");
const names = readdirSync(APPS, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

test.for(names)("the first-party app %s keeps every rule", async (name) => {
  expect((await readProject(join(APPS, name), checkHere)).findings).toEqual([]);
});

test("so does what `mosis init` writes", async () => {
  const cwd = temporaryFolder();
  await runInMemory(["init", "app", "--yes"], { cwd });
  const { manifest, findings } = await readProject(join(cwd, "app"), checkHere);
  expect(manifest).not.toBeNull();
  expect(findings).toEqual([]);
});
