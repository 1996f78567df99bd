import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { encodeAtRest, encodePretty } from "../../core/json/signed-document.ts";
import type { PackagePath } from "../../core/package/package-path.ts";
import { type OpenPackage, readPackage } from "../../core/package/read-package.ts";
import { writeZip } from "../../core/package/zip/zip-writer.ts";
import { signDocument } from "../../core/signing/signatures.ts";
import { ephemeralSigner, generateKeyPem, openKeyPem } from "../../node/key-file.ts";
import { keyPaths, storeKey } from "../../node/key-store.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { writeSampleProject } from "../../testing/cli/sample-project.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

test("an unsigned package fails", async () => {
  const { cwd, env } = await workshop({ sign: false });
  const run = await runInMemory(["verify", "app.mosis"], { cwd, env });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("signature/missing");
  expect(run.stdout).toContain("Not verified: nobody signed it.");
  expect(await verifyJson(cwd, env)).toMatchObject({
    ok: false,
    level: "unsigned",
    findings: [{ rule: "signature/missing" }],
  });
});

test("knows a package signed on this machine without asking for a passphrase", async () => {
  const { cwd, env, keyid } = await workshop({});
  const run = await runInMemory(["verify", "app.mosis"], { cwd, env });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).toContain("Verified: app.mosis, signed by a key of this machine\n");
  expect(await verifyJson(cwd, env)).toMatchObject({
    ok: true,
    level: "own-key",
    app: { id: "com.example.sample", version: "1.2.0", version_code: 3 },
    signers: [{ keyid, status: "valid" }],
    warnings: [],
    findings: [],
  });
});

test("says what it could not check about an unknown key", async () => {
  const { cwd } = await workshop({});
  const env = { MOSIS_HOME: join(cwd, "nowhere") };
  const run = await runInMemory(["verify", "app.mosis"], { cwd, env });
  expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("the signature itself was not checked") });
  expect(run.stdout).toContain("Intact: app.mosis, signed by a key that is not known here\n");
  expect(run.stderr).toContain("mosis verify --key FILE");
  expect(await verifyJson(cwd, env)).toMatchObject({ ok: true, level: "unknown-key", warnings: [expect.any(String)] });
});

test("checks the key one names: by id, public JSON, public or private PEM", async () => {
  const { cwd, env, keyid, pem } = await workshop({});
  const { publicKey } = keyPaths(join(env.MOSIS_HOME, "keys"), keyid);
  writeFileSync(join(cwd, "private.pem"), pem);
  for (const key of [keyid, keyid.slice(0, 10), publicKey, "private.pem"]) {
    expect(await verifyJson(cwd, env, "--key", key)).toMatchObject({ ok: true, level: "named-key" });
  }
});

test("a package that the named key did not sign fails", async () => {
  const { cwd, env } = await workshop({});
  const other = ephemeralSigner();
  writeFileSync(join(cwd, "other.json"), JSON.stringify(other.object));
  expect(await verifyJson(cwd, env, "--key", "other.json")).toMatchObject({
    ok: false,
    level: null,
    findings: [{ rule: "signature/unknown-key", message: expect.stringContaining(other.key.keyid) }],
  });
});

test("a signature that its key never made fails", async () => {
  const { cwd, env, keyid } = await workshop({});
  const forged = encodeAtRest({ signatures: [{ keyid, sig: "ab".repeat(64) }], signed: open(cwd).document });
  replaceSignature(cwd, forged);
  expect(await verifyJson(cwd, env)).toMatchObject({ ok: false, findings: [{ rule: "signature/invalid" }] });
});

test("a package whose files are not the signed ones fails and names them", async () => {
  const { cwd, env } = await workshop({});
  const files = open(cwd).files.map((file) =>
    file.path === "main.rml" ? { ...file, data: Buffer.from("<rml>evil</rml>") } : file,
  );
  writeFileSync(join(cwd, "app.mosis"), writeZip(files, nodePackagePorts));
  const run = await runInMemory(["verify", "app.mosis"], { cwd, env });
  expect(run).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining("app.mosis!/main.rml  error  signature/files"),
  });
});

