import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { CheckResult } from "../../core/doctor/check-result.ts";
import { anHttpServer } from "../../testing/http-server.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { writeSampleProject } from "../../testing/cli/sample-project.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { anApp } from "../../testing/app-kit.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";

/** A machine of somebody's own, in a temporary folder: nothing of the one that runs the test shows through. */
function aMachine() {
  const root = temporaryFolder();
  const [home, cwd, mosisHome] = [join(root, "home"), join(root, "work"), join(root, "mosis")];
  for (const folder of [home, cwd]) mkdirSync(folder);
  writeFileSync(join(home, ".gitconfig"), "[user]\n\tname = Ada\n\temail = ada@example.com\n");
  const env = { HOME: home, GIT_CONFIG_NOSYSTEM: "1", MOSIS_HOME: mosisHome, LANG: "en_GB.UTF-8" };
  const run = (argv: readonly string[] = [], change: Readonly<Record<string, string>> = {}) =>
    runInMemory(["doctor", ...argv], { cwd, env: { ...env, ...change } });
  const doctor = async (argv: readonly string[] = [], change: Readonly<Record<string, string>> = {}) => {
    const result = await run([...argv, "--json"], change);
    const { checks } = jsonOf(result) as unknown as { readonly checks: readonly CheckResult[] };
    const isFine = checks.every(({ status }) => status !== "fail");
    expect(result).toMatchObject({ exitCode: isFine ? 0 : 1, stderr: "" });
    const found = checks.filter(({ status }) => status !== "ok");
    expect(found.every(({ fix }) => fix !== null)).toBe(true);
    return found;
  };
  const makeKey = async (passphrase: string | null = "open sesame"): Promise<string> => {
    const argv = ["keys", "generate", "--json", ...(passphrase === null ? ["--no-passphrase"] : [])];
    const made = await runInMemory(argv, { cwd, env: { ...env, MOSIS_PASSPHRASE: passphrase ?? "" } });
    return (jsonOf(made) as unknown as { readonly key: { readonly path: string } }).key.path;
  };
  return { cwd, mosisHome, run, doctor, makeKey };
}

const found = (id: string, status: CheckResult["status"], message: string): unknown => ({
  id,
  status,
  message: expect.stringContaining(message),
  fix: expect.any(String),
});

test("a machine that is set up has nothing to be said about", async () => {
  const { cwd, mosisHome, run, doctor, makeKey } = aMachine();
  await makeKey();
  writeSampleProject(cwd);
  expect(await doctor()).toEqual([]);
  const { exitCode, stdout } = await run();
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\n\nEverything is fine\.\n$/);
  expect((await readdir(mosisHome)).toSorted()).toEqual(["keys"]);
});

test("a new machine is told how to begin, and nothing fails", async () => {
  const { mosisHome, doctor } = aMachine();
  expect(await doctor()).toEqual([found("keys", "warn", "no signing key")]);
  await expect(readdir(mosisHome)).rejects.toThrow("ENOENT");
});

test("says it for people, with what to do", async () => {
  const { run, makeKey } = aMachine();
  chmodSync(await makeKey(), 0o644);
  const { exitCode, stdout } = await run();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^fail {2}key-modes {6} {2}Others on this machine can get at `.+`\.\n {23}fix: Run `chmod 600 ".+"`/m,
  );
  expect(stdout).toMatch(/\n\n1 of the points fails, 0 warnings\.\n$/);
});

