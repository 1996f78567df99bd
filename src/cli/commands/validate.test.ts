import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { limits } from "../../core/limits.ts";
import { errorOf } from "../../core/package/checking/check-messages.ts";
import type { NodeChecker } from "../../node/checking/check-subject.ts";
import { checkHere } from "../../testing/check-here.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { manifestText, type ProjectFiles, writeSampleProject } from "../../testing/cli/sample-project.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { ENDLESS, stuckChecker } from "../../testing/stuck-checker.ts";

test("finds nothing wrong with a good project", async () => {
  const cwd = project();
  expect(await runInMemory(["validate"], { cwd })).toMatchObject({
    exitCode: 0,
    stdout: "this project: no findings\n",
    stderr: "",
  });
  expect(jsonOf(await runInMemory(["validate", "--json"], { cwd }))).toMatchObject({
    ok: true,
    subject: ".",
    kind: "project",
    findings: [],
  });
});

test("names the place of each finding from the current folder", async () => {
  const cwd = temporaryFolder();
  writeSampleProject(join(cwd, "apps", "notes"), { "manifest.json": manifestText({ version: "1" }) });
  const run = await runInMemory(["validate", "apps/notes"], { cwd });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("apps/notes/manifest.json:4:14  error  manifest/schema");
  const json = jsonOf(await runInMemory(["validate", "apps/notes", "--json"], { cwd }));
  expect(json).toMatchObject({
    ok: false,
    subject: "apps/notes",
    findings: [{ rule: "manifest/schema", file: "manifest.json", range: { line: 4, column: 14 } }],
  });
});

describe("a file on which the check does not end in time", () => {
  const checker = stuckChecker;
  const finding = { rule: "package/too-costly", severity: "error", file: ENDLESS };

  test("is a finding of a project and of a package, never a pass", async () => {
    const cwd = project();
    const run = await runInMemory(["validate", "--json"], { cwd, checker });
    expect(run.exitCode).toBe(1);
    expect(jsonOf(run)).toMatchObject({ ok: false, findings: [finding] });
    await runInMemory(["build", "--out", "app.mosis"], { cwd });
    expect(jsonOf(await runInMemory(["validate", "app.mosis", "--json"], { cwd, checker }))).toMatchObject({
      ok: false,
      findings: [finding],
    });
  });

  test("leaves nothing built, signed or published", async () => {
    const cwd = project();
    const env = { MOSIS_HOME: join(cwd, ".home") };
    await runInMemory(["build", "--out", "app.mosis"], { cwd });
    await runInMemory(["keys", "generate", "--no-passphrase"], { cwd, env });
    for (const line of ["build", "build --out other.mosis", "sign app.mosis", "publish", "publish app.mosis"]) {
      const run = await runInMemory([...line.split(" "), "--json"], { cwd, env, checker });
      expect(run.exitCode, line).toBe(1);
      expect(jsonOf(run), line).toMatchObject({ findings: [finding] });
    }
    expect(readdirSync(cwd)).not.toContain("other.mosis");
  });

  test("is not begun again to mend it", async () => {
    const cwd = project({ "manifest.json": manifestText({ permisions: [] }) });
    const json = jsonOf(await runInMemory(["validate", "--fix", "--json"], { cwd, checker }));
    expect(json).toMatchObject({ ok: false, fixes: [], findings: [finding] });
  });
});

test("a package that changes between its check and its opening is not taken for what was checked", async () => {
  const cwd = project();
  const file = join(cwd, "app.mosis");
  await runInMemory(["build", "--out", "app.mosis"], { cwd });
  const checker: NodeChecker = async (subject) => {
    const report = await checkHere(subject);
    utimesSync(file, 0, 0);
    return report;
  };
  const run = await runInMemory(["inspect", "app.mosis", "--json"], { cwd, checker });
  expect(jsonOf(run)).toMatchObject({ ok: false, error: { code: "file-system" } });
});

test("a bug that a worker met is told like one of this process", async () => {
  const checker = () => Promise.reject(errorOf({ name: "Bug", message: "snap", stack: "Bug: snap\n    at checkLua" }));
  const run = await runInMemory(["validate", "--json"], { cwd: project(), checker });
  expect(run.exitCode).toBe(70);
  expect(jsonOf(run)).toMatchObject({ error: { code: "bug", stack: "Bug: snap\n    at checkLua" } });
});

