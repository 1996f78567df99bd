import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import JSZip from "jszip";
import { expect, test } from "vitest";

import { readPackage } from "../../core/package/read-package.ts";
import { nodePackagePorts } from "../../node/package-ports.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import {
  manifestText,
  type ProjectFiles,
  sampleFiles,
  samplePage,
  writeSampleProject,
} from "../../testing/cli/sample-project.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { forgeZip } from "../../testing/archives/zip-forge.ts";

const DEFAULT_OUT = "dist/com.example.sample-3.mosis";

test("packs the project into dist", async () => {
  const cwd = project({ "assets/a.lua": "return 1\n", "main.rml": samplePage("assets/a.lua"), ".env": "SECRET" });
  const run = await runInMemory(["build"], { cwd });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  expect(run.stdout).toContain(`Built ${DEFAULT_OUT}`);
  const { opened, findings } = readPackage(readFileSync(join(cwd, DEFAULT_OUT)), nodePackagePorts);
  expect(findings).toEqual([]);
  expect(opened?.files.map(({ path }) => path)).toEqual([
    "manifest.json",
    "assets/a.lua",
    "icon-128.png",
    "icon-32.png",
    "icon-64.png",
    "main.rml",
  ]);
  expect(run.stdout).toContain(opened?.contentDigest);
});

test("the same files give the same bytes, in any folder, built again or not", async () => {
  const [one, two] = [project(), project()];
  await runInMemory(["build"], { cwd: one });
  await runInMemory(["build"], { cwd: two });
  const bytes = readFileSync(join(one, DEFAULT_OUT));
  expect(readFileSync(join(two, DEFAULT_OUT))).toEqual(bytes);
  await runInMemory(["build"], { cwd: one });
  expect(readFileSync(join(one, DEFAULT_OUT))).toEqual(bytes);
});

test("--dry-run prints the very plan and writes nothing", async () => {
  const cwd = project();
  const dry = jsonOf(await runInMemory(["build", "--dry-run", "--json"], { cwd }));
  expect(readdirSync(cwd)).not.toContain("dist");
  const done = jsonOf(await runInMemory(["build", "--json"], { cwd }));
  expect(done).toEqual({ ...dry, dry_run: false });
  expect(dry).toMatchObject({ ok: true, dry_run: true, plan: { out: join(cwd, DEFAULT_OUT), version_code: 3 } });
  const text = await runInMemory(["build", "--dry-run"], { cwd });
  expect(text.stdout).toMatch(/^Would build .*\n[^]* {2}main\.rml {2}53 B$/m);
});

test("--out takes a path from the current folder", async () => {
  const cwd = project();
  expect((await runInMemory(["build", "--out", "../out.mosis"], { cwd: join(cwd, ".") })).exitCode).toBe(0);
  expect(existsSync(join(cwd, "../out.mosis"))).toBe(true);
});

test.each([
  ["an invalid manifest", { "manifest.json": manifestText({ id: "notes" }) }, "manifest/schema"],
  ["no manifest", { "manifest.json": null }, "manifest/missing"],
  ["a missing icon", { "icon-32.png": null }, "package/icon-missing"],
  ["a name that is not portable", { "my file.txt": "x" }, "package/path"],
])("builds nothing of a project with %s", async (_, changes, rule) => {
  const cwd = project(changes);
  const run = await runInMemory(["build"], { cwd });
  expect(run).toMatchObject({ exitCode: 1, stderr: "" });
  expect(run.stdout).toContain(rule);
  expect(run.stdout).toMatch(/Nothing was built\.\n$/);
  expect(existsSync(join(cwd, "dist"))).toBe(false);
  const json = await runInMemory(["build", "--json"], { cwd });
  expect(jsonOf(json)).toMatchObject({ ok: false, findings: [{ rule }] });
});

test("refuses symbolic links instead of packing what they lead to", async () => {
  const cwd = project();
  symlinkSync("/etc/hostname", join(cwd, "name.txt"));
  const run = await runInMemory(["build", "--json"], { cwd });
  expect(run.exitCode).toBe(1);
  expect(jsonOf(run)).toMatchObject({ findings: [{ rule: "zip/symlink", file: "name.txt" }] });
});

test("mentions warnings on stderr and builds", async () => {
  const reasons = { storage: "Keeps what you write.", camera: "None." };
  const cwd = project({ "manifest.json": manifestText({ permission_reasons: reasons }) });
  const run = await runInMemory(["build"], { cwd });
  expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("1 warning") });
  const json = await runInMemory(["build", "--json"], { cwd });
  expect(jsonOf(json)).toMatchObject({ ok: true, findings: [{ severity: "warn" }] });
});

test("says where it could not write", async () => {
  const cwd = project();
  writeFileSync(join(cwd, "dist"), "in the way");
  expect(await runInMemory(["build"], { cwd })).toMatchObject({ exitCode: 2, stdout: "" });
  mkdirSync(join(cwd, "taken.mosis"));
  const run = await runInMemory(["build", "--out", "taken.mosis"], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("is a folder, but a file is needed") });
});

function project(changes: ProjectFiles = {}): string {
  const folder = join(temporaryFolder(), "project");
  writeSampleProject(folder, changes);
  return folder;
}

test("makes a package of a ZIP that another tool made", async () => {
  const cwd = temporaryFolder();
  const zip = new JSZip();
  for (const [path, data] of Object.entries(sampleFiles())) zip.file(`sample-main/${path}`, data);
  const archive = await zip.generateAsync({ type: "uint8array", compression: "DEFLATE", streamFiles: true });
  writeFileSync(join(cwd, "foreign.zip"), archive);
  const refused = await runInMemory(["validate", "foreign.zip", "--json"], { cwd });
  expect(refused.exitCode).toBe(1);
  expect(refused.stdout).toContain("mosis build --from");

  const run = await runInMemory(["build", "--from", "foreign.zip", "--json"], { cwd });
  expect(run).toMatchObject({ exitCode: 0, stderr: "" });
  const same = project();
  await runInMemory(["build"], { cwd: same });
  expect(readFileSync(join(cwd, DEFAULT_OUT))).toEqual(readFileSync(join(same, DEFAULT_OUT)));
  expect(readdirSync(cwd).sort()).toEqual(["dist", "foreign.zip"]);
});

test("refuses a ZIP whose files leave their folder, and builds nothing", async () => {
  const cwd = temporaryFolder();
  const entries = Object.entries(sampleFiles()).map(([path, data]) => ({ path, data }));
  writeFileSync(join(cwd, "foreign.zip"), forgeZip({ entries: [...entries, { path: "../../evil.lua", data: "x" }] }));
  const run = await runInMemory(["build", "--from", "foreign.zip", "--json"], { cwd });
  expect([run.exitCode, jsonOf(run)]).toMatchObject([1, { findings: [{ rule: "package/path" }] }]);
  expect(readdirSync(cwd)).toEqual(["foreign.zip"]);
});

test("says that an archive to build from is missing", async () => {
  const run = await runInMemory(["build", "--from", "none.zip", "--json"], { cwd: temporaryFolder() });
  expect([run.exitCode, jsonOf(run)]).toMatchObject([2, { error: { code: "not-found" } }]);
});
