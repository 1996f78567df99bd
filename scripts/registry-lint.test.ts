import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { anApp } from "../src/testing/app-kit.ts";
import { temporaryFolder } from "../src/testing/cli/temporary-folder.ts";
import { runScriptFile } from "../src/testing/run-script.ts";
import { aStore } from "../src/testing/store-kit.ts";

const EXCEPTION = "exceptions/package-file-type--com.example.notes.json";

/** A checkout of a registry with one app, and some files more. */
function checkout(more: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  const files = [...aStore().withApp(anApp()).registryFiles(), ...Object.entries(more)];
  for (const [path, data] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data);
  }
  return folder;
}

const exception = (expires: string): string =>
  JSON.stringify({
    rule: "package/file-type",
    app_id: "com.example.notes",
    reason: "A format of its own.",
    approver: 1,
    expires,
  });

test("says nothing of a registry in order, and of this repository's own", async () => {
  const cwd = checkout({ [EXCEPTION]: exception("2999-12-31"), ".swp/x": "left over" });
  const own = join(import.meta.dirname, "..");
  expect(await runScriptFile("registry-lint.ts", ["--registry", cwd], { cwd })).toMatchObject({
    code: 0,
    stdout: "Nothing is wrong.\n",
  });
  expect(await runScriptFile("registry-lint.ts", [], { cwd: own })).toMatchObject({ code: 0 });
});

test("fails on an exception that is over, and on what is no document", async () => {
  const cwd = checkout({ [EXCEPTION]: exception("2020-01-31"), "notes.txt": "x" });
  const { code, stdout } = await runScriptFile("registry-lint.ts", ["--registry", cwd], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain(`${EXCEPTION}  error  exception/expired\n  It was over after 2020-01-31.\n`);
  expect(stdout).toContain("notes.txt  error  registry/unknown-path\n");
  expect(stdout).toMatch(/\n2 findings\n$/);
});