describe("keys", () => {
  test("that others can read, or put beside yours", async () => {
    const { mosisHome, doctor, makeKey } = aMachine();
    const path = await makeKey();
    chmodSync(path, 0o640);
    expect(await doctor()).toEqual([found("key-modes", "fail", path)]);
    chmodSync(path, 0o600);
    chmodSync(join(mosisHome, "keys"), 0o755);
    expect(await doctor()).toEqual([found("key-folder", "warn", "mode 0755")]);
    chmodSync(join(mosisHome, "keys"), 0o777);
    expect(await doctor()).toEqual([found("key-folder", "fail", "mode 0777")]);
  });

  test("that no passphrase protects", async () => {
    const { doctor, makeKey } = aMachine();
    const path = await makeKey(null);
    expect(await doctor()).toEqual([found("key-passphrases", "warn", path)]);
  });

  test("that lack a half, hold something else, or are another's", async () => {
    const { doctor, makeKey } = aMachine();
    const [one, two, three] = [await makeKey(), await makeKey(null), await makeKey(null)];
    rmSync(one.replace(/\.pem$/, ".pub.json"));
    expect(await doctor()).toContainEqual(found("keys", "fail", "lacks its public half"));
    rmSync(one);
    renameSync(two, three);
    expect(await doctor()).toContainEqual(found("keys", "fail", "not the one that its name says"));
    writeFileSync(three, "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n");
    expect(await doctor()).toContainEqual(found("keys", "fail", "no PKCS#8 private key"));
  });

  test("whose folder is a file", async () => {
    const { mosisHome, doctor } = aMachine();
    mkdirSync(mosisHome);
    writeFileSync(join(mosisHome, "keys"), "");
    expect(await doctor()).toEqual([found("key-folder", "fail", "ENOTDIR")]);
  });
});

describe("the machine", () => {
  test("without Git, or with a Git that does not know whose it is", async () => {
    const { doctor } = aMachine();
    expect(await doctor([], { PATH: temporaryFolder() })).toContainEqual(found("git", "warn", "no Git"));
    expect(await doctor([], { HOME: temporaryFolder() })).toContainEqual(
      found("git-author", "warn", "no user.name and no user.email"),
    );
  });

  test("whose MOSIS_HOME cannot be written", async () => {
    const { cwd, doctor } = aMachine();
    const file = join(cwd, "file");
    writeFileSync(file, "");
    expect(await doctor([], { MOSIS_HOME: file })).toContainEqual(found("home", "fail", "a file is in its place"));
    expect(await doctor([], { MOSIS_HOME: join(file, "below") })).toContainEqual(found("home", "fail", file));
    // A folder in which not even root can make a file.
    if (process.platform === "linux")
      expect(await doctor([], { MOSIS_HOME: "/proc/self" })).toContainEqual(found("home", "fail", "/proc/self"));
  });

  test("where a process was killed while it wrote", async () => {
    const { cwd, mosisHome, doctor, makeKey } = aMachine();
    await makeKey();
    const name = ".app.mosis.123e4567-e89b-12d3-a456-426614174000.tmp";
    mkdirSync(join(cwd, "dist"));
    mkdirSync(join(mosisHome, "device/trust"), { recursive: true });
    for (const folder of [join(cwd, "dist"), join(mosisHome, "device/trust")]) writeFileSync(join(folder, name), "");
    const [leftovers] = await doctor();
    expect(leftovers).toEqual(found("leftovers", "warn", join(cwd, "dist", name)));
    expect(leftovers?.message).toContain(join("device/trust", name));
  });

  test("whose terminal is not set to UTF-8", async () => {
    const { doctor, makeKey } = aMachine();
    await makeKey();
    expect(await doctor([], { LC_ALL: "de_DE.ISO-8859-1@euro" })).toEqual([found("encoding", "warn", "ISO-8859-1")]);
    for (const LANG of ["", "C", "C.utf8"]) expect(await doctor([], { LANG })).toEqual([]);
  });

  test("that runs another mosis than the folder installs", async () => {
    const { cwd, doctor, makeKey } = aMachine();
    await makeKey();
    mkdirSync(join(cwd, "node_modules/mosis"), { recursive: true });
    writeFileSync(join(cwd, "node_modules/mosis/package.json"), '{"version": "99.0.0"}');
    expect(await doctor()).toEqual([found("mosis", "warn", "99.0.0 is installed")]);
    writeFileSync(join(cwd, "node_modules/mosis/package.json"), "no JSON");
    expect(await doctor()).toEqual([]);
  });
});

