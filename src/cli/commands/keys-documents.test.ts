import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { ReviewKit } from "../../testing/review-kit.ts";
import { aStore } from "../../testing/store-kit.ts";

const REGISTER = ["--developer", "grace", "--registry", "test", "--name", "Grace", "--github-id", "1", "--out", "."];
const DOCUMENT = "registry/developers/grace.json";

test("review lets in what keys register writes", async () => {
  const { run, review } = await place();
  expect(await run("register", "--dry-run", ...REGISTER)).toMatchObject({ ok: true, plan: { seq: 1 } });
  expect(review([DOCUMENT], [])).toEqual(["missing"]);
  expect(await run("register", ...REGISTER)).toMatchObject({ ok: true, plan: { developer: "grace", seq: 1 } });
  expect(review([DOCUMENT], [])).toEqual(["merge"]);
  expect(await run("register", ...REGISTER)).toMatchObject({ ok: false, error: { code: "developer-exists" } });
});

test.each([
  ["--developer", "No Id"],
  ["--registry", "No Name"],
  ["--name", ""],
  ["--github-id", "ada"],
])("keys register refuses %s %j", async (option, value) => {
  const { run, cwd } = await place();
  const given = [...REGISTER];
  given[given.indexOf(option) + 1] = value;
  expect(await run("register", ...given)).toMatchObject({ ok: false, error: { code: "bad-option" } });
  expect(existsSync(join(cwd, "registry"))).toBe(false);
});

/** A home with one key, and a folder to write into. */
async function place() {
  const [cwd, home] = [temporaryFolder(), temporaryFolder()];
  const env = { MOSIS_HOME: home };
  const run = async (command: string, ...options: readonly string[]) =>
    jsonOf(await runInMemory(["keys", command, "--json", ...options], { cwd, env }));
  const newKey = async (): Promise<string> => {
    const { key } = await run("generate", "--no-passphrase");
    return (key as { readonly keyid: string }).keyid;
  };
  /** What review says to these files on a registry that has those. */
  const review = (paths: readonly string[], base: readonly (readonly [string, Uint8Array])[]): readonly string[] => {
    if (!paths.every((path) => existsSync(join(cwd, path)))) return ["missing"];
    const kit = new ReviewKit(aStore());
    for (const [path, bytes] of base) kit.base.set(path.slice("registry/".length), bytes);
    return kit.rules(paths.map((path) => ({ path, bytes: readFileSync(join(cwd, path)) })));
  };
  const first = await newKey();
  return { cwd, run, newKey, review, first };
}
