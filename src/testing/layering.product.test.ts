import { execFile } from "node:child_process";
import { appendFile, cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const COPIED = ["tsconfig.base.json", "tsconfig.published.json", ".oxlintrc.json", "package.json"];
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "mosis-layering-"));
  for (const name of COPIED) await cp(join(ROOT, name), join(copy, name));
  for (const folder of ["core", "node", "device", "cli"]) {
    await cp(join(ROOT, "src", folder), join(copy, "src", folder), { recursive: true });
  }
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"), "dir");
});

afterAll(() => rm(copy, { recursive: true, force: true }));

test("the copy without a violation passes both", async () => {
  expect(await compiler("core")).toMatchObject({ code: 0 });
  expect(await linter("src/core/limits.ts")).toMatchObject({ code: 0 });
});

const violations = [
  { into: "core", import: 'import { readFileSync } from "node:fs";', uses: "readFileSync", says: /node:fs/ },
  { into: "core", import: 'import { nodeCrypto } from "../node/crypto.ts";', uses: "nodeCrypto", says: /node\/crypto/ },
  { into: "node", import: 'import { runCli } from "../cli/run-cli.ts";', uses: "runCli", says: /run-cli/ },
  { into: "device", import: 'import { runCli } from "../cli/run-cli.ts";', uses: "runCli", says: /run-cli/ },
] as const;

test.each(violations)("compiler and linter each refuse $import in $into", async (violation) => {
  const file = join("src", violation.into, "planted.ts");
  await appendFile(join(copy, file), `${violation.import}\nexport const planted = ${violation.uses};\n`);
  try {
    const compiled = await compiler(violation.into);
    expect(compiled.code).not.toBe(0);
    expect(compiled.output).toMatch(/planted\.ts/);
    const linted = await linter(file);
    expect(linted.code).not.toBe(0);
    expect(linted.output).toMatch(/no-restricted-imports/);
    expect(linted.output).toMatch(violation.says);
  } finally {
    await rm(join(copy, file));
  }
});

interface Outcome {
  readonly code: number;
  readonly output: string;
}

const compiler = (folder: string): Promise<Outcome> => run("tsc", "-b", `src/${folder}`);
const linter = (file: string): Promise<Outcome> => run("oxlint", file);

async function run(tool: string, ...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(join(ROOT, "node_modules/.bin", tool), args, { cwd: copy });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}
