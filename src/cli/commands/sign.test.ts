import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { parseAtRest } from "../../core/json/signed-document.ts";
import { readPackage } from "../../core/package/read-package.ts";
import { writeZip } from "../../core/package/zip/zip-writer.ts";
import type { PackagePath } from "../../core/package/package-path.ts";
import { generateKeyPem, openKeyPem } from "../../node/key-file.ts";
import { storeKey } from "../../node/key-store.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { manifestText, writeSampleProject } from "../../testing/cli/sample-project.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

test("signs with the only key and puts the signature last", async () => {
  const { cwd, env, addKey } = await workshop();
  const keyid = await addKey();
  const run = await runInMemory(["sign", "app.mosis"], { cwd, env });
  expect(run).toMatchObject({ exitCode: 0, stdout: `Signed app.mosis with key ${keyid}\n`, stderr: "" });
  expect(open(cwd).files.at(-1)?.path).toBe("signature.sig");
  expect(signers(cwd)).toEqual([keyid]);
});

test("changes no byte when it signs again", async () => {
  const { cwd, env, addKey } = await workshop();
  await addKey();
  await runInMemory(["sign", "app.mosis"], { cwd, env });
  const bytes = readFileSync(join(cwd, "app.mosis"));
  const run = await runInMemory(["sign", "app.mosis", "--json"], { cwd, env });
  expect(jsonOf(run)).toMatchObject({ ok: true, plan: { packages: [{ action: "keep" }] } });
  expect((await runInMemory(["sign", "app.mosis"], { cwd, env })).stdout).toContain("already");
  expect(readFileSync(join(cwd, "app.mosis"))).toEqual(bytes);
});

test("adds a second key beside the first, whichever comes first", async () => {
  const { cwd, env, addKey } = await workshop();
  const ids = [await addKey(), await addKey()];
  for (const keyid of ids) await runInMemory(["sign", "app.mosis", "--key", keyid], { cwd, env });
  expect(signers(cwd)).toEqual(ids.toSorted());
});

test("signs several packages, each named once", async () => {
  const { cwd, env, addKey } = await workshop();
  await addKey();
  await runInMemory(["build", "--out", "two.mosis"], { cwd, env });
  const run = await runInMemory(["sign", "app.mosis", "two.mosis", "app.mosis", "--json"], { cwd, env });
  expect(jsonOf(run)).toMatchObject({ plan: { packages: [{ action: "sign" }, { action: "sign" }] } });
});

test("--dry-run says what it would do and does nothing", async () => {
  const { cwd, env, addKey } = await workshop();
  const keyid = await addKey();
  const before = readFileSync(join(cwd, "app.mosis"));
  const run = await runInMemory(["sign", "app.mosis", "--dry-run", "--json"], { cwd, env });
  const packages = [{ path: join(cwd, "app.mosis"), action: "sign" }];
  expect(jsonOf(run)).toEqual({ ok: true, dry_run: true, plan: { keyid, packages } });
  expect(readFileSync(join(cwd, "app.mosis"))).toEqual(before);
});

test("takes a key by the first digits of its id, or from a PEM file", async () => {
  const { cwd, env, addKey } = await workshop();
  const keyid = await addKey();
  await addKey();
  expect((await runInMemory(["sign", "app.mosis", "--key", keyid.slice(0, 8)], { cwd, env })).exitCode).toBe(0);
  const pem = generateKeyPem(null);
  writeFileSync(join(cwd, "ci.pem"), pem);
  expect((await runInMemory(["sign", "app.mosis", "-k", "ci.pem"], { cwd, env })).exitCode).toBe(0);
  expect(signers(cwd)).toEqual([keyid, openKeyPem(pem, null).key.keyid].toSorted());
});

test("lets a person choose between several keys and type the passphrase", async () => {
  const { cwd, env, addKey } = await workshop();
  await addKey();
  const keyid = await addKey("secret");
  const run = await runInMemory(["sign", "app.mosis"], { cwd, env, answers: [keyid, "secret"] });
  expect(run.asked).toEqual(["Sign with which key?", `Passphrase of key ${keyid.slice(0, 12)}`]);
  expect(signers(cwd)).toEqual([keyid]);
});

test("takes the passphrase from the environment", async () => {
  const { cwd, env, addKey } = await workshop();
  await addKey("secret");
  const run = await runInMemory(["sign", "app.mosis"], { cwd, env: { ...env, MOSIS_PASSPHRASE: "secret" } });
  expect(run.exitCode).toBe(0);
});

