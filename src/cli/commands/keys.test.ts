import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { openKeyPem } from "../../node/key-file.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

test("asks twice for the passphrase of a new key", async () => {
  const { env, folder } = home();
  const run = await runInMemory(["keys", "generate"], { env, answers: ["", "open sesame", "slip", "open sesame"] });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.asked).toEqual([
    "Passphrase for the new key",
    "Passphrase for the new key",
    "The same again",
    "The same again",
  ]);
  const pem = onlyPem(folder);
  expect(run.stdout).toContain(pem);
  expect(statSync(pem).mode & 0o777).toBe(0o600);
  expect(openKeyPem(readFileSync(pem, "utf8"), "open sesame").key.keyid).toHaveLength(64);
});

test("takes the passphrase from the environment or a file", async () => {
  for (const source of ["environment", "file"]) {
    const { env, folder } = home();
    writeFileSync(join(folder, "..", "passphrase"), "open sesame\n");
    const run =
      source === "file"
        ? await runInMemory(["keys", "generate", "--passphrase-file", "passphrase"], { env, cwd: join(folder, "..") })
        : await runInMemory(["keys", "generate"], { env: { ...env, MOSIS_PASSPHRASE: "open sesame" } });
    expect(run.exitCode).toBe(0);
    expect(openKeyPem(readFileSync(onlyPem(folder), "utf8"), "open sesame").key.keyid).toHaveLength(64);
  }
});

test("--no-passphrase warns and leaves the key in the clear", async () => {
  const { env, folder } = home();
  const run = await runInMemory(["keys", "generate", "--no-passphrase", "--json"], { env });
  expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("not encrypted") });
  const signer = openKeyPem(readFileSync(onlyPem(folder), "utf8"), null);
  expect(jsonOf(run)).toMatchObject({
    ok: true,
    key: { keyid: signer.key.keyid, keyval: signer.object.keyval, path: onlyPem(folder) },
  });
});

test("does not ask where nobody answers", async () => {
  const { env, folder } = home();
  const run = await runInMemory(["keys", "generate", "--json"], { env });
  expect(run.exitCode).toBe(2);
  expect(jsonOf(run)).toMatchObject({
    error: { code: "answer-needed", fix: expect.stringContaining("--no-passphrase") },
  });
  expect(existsSync(folder)).toBe(false);
});

test("makes nothing when the question is cancelled, or in a dry run", async () => {
  const { env, folder } = home();
  expect(await runInMemory(["keys", "generate"], { env, answers: ["secret", null] })).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("Cancelled"),
  });
  const dry = await runInMemory(["keys", "generate", "--dry-run", "--json"], { env });
  expect(jsonOf(dry)).toEqual({ ok: true, dry_run: true, plan: { folder, encrypted: true } });
  expect(existsSync(folder)).toBe(false);
});

test.each([
  [["--no-passphrase", "--passphrase-file", "x"], "bad-option"],
  [["--passphrase-file", "missing"], "not-found"],
  [["--passphrase-file", "empty"], "bad-option"],
])("refuses %j", async (options, code) => {
  const { env, folder } = home();
  const cwd = join(folder, "..");
  writeFileSync(join(cwd, "empty"), "\n");
  const run = await runInMemory(["keys", "generate", "--json", ...options], { env, cwd });
  expect(run.exitCode).toBe(2);
  expect(jsonOf(run)).toMatchObject({ ok: false, error: { code } });
});

test("lists keys without their passphrases", async () => {
  const { env, folder } = home();
  await runInMemory(["keys", "generate", "--no-passphrase"], { env });
  await runInMemory(["keys", "generate"], { env: { ...env, MOSIS_PASSPHRASE: "secret" } });
  const ids = readdirSync(folder)
    .filter((name) => name.endsWith(".pem"))
    .map((name) => name.slice(0, -4))
    .toSorted();
  const run = await runInMemory(["keys", "list"], { env });
  expect(run.stdout.split("\n").map((line) => line.split(" ")[0])).toEqual([...ids, ""]);
  const json = jsonOf(await runInMemory(["keys", "list", "--json"], { env }));
  expect(json).toMatchObject({ ok: true, folder, keys: ids.map((keyid) => ({ keyid, keytype: "ed25519" })) });
});

test("says how to make a first key", async () => {
  const run = await runInMemory(["keys", "list"], { env: home().env });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("No keys in") });
  expect(run.stderr).toContain("mosis keys generate");
});

test("reports a damaged key folder", async () => {
  const { env, folder } = home();
  await runInMemory(["keys", "generate", "--no-passphrase"], { env });
  rmSync(onlyPem(folder).replace(/\.pem$/, ".pub.json"));
  const run = await runInMemory(["keys", "list", "--json"], { env });
  expect(run.exitCode).toBe(2);
  expect(jsonOf(run)).toMatchObject({ ok: false, error: { code: "key-unreadable" } });
});

function home() {
  const root = temporaryFolder();
  return { env: { MOSIS_HOME: root }, folder: join(root, "keys") };
}

function onlyPem(folder: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith(".pem"));
  expect(names).toHaveLength(1);
  return join(folder, names[0]!);
}