test("passes with warnings only", async () => {
  const reasons = { storage: "Keeps what you write.", camera: "None." };
  const cwd = project({ "manifest.json": manifestText({ permission_reasons: reasons }) });
  const run = await runInMemory(["validate"], { cwd });
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("this project: 1 warning") });
});

test("misses screenshots that a project names", async () => {
  const cwd = project({ "manifest.json": manifestText({ screenshots: ["store/1.png"] }) });
  expect((await runInMemory(["validate"], { cwd })).stdout).toContain("package/screenshot-missing");
});

test("checks a package by the same rules", async () => {
  const cwd = project();
  await runInMemory(["build", "--out", "app.mosis"], { cwd });
  expect(jsonOf(await runInMemory(["validate", "app.mosis", "--json"], { cwd }))).toMatchObject({
    ok: true,
    subject: "app.mosis",
    kind: "package",
  });
});

test("finds what is wrong with a file that is no package", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "app.mosis"), "not a package");
  const run = await runInMemory(["validate", "app.mosis"], { cwd });
  expect(run).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("app.mosis  error  zip/no-end-record") });
});

test("does not even read a file over the limit", async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "huge.mosis"), new Uint8Array(limits.package.packedBytes + 1));
  const run = await runInMemory(["validate", "huge.mosis", "--json"], { cwd });
  expect(jsonOf(run)).toMatchObject({ ok: false, findings: [{ rule: "zip/too-large" }] });
});

test.each(["sarif", "github"])("prints %s on stdout and keeps the exit code", async (format) => {
  const cwd = project({ "manifest.json": "{" });
  const run = await runInMemory(["validate", "--format", format], { cwd });
  expect(run).toMatchObject({ exitCode: 1, stderr: "" });
  if (format === "sarif") expect(JSON.parse(run.stdout)).toMatchObject({ runs: [{ results: [{ level: "error" }] }] });
  else expect(run.stdout).toMatch(/^::error file=manifest\.json,line=1,col=2,title=json\/syntax::/);
});

test("--format json is --json", async () => {
  const cwd = project();
  const run = await runInMemory(["validate", "--format", "json"], { cwd });
  expect(run.stdout).toBe((await runInMemory(["validate", "--json"], { cwd })).stdout);
});

describe("--fix", () => {
  const broken = { "manifest.json": manifestText({ license: "mit", summary: "Small. " }) };
  const fixes = [
    { rule: "text/license", file: "manifest.json", message: 'Spells the licence as the SPDX list does: "MIT".' },
    { rule: "text/blank", file: "manifest.json", message: 'Takes away the spaces around "Small.".' },
  ];

  test("mends what it can, says so, and lists the rest", async () => {
    const cwd = project(broken);
    const run = await runInMemory(["validate", "--fix"], { cwd });
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    expect(run.stdout).toBe(
      [
        ...fixes.map(({ rule, message }) => `manifest.json  fixed  ${rule}\n  ${message}`),
        "this project: no findings\n",
      ].join("\n\n"),
    );
    expect(JSON.parse(readFileSync(join(cwd, "manifest.json"), "utf8"))).toMatchObject({ license: "MIT" });
    const again = await runInMemory(["validate", "--fix", "--json"], { cwd });
    expect(jsonOf(again)).toMatchObject({ ok: true, dry_run: false, fixes: [] });
  });

  test("--dry-run plans the same and changes nothing", async () => {
    const cwd = project(broken);
    const run = await runInMemory(["validate", "--fix", "--dry-run", "--json"], { cwd });
    expect(run.exitCode).toBe(1);
    expect(jsonOf(run)).toMatchObject({ ok: false, dry_run: true, fixes, findings: [{}, {}] });
    expect(readFileSync(join(cwd, "manifest.json"), "utf8")).toBe(broken["manifest.json"]);
    const { stdout } = await runInMemory(["validate", "--fix", "--dry-run"], { cwd });
    expect(stdout).toContain("manifest.json  would fix  text/license\n");
  });

  test("takes no package, which is signed as it is", async () => {
    const cwd = project();
    await runInMemory(["build", "--out", "app.mosis"], { cwd });
    const run = await runInMemory(["validate", "app.mosis", "--fix"], { cwd });
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain("only projects can be mended");
  });
});

test("refuses a path that leads nowhere", async () => {
  const cwd = temporaryFolder();
  const run = await runInMemory(["validate", "nowhere"], { cwd });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toContain(`\`${join(cwd, "nowhere")}\` does not exist.`);
});

function project(changes: ProjectFiles = {}): string {
  const folder = temporaryFolder();
  writeSampleProject(folder, changes);
  return folder;
}
