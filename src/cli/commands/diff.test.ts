import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { manifestText, type ProjectFiles, writeSampleProject } from "../../testing/cli/sample-project.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";

const UPDATE: ProjectFiles = {
  "manifest.json": manifestText({
    version: "1.3.0",
    version_code: 4,
    permissions: ["storage", "network"],
    permission_reasons: { storage: "Keeps what you write.", network: "Fetches the weather." },
    network: { hosts: ["api.example.com"] },
  }),
  "main.rml": "<rml><body>Hello again</body></rml>\n",
  "extra.rml": "<rml><body/></rml>\n",
};

test("shows people what an update changes", async () => {
  const cwd = await twoPackages(UPDATE);
  const { exitCode, stdout } = await runInMemory(["diff", "a.mosis", "b.mosis"], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("b.mosis: com.example.sample 1.3.0 (4)\n");
  expect(stdout).toContain('~ /version: "1.2.0" -> "1.3.0"\n');
  expect(stdout).toContain('+ /permission_reasons/network: "Fetches the weather."\n');
  expect(stdout).toMatch(
    /^Permissions:\n {2}\+ network \(\w+\): .+\n\nHosts:\n {2}\+ api\.example\.com\n\nCalls:\n {2}- storage\.\* \(main\.rml:1:?\d*, needs storage\)$/m,
  );
  expect(stdout).toContain("+ extra.rml (19 B)\n");
  expect(stdout).toContain("~ main.rml (53 B -> 36 B)\n");
  expect(stdout).toMatch(/^Size: .+ packed, .+ \(\+\d+ B\) unpacked\n$/m);
});

test("gives the same as data", async () => {
  const cwd = await twoPackages(UPDATE);
  expect(jsonOf(await runInMemory(["diff", "a.mosis", "b.mosis", "--json"], { cwd }))).toMatchObject({
    ok: true,
    same: false,
    before: { package: "a.mosis", version_code: 3 },
    after: { package: "b.mosis", version_code: 4 },
    permissions: { added: [{ id: "network" }], removed: [] },
    hosts: { added: ["api.example.com"] },
    calls: {
      added: [],
      removed: [{ call: "storage.*", permissions: ["storage"], file: "main.rml", line: 1, count: 1 }],
    },
    files: {
      added: [{ path: "extra.rml", length: 19 }],
      changed: [{ path: "main.rml", before: 53, after: 36 }, { path: "manifest.json" }],
    },
  });
});

test("fails on a difference only when asked to", async () => {
  const cwd = await twoPackages(UPDATE);
  expect((await runInMemory(["diff", "a.mosis", "b.mosis", "--exit-code"], { cwd })).exitCode).toBe(1);
  expect((await runInMemory(["diff", "a.mosis", "a.mosis", "--exit-code"], { cwd })).exitCode).toBe(0);
});

test("finds the same content in a package that was only signed", async () => {
  const cwd = await twoPackages();
  const env = { MOSIS_HOME: join(cwd, "..", "home") };
  await runInMemory(["keys", "generate", "--no-passphrase"], { cwd, env });
  await runInMemory(["sign", "b.mosis"], { cwd, env });
  const { exitCode, stdout } = await runInMemory(["diff", "a.mosis", "b.mosis", "--exit-code"], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("The content is the same.\n");
  expect(stdout).not.toContain("Files:");
});

test("says which package cannot be read", async () => {
  const cwd = await twoPackages();
  writeFileSync(join(cwd, "no.mosis"), "no");
  const run = await runInMemory(["diff", "a.mosis", "no.mosis", "--json"], { cwd });
  expect(run.exitCode).toBe(1);
  expect(jsonOf(run)).toMatchObject({ ok: false, subject: "no.mosis", findings: [{ rule: "zip/no-end-record" }] });
  expect((await runInMemory(["diff", "a.mosis", "nowhere.mosis"], { cwd })).exitCode).toBe(2);
});

async function twoPackages(changes: ProjectFiles = {}): Promise<string> {
  const cwd = join(temporaryFolder(), "app");
  writeSampleProject(cwd);
  await runInMemory(["build", "--out", "a.mosis"], { cwd });
  writeSampleProject(cwd, changes);
  await runInMemory(["build", "--out", "b.mosis"], { cwd });
  return cwd;
}