test.each([
  ["no key", [], [], {}, "key-missing", 2, "mosis keys generate"],
  ["several keys", [null, null], [], {}, "key-ambiguous", 2, "--key"],
  ["an unknown id", [null], ["--key", "0123456789abcdef"], {}, "key-missing", 2, "mosis keys list"],
  ["a file that is no key", [null], ["--key", "main.rml"], {}, "key-unreadable", 2, "PEM"],
  ["a folder as a key", [null], ["--key", "."], {}, "wrong-kind", 2, "Name a file"],
  ["a passphrase nobody gives", ["secret"], [], {}, "answer-needed", 2, "MOSIS_PASSPHRASE"],
  ["a wrong passphrase", ["secret"], [], { MOSIS_PASSPHRASE: "wrong" }, "passphrase-wrong", 3, "Try again"],
] as const)("refuses %s", async (_, keys, options, extra, code, exit, fix) => {
  const { cwd, env, addKey } = await workshop();
  for (const passphrase of keys) await addKey(passphrase);
  const before = readFileSync(join(cwd, "app.mosis"));
  const run = await runInMemory(["sign", "app.mosis", "--json", ...options], { cwd, env: { ...env, ...extra } });
  expect(run).toMatchObject({ exitCode: exit, stderr: "" });
  expect(jsonOf(run)).toMatchObject({ ok: false, error: { code, fix: expect.stringContaining(fix) } });
  expect(readFileSync(join(cwd, "app.mosis"))).toEqual(before);
});

test("refuses a package that changed after it was signed, and leaves all packages alone", async () => {
  const { cwd, env, addKey } = await workshop();
  await addKey();
  await runInMemory(["build", "--out", "good.mosis"], { cwd, env });
  await runInMemory(["sign", "app.mosis"], { cwd, env });
  const { files } = open(cwd);
  const changed = files.map((file) => (file.path === "main.rml" ? { ...file, data: Buffer.from("evil") } : file));
  writeFileSync(join(cwd, "app.mosis"), writeZip(changed, nodePackagePorts));
  const good = readFileSync(join(cwd, "good.mosis"));
  const run = await runInMemory(["sign", "good.mosis", "app.mosis", "--json"], { cwd, env });
  expect(run.exitCode).toBe(1);
  expect(jsonOf(run)).toMatchObject({ ok: false, subject: "app.mosis", findings: [{ rule: "signature/files" }] });
  expect(readFileSync(join(cwd, "good.mosis"))).toEqual(good);
});

test("replaces a signature.sig that is none, and says so", async () => {
  const { cwd, env, addKey } = await workshop();
  const keyid = await addKey();
  const broken = { path: "signature.sig" as PackagePath, data: Buffer.from("{}") };
  writeFileSync(join(cwd, "app.mosis"), writeZip([...open(cwd).files, broken], nodePackagePorts));
  const run = await runInMemory(["sign", "app.mosis"], { cwd, env });
  expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("unusable and is replaced") });
  expect(signers(cwd)).toEqual([keyid]);
});

test("refuses what is no package, and no file", async () => {
  const { cwd, env, addKey } = await workshop();
  await addKey();
  const run = await runInMemory(["sign", "main.rml", "--json"], { cwd, env });
  expect(run.exitCode).toBe(1);
  expect(jsonOf(run)).toMatchObject({ findings: [{ rule: "zip/no-end-record" }] });
  expect((await runInMemory(["sign", "nowhere.mosis"], { cwd, env })).stderr).toContain("does not exist");
  expect((await runInMemory(["sign", "."], { cwd, env })).stderr).toContain("is a folder");
});

async function workshop() {
  const root = temporaryFolder();
  const [cwd, home] = [join(root, "app"), join(root, "home")];
  writeSampleProject(cwd, { "manifest.json": manifestText() });
  const env = { MOSIS_HOME: home };
  await runInMemory(["build", "--out", "app.mosis"], { cwd, env });
  const addKey = async (passphrase: string | null = null): Promise<string> => {
    const pem = generateKeyPem(passphrase);
    return (await storeKey(join(home, "keys"), pem, openKeyPem(pem, passphrase))).publicKey.keyid;
  };
  return { cwd, env, addKey };
}

function open(cwd: string) {
  const { opened } = readPackage(readFileSync(join(cwd, "app.mosis")), nodePackagePorts);
  return opened!;
}

function signers(cwd: string): readonly string[] {
  const parsed = parseAtRest(open(cwd).signature!, "signature.sig");
  return parsed.ok ? parsed.document.signatures.map(({ keyid }) => keyid) : [];
}