test("a project that breaks rules, or cannot be read", async () => {
  const { cwd, doctor, makeKey } = aMachine();
  await makeKey();
  writeSampleProject(cwd);
  for (const size of [32, 64, 128]) rmSync(join(cwd, `icon-${size}.png`));
  expect(await doctor()).toEqual([found("project", "fail", "com.example.sample breaks 3 rules")]);
  writeFileSync(join(cwd, "manifest.json"), "{");
  expect(await doctor()).toEqual([found("project", "fail", "the project in this folder breaks")]);
});

describe("a store", () => {
  test.each([
    ["right", 0, []],
    ["ten minutes ahead of ours", 10, [found("clock", "warn", "10 minutes behind")]],
    ["three hours behind ours", -180, [found("clock", "fail", "3 hours ahead of")]],
  ])("whose clock is %s", async (_name, minutes, expected) => {
    const { doctor, makeKey } = aMachine();
    await makeKey();
    const url = await serve(aPublishedStore(), { date: new Date(Date.now() + minutes * 60_000).toUTCString() });
    expect(await doctor(["--store", url])).toEqual(expected);
  });

  test("whose answer was kept by a cache for an hour has the right clock all the same", async () => {
    const { doctor, makeKey } = aMachine();
    await makeKey();
    const date = new Date(Date.now() - 3_600_000).toUTCString();
    expect(await doctor(["--store", await serve(aPublishedStore(), { date, age: "3600" })])).toEqual([]);
  });

  test("in a folder is asked for no time", async () => {
    const { cwd, run, makeKey } = aMachine();
    await makeKey();
    await aPublishedStore().writeTo(join(cwd, "published"));
    const { exitCode, stdout } = await run(["--store", "./published"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ok {4}store-trust .+seen for the first time\.$/m);
    expect(stdout).not.toContain("clock");
  });

  test("that does not answer, is none, or has slept too long", async () => {
    const { doctor, makeKey } = aMachine();
    await makeKey();
    expect(await doctor(["--store", "http://127.0.0.1:9/"])).toEqual([found("store", "fail", "cannot be reached")]);
    expect(await doctor(["--store", await serve({ files: new Map() })])).toEqual([
      found("store-trust", "fail", "1.root.json"),
    ]);
    const store = aPublishedStore(new Date(Date.now() - 20 * 86_400_000));
    expect(await doctor(["--store", await serve(store)])).toEqual([found("store-trust", "fail", "expired")]);
  });

  test("that is another one than the device of this machine knows", async () => {
    const { cwd, mosisHome, run, doctor, makeKey } = aMachine();
    await makeKey();
    const folder = join(cwd, "published");
    await aPublishedStore().writeTo(folder);
    const argv = ["device", "install", "com.example.notes", "--store", folder, "--accept-permissions", "--json"];
    const installed = await runInMemory(argv, { cwd, env: { MOSIS_HOME: mosisHome } });
    expect(installed.exitCode).toBe(0);
    expect((await run(["--store", folder])).stdout).toContain("as pinned by the device of this machine");
    const before = await readdir(join(mosisHome, "device"), { recursive: true });
    rmSync(folder, { recursive: true });
    await aPublishedStore().writeTo(folder);
    expect(await doctor(["--store", folder])).toEqual([found("store-trust", "fail", "timestamp.json")]);
    expect(await readdir(join(mosisHome, "device"), { recursive: true })).toEqual(before);
  });

  test("at an address that is none is an error", async () => {
    const { run } = aMachine();
    const result = await run(["--store", "ftp://store.example", "--json"]);
    expect(jsonOf(result)).toMatchObject({ ok: false, error: { code: "store-bad-url" } });
    expect(result.exitCode).toBe(2);
  });
});

function aPublishedStore(now = new Date()): StoreKit {
  const store = aStore().withApp(anApp());
  store.trust.now = now;
  return store.publish();
}

async function serve(
  { files }: Pick<StoreKit, "files">,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const url = await anHttpServer((request, response) => {
    const bytes = files.get((request.url ?? "/").slice(1));
    response.writeHead(bytes === undefined ? 404 : 200, headers).end(bytes);
  });
  return `${url}/`;
}
