import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

/** Git without any configuration of the machine, so that its author is what a test says. */
const NO_GIT_AUTHOR = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };

test("makes an app without findings", async () => {
  const cwd = temporaryFolder();
  const run = await runInMemory(["init", "notes", "--yes"], { cwd, env: NO_GIT_AUTHOR });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).toMatch(/^Made Notes \(com\.example\.notes\) in notes\n/);
  expect(run.stdout).toMatch(/Next:\n {2}cd notes\n {2}mosis validate\n {2}mosis build\n$/);
  expect(manifestIn(cwd, "notes")).toMatchObject({
    id: "com.example.notes",
    name: "Notes",
    author: { name: "Your Name", email: "you@example.com" },
  });
  const report = await runInMemory(["validate", "notes", "--json"], { cwd });
  expect(jsonOf(report)).toMatchObject({ ok: true, counts: { error: 0, review: 0, warn: 0, info: 0 } });
});

test("gives dot files their names and leaves no placeholder", async () => {
  const cwd = temporaryFolder();
  await runInMemory(["init", "notes", "--yes"], { cwd });
  const paths = readdirSync(join(cwd, "notes"), { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  expect(paths.map(({ name }) => name)).toEqual(expect.arrayContaining([".gitignore", ".mosisignore"]));
  for (const { parentPath, name } of paths) {
    expect(name.startsWith("_")).toBe(false);
    expect(readFileSync(join(parentPath, name), "latin1")).not.toMatch(/\{\{(id|name|author_\w+)\}\}/);
  }
});

test("takes every value from an option, whatever characters are in it", async () => {
  const cwd = temporaryFolder();
  const name = `O'Brien & "Sons" <x>`;
  const values = ["--id", "org.ada.notes", "--name", name, "--author-name", 'Ada "L" \\', "--author-email", "a@b.cd"];
  expect((await runInMemory(["init", "x", "--json", ...values], { cwd })).exitCode).toBe(0);
  expect(manifestIn(cwd, "x")).toMatchObject({
    id: "org.ada.notes",
    name,
    author: { name: 'Ada "L" \\', email: "a@b.cd" },
  });
  const report = jsonOf(await runInMemory(["validate", "x", "--json"], { cwd }));
  expect(report).toMatchObject({ ok: true, findings: [] });
});

test("asks for what is not given and offers what is usual", async () => {
  const cwd = temporaryFolder();
  const answers = ["Notes", "org.ada.notes", "My notes", "Ada"];
  const run = await runInMemory(["init", "notes", "--author-email", "ada@example.com"], { cwd, answers });
  expect(run.exitCode).toBe(0);
  // The first answer was no id, so the question came again.
  const id = "Id of the app, such as com.example.notes";
  expect(run.asked).toEqual([id, id, "Name under its icon", "Your name"]);
  expect(manifestIn(cwd, "notes")).toMatchObject({ id: "org.ada.notes", name: "My notes", author: { name: "Ada" } });
});

test("makes nothing when a question is cancelled", async () => {
  const cwd = temporaryFolder();
  const run = await runInMemory(["init", "notes"], { cwd, answers: ["org.ada.notes", null] });
  expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("Cancelled") });
  expect(existsSync(join(cwd, "notes"))).toBe(false);
});

test("names the flag where nobody answers", async () => {
  const cwd = temporaryFolder();
  const run = await runInMemory(["init", "notes", "--json", "--id", "org.ada.notes"], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stderr: "" });
  expect(jsonOf(run)).toMatchObject({
    error: { code: "answer-needed", fix: expect.stringMatching(/`--name`.*`--yes`/) },
  });
});

test("takes the author from git, unless a manifest could not have it", async () => {
  const cwd = temporaryFolder();
  const gitconfig = join(cwd, "gitconfig");
  const env = { ...NO_GIT_AUTHOR, GIT_CONFIG_GLOBAL: gitconfig };
  writeFileSync(gitconfig, "[user]\n  name = Ada Lovelace\n  email = ada@example.org\n");
  await runInMemory(["init", "one", "--yes"], { cwd, env });
  expect(manifestIn(cwd, "one")).toMatchObject({ author: { name: "Ada Lovelace", email: "ada@example.org" } });
  writeFileSync(gitconfig, "[user]\n  name = root\n  email = root@localhost\n");
  await runInMemory(["init", "two", "--yes"], { cwd, env });
  expect(manifestIn(cwd, "two")).toMatchObject({ author: { name: "root", email: "you@example.com" } });
});

test("does without git", async () => {
  const cwd = temporaryFolder();
  const run = await runInMemory(["init", "notes", "--yes"], { cwd, env: { PATH: cwd } });
  expect(run.exitCode).toBe(0);
});

test.each([
  ["my-first_app", "com.example.my-first-app", "My First App"],
  ["2048", "com.example.app", "2048"],
  ["con", "com.example.con-app", "Con"],
  ["日本", "com.example.app", "App"],
  ["x".repeat(200), `com.example.${"x".repeat(88)}-app`, `X${"x".repeat(49)}`],
])("derives id and name from the folder %s", async (folder, id, name) => {
  const cwd = temporaryFolder();
  const run = await runInMemory(["init", folder, "--yes", "--dry-run", "--json"], { cwd });
  expect(jsonOf(run)).toMatchObject({ ok: true, plan: { values: { id, name } } });
});

test("--dry-run lists the files and makes none", async () => {
  const cwd = temporaryFolder();
  const dry = jsonOf(await runInMemory(["init", "notes", "--yes", "--dry-run", "--json"], { cwd }));
  expect(readdirSync(cwd)).toEqual([]);
  const done = jsonOf(await runInMemory(["init", "notes", "--yes", "--json"], { cwd }));
  expect(done).toEqual({ ...dry, dry_run: false });
  expect((dry["plan"] as { files: string[] }).files).toContain("manifest.json");
});

test("starts in the current folder when none is named, even in a new repository", async () => {
  const cwd = join(temporaryFolder(), "notes");
  mkdirSync(join(cwd, ".git"), { recursive: true });
  const run = await runInMemory(["init", "--yes"], { cwd });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("in this folder") });
  expect(run.stdout).not.toContain("cd ");
  expect(manifestIn(cwd, ".")).toMatchObject({ id: "com.example.notes" });
});

test("refuses a folder with anything in it and says what", async () => {
  const cwd = temporaryFolder();
  for (const name of ["a", "b", "c", "d", "e", "f", "g"]) writeFileSync(join(cwd, name), "");
  const run = await runInMemory(["init", "--yes"], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain("is not empty: a, b, c, d, e and 2 more.");
  expect(readdirSync(cwd)).toHaveLength(7);
});

test("refuses a file in the place of the folder", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "notes"), "");
  const run = await runInMemory(["init", "notes", "--yes", "--json"], { cwd });
  expect(run.exitCode).toBe(2);
  expect(jsonOf(run)).toMatchObject({ error: { code: "wrong-kind" } });
});

test.each([
  ["--id", "notes", "reverse-DNS"],
  ["--id", "com.example.con", "device name"],
  ["--name", "x".repeat(51), "name"],
  ["--author-email", "nobody", "e-mail"],
  ["--template", "game", "not one of app"],
])("refuses %s %s", async (flag, value, message) => {
  const cwd = temporaryFolder();
  const run = await runInMemory(["init", "notes", "--yes", flag, value], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
  expect(run.stderr).toContain(flag);
  expect(readdirSync(cwd)).toEqual([]);
});

function manifestIn(cwd: string, folder: string): unknown {
  return JSON.parse(readFileSync(join(cwd, folder, "manifest.json"), "utf8"));
}
