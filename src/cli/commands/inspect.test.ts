import { readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";

import { expect, test } from "vitest";

import { aPackage } from "../../testing/builders.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { manifestText, pngHeader, type ProjectFiles, writeSampleProject } from "../../testing/cli/sample-project.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { writeZip } from "../../core/package/zip/zip-writer.ts";
import type { PackagePath } from "../../core/package/package-path.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";

test("shows what a package is, may do and holds", async () => {
  const { cwd, env } = await workshop();
  await runInMemory(["keys", "generate", "--no-passphrase"], { cwd, env });
  await runInMemory(["sign", "app.mosis"], { cwd, env });
  const { exitCode, stdout, stderr } = await runInMemory(["inspect", "app.mosis"], { cwd, env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const archive = readFileSync(join(cwd, "app.mosis"));
  expect(stdout).toContain("Sample 1.2.0 (3)\n");
  expect(stdout).toContain("author          Ada <ada@example.com>\n");
  expect(stdout).toContain(createHash("sha256").update(archive).digest("hex"));
  expect(stdout).toMatch(/^ {2}storage \(normal\): Keep its own data on this phone\n {4}the author says: Keeps/m);
  expect(stdout).toMatch(/^ +53 B {2}main\.rml$/m);
  expect(stdout).toMatch(/^Signers:\n {2}[0-9a-f]{64} \(valid\)$/m);
});

test("gives the same as data", async () => {
  const { cwd, env } = await workshop();
  expect(jsonOf(await runInMemory(["inspect", "app.mosis", "--json"], { cwd, env }))).toMatchObject({
    ok: true,
    manifest: { id: "com.example.sample" },
    permissions: [{ id: "storage", level: "normal", reason: "Keeps what you write." }],
    files: [{ path: "manifest.json" }, {}, {}, {}, { path: "main.rml", length: 53 }],
    signers: [],
  });
});

test("shows the calls that need each permission, declared or not", async () => {
  const { cwd, env } = await workshop();
  const code = "local s = storage\nfunction show()\n  s.get('a')\n  s.get('b')\n  camera[s.get('c')]()\nend\n";
  const app = aPackage()
    .with({ permissions: ["storage", "db"] })
    .withFile("code.lua", code);
  writeFileSync(join(cwd, "app.mosis"), app.withFile("assets/main.rml", "<rml><body/></rml>").bytes());
  const { exitCode, stdout } = await runInMemory(["inspect", "app.mosis", "--permissions"], { cwd, env });
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [
      "camera (dangerous): Take pictures and record video, NOT DECLARED",
      "  code.lua:5:3  camera.*",
      "",
      "db (normal): Keep its own database on this phone, but no call needs it",
      "",
      "storage (normal): Keep its own data on this phone",
      "  code.lua:3:3  storage.get, 3 times in this file",
      "",
    ].join("\n"),
  );
  expect(jsonOf(await runInMemory(["inspect", "app.mosis", "--permissions", "--json"], { cwd, env }))).toMatchObject({
    ok: true,
    permissions: [
      { id: "camera", declared: false, calls: [{ call: "camera.*", file: "code.lua", line: 5, column: 3, count: 1 }] },
      { id: "db", declared: true, calls: [] },
      { id: "storage", declared: true, calls: [{ call: "storage.get", line: 3, column: 3, count: 3 }] },
    ],
  });
});

test("says so when an app may do nothing and nobody signed it", async () => {
  const manifest = manifestText({ permissions: [], permission_reasons: undefined, summary: "Small." });
  const { cwd, env } = await workshop({ "manifest.json": manifest, "main.rml": "<rml><body/></rml>\n" });
  const { stdout } = await runInMemory(["inspect", "app.mosis"], { cwd, env });
  expect(stdout).toContain("Small.\n");
  expect(stdout).toContain("Permissions: none\n");
  expect(stdout).toMatch(/Signers: none\n$/);
});

test("shows a package with findings, and mentions them", async () => {
  const cwd = temporaryFolder();
  const files = { "manifest.json": Buffer.from(manifestText()), "icon-32.png": pngHeader(16) };
  const entries = Object.entries(files).map(([path, data]) => ({ path: path as PackagePath, data }));
  writeFileSync(join(cwd, "odd.mosis"), writeZip(entries, nodePackagePorts));
  const run = await runInMemory(["inspect", "odd.mosis"], { cwd, env: { MOSIS_HOME: cwd } });
  expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("odd.mosis has 4 errors") });
});

test("fails on what cannot be read as a package", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "no.mosis"), "no");
  const run = await runInMemory(["inspect", "no.mosis", "--json"], { cwd });
  expect(run.exitCode).toBe(1);
  expect(jsonOf(run)).toMatchObject({ ok: false, findings: [{ rule: "zip/no-end-record" }] });
  expect(await runInMemory(["inspect", "nowhere.mosis"], { cwd })).toMatchObject({ exitCode: 2, stdout: "" });
});

async function workshop(changes: ProjectFiles = {}) {
  const root = temporaryFolder();
  const cwd = join(root, "app");
  writeSampleProject(cwd, changes);
  const env = { MOSIS_HOME: join(root, "home") };
  await runInMemory(["build", "--out", "app.mosis"], { cwd, env });
  return { cwd, env };
}