test("any changed byte fails with a rule, but for bits no reader reads", { timeout: 120_000 }, async () => {
  const { cwd, env } = await workshop({});
  const good = readFileSync(join(cwd, "app.mosis"));
  const { app } = await verifyJson(cwd, env);
  for (let at = 0; at < good.length; at += 11) {
    const bad = Buffer.from(good);
    bad[at] = (bad[at] ?? 0) ^ 0x20;
    writeFileSync(join(cwd, "app.mosis"), bad);
    const json = await verifyJson(cwd, env);
    if (json["ok"] === true) {
      // Behind its last block, a deflate stream fills its last byte with bits that mean nothing (RFC 1951 section 3.2.3).
      expect(json["app"]).toEqual(app);
      continue;
    }
    expect(json).toMatchObject({ ok: false, level: null });
    expect((json["findings"] as { rule: string }[])[0]?.rule).toMatch(/^(zip|signature|signed|json)\//);
  }
  expect(app).toHaveProperty("content_digest", expect.stringMatching(/^[0-9a-f]{64}$/));
});

test("finds the platform's signature in the file a store serves", async () => {
  const { cwd, env, pem } = await workshop({});
  const platform = ephemeralSigner();
  const { document } = open(cwd);
  writeFileSync(join(cwd, "platform.json"), JSON.stringify(platform.object));
  const serve = (signers: Parameters<typeof signDocument>[1]): void =>
    writeFileSync(join(cwd, "served.sig"), encodeAtRest(signDocument(document, signers)));
  const options = ["--signature", "served.sig", "--platform-key", "platform.json"];
  serve([openKeyPem(pem, null), platform]);
  expect(await verifyJson(cwd, env, ...options)).toMatchObject({ ok: true, level: "countersigned" });
  serve([openKeyPem(pem, null)]);
  expect(await verifyJson(cwd, env, ...options)).toMatchObject({
    ok: false,
    level: null,
    findings: [{ rule: "signature/unknown-key", file: "served.sig" }],
  });
});

describe("a signed document by itself", () => {
  async function served() {
    const { cwd, env, pem, keyid } = await workshop({});
    const platform = ephemeralSigner();
    const document = signDocument(open(cwd).document, [openKeyPem(pem, null), platform]);
    writeFileSync(join(cwd, "platform.json"), JSON.stringify(platform.object));
    writeFileSync(join(cwd, "signature.sig"), encodeAtRest(document));
    const verify = (...argv: readonly string[]) => runInMemory(["verify", ...argv], { cwd, env });
    return { cwd, keyid, platform, document, verify };
  }

  test("says what it is and that the named key signed it", async () => {
    const { verify, keyid, platform } = await served();
    const signers = [keyid, platform.key.keyid].sort();
    const run = await verify("signature.sig", "--key", "platform.json");
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    expect(run.stdout).toBe(
      [
        "Verified: signature.sig, signed by the key you named",
        "  type            mosis-package",
        ...signers.map((each) => `  signer          ${each} (valid)`),
        "",
      ].join("\n"),
    );
    expect(jsonOf(await verify("signature.sig", "--key", "platform.json", "--json"))).toEqual({
      ok: true,
      document: "signature.sig",
      type: "mosis-package",
      signers: signers.map((each) => ({ keyid: each, status: "valid" })),
      findings: [],
    });
  });

  test("fails where another key signed, and says which", async () => {
    const { cwd, verify, keyid } = await served();
    writeFileSync(join(cwd, "other.json"), JSON.stringify(ephemeralSigner().object));
    const run = await verify("signature.sig", "--key", "other.json");
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toMatch(/^signature\.sig {2}error {2}signature\/unknown-key\n[^]*\n\nNot verified\.\n$/);
    expect(run.stdout).toContain(keyid);
  });

  test("fails where bytes differ from what a device reads, or are too many", async () => {
    const { cwd, verify, document } = await served();
    writeFileSync(join(cwd, "2.root.json"), encodePretty(document));
    const pretty = await verify("2.root.json", "--key", "platform.json", "--json");
    expect(jsonOf(pretty)).toMatchObject({ ok: false, type: null, findings: [{ rule: "signed/not-at-rest" }] });
    writeFileSync(join(cwd, "huge.json"), " ".repeat(3 << 20));
    const huge = await verify("huge.json", "--key", "platform.json", "--json");
    expect(jsonOf(huge)).toMatchObject({ ok: false, findings: [{ rule: "json/too-large" }] });
  });

  test.each([
    [["signature.sig"], "bad-option"],
    [["signature.sig", "--key", "platform.json", "--signature", "a.sig"], "bad-option"],
    [["nowhere.sig", "--key", "platform.json"], "not-found"],
    [["folder.json", "--key", "platform.json"], "wrong-kind"],
  ])("refuses %j", async (argv, code) => {
    const { cwd, verify } = await served();
    mkdirSync(join(cwd, "folder.json"));
    const run = await verify(...argv, "--json");
    expect(run.exitCode).toBe(2);
    expect(jsonOf(run)).toMatchObject({ ok: false, error: { code } });
  });
});

test.each([
  [["--signature", "main.rml"], "bad-option"],
  [["--platform-key", "main.rml"], "bad-option"],
  [["--key", "nowhere.pem"], "key-missing"],
  [["--key", "main.rml"], "key-unreadable"],
  [["--key", "rsa.pem"], "key-unreadable"],
  [["--key", "broken.pem"], "key-unreadable"],
])("refuses %j", async (options, code) => {
  const { cwd, env } = await workshop({});
  writeFileSync(join(cwd, "broken.pem"), "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
  writeFileSync(join(cwd, "rsa.pem"), RSA_PUBLIC_KEY);
  const run = await runInMemory(["verify", "app.mosis", "--json", ...options], { cwd, env });
  expect(run).toMatchObject({ exitCode: 2, stderr: "" });
  expect(jsonOf(run)).toMatchObject({ ok: false, error: { code } });
});

const RSA_PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANDlKB57AUdY9oXJFH6X38sSX/PbLaWm
hZJuewWdE1r0bIcVx0/A2yROCZ/m3gIDZ8OahExWuTaP5/M2MMEuyJ0CAwEAAQ==
-----END PUBLIC KEY-----
`;

async function workshop({ sign = true }: { readonly sign?: boolean }) {
  const root = temporaryFolder();
  const [cwd, home] = [join(root, "app"), join(root, "home")];
  writeSampleProject(cwd);
  const env = { MOSIS_HOME: home };
  const pem = generateKeyPem(null);
  const { publicKey } = await storeKey(join(home, "keys"), pem, openKeyPem(pem, null));
  await runInMemory(["build", "--out", "app.mosis"], { cwd, env });
  if (sign) await runInMemory(["sign", "app.mosis"], { cwd, env });
  return { cwd, env, keyid: publicKey.keyid, pem };
}

async function verifyJson(cwd: string, env: { readonly MOSIS_HOME: string }, ...options: readonly string[]) {
  const run = await runInMemory(["verify", "app.mosis", "--json", ...options], { cwd, env });
  const json = jsonOf(run);
  expect(run.exitCode).toBe(json["ok"] === true ? 0 : 1);
  return json;
}

function open(cwd: string): OpenPackage {
  return readPackage(readFileSync(join(cwd, "app.mosis")), nodePackagePorts).opened!;
}

function replaceSignature(cwd: string, data: Uint8Array): void {
  const files = open(cwd).files.filter(({ path }) => path !== "signature.sig");
  const signature = { path: "signature.sig" as PackagePath, data };
  writeFileSync(join(cwd, "app.mosis"), writeZip([...files, signature], nodePackagePorts));
}
