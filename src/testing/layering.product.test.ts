import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
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

const violations = [
  { into: "core", import: 'import { readFileSync } from "node:fs";', uses: "readFileSync", says: "node:fs" },
  { into: "core", import: 'import { nodeCrypto } from "../node/crypto.ts";', uses: "nodeCrypto", says: "node/crypto" },
  { into: "node", import: 'import { runCli } from "../cli/run-cli.ts";', uses: "runCli", says: "run-cli" },
  { into: "device", import: 'import { runCli } from "../cli/run-cli.ts";', uses: "runCli", says: "run-cli" },
].map((violation, index) => ({ ...violation, file: `src/${violation.into}/planted-${index}.ts` }));

test("compiler and linter pass the copy, and refuse each violation that is planted into it", async () => {
  expect(await compiler()).toMatchObject({ code: 0 });
  for (const violation of violations) {
    await writeFile(join(copy, violation.file), `${violation.import}\nexport const planted = ${violation.uses};\n`);
  }
  const compiled = await compiler();
  const linted = await linter(...violations.map(({ file }) => file), "src/core/limits.ts");
  expect(linted.output).not.toContain("src/core/limits.ts");
  for (const { file, says } of violations) {
    expect(compiled.output).toMatch(new RegExp(`^${file}\\(1,`, "m"));
    expect(linted.output).toMatch(new RegExp(`^${file}:1:.*${says}.*no-restricted-imports`, "m"));
  }
});

interface Outcome {
  readonly code: number;
  readonly output: string;
}

const compiler = (): Promise<Outcome> => run("tsc", "-b", "src/cli");
const linter = (...paths: readonly string[]): Promise<Outcome> => run("oxlint", "--format=unix", ...paths);

async function run(tool: string, ...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(join(ROOT, "node_modules/.bin", tool), args, { cwd: copy });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}
