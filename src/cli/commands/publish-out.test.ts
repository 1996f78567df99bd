import { execFile, execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, test } from "vitest";

import { PublisherKit } from "../../testing/publisher-kit.ts";
import type { SubmissionPlan } from "../../core/publish/plan-submission.ts";

const NOBODY = { GH_TOKEN: undefined };
const PLACE = ["--developer", "grace", "--repository", "grace/mosis-apps"];

let kit: PublisherKit;
// One world for all; tests are in the order of what they leave behind.
beforeAll(async () => {
  kit = await PublisherKit.of();
  kit.write();
  await kit.register();
});
afterAll(() => kit.end());

const git = (cwd: string, ...args: readonly string[]): string => execFileSync("git", args, { cwd, encoding: "utf8" });

/** A clone of the registry as somebody without the forge's API has it. */
async function clone(name: string): Promise<string> {
  const folder = join(kit.home, name);
  await promisify(execFile)("git", ["clone", "-q", `${kit.forge.url}/mosis/registry.git`, folder]);
  return folder;
}

test("the signed files and a patch that git applies are written, and nothing is sent", async () => {
  const writes = () => kit.forge.requests.filter(({ method }) => method !== "GET").length;
  const before = writes();
  const written = await kit.json(["publish", "--out", "dist/out", ...PLACE], NOBODY);
  const plan = written["plan"] as SubmissionPlan;
  expect(written).toMatchObject({ ok: true, pull: null, new_file_page: null, folder: join(kit.project, "dist/out") });
  expect(writes()).toBe(before);
  const registry = await clone("patched");
  git(registry, "apply", "--index", written["patch"] as string);
  for (const { path, text } of plan.files) {
    expect(readFileSync(join(registry, path), "utf8")).toBe(text);
    expect(readFileSync(join(kit.project, "dist/out", path), "utf8")).toBe(text);
  }
  expect(git(registry, "diff", "--cached", "--name-only").trim().split("\n")).toEqual(
    plan.files.map(({ path }) => path).toSorted(),
  );
  // Whoever is signed in submits the same.
  expect(((await kit.json(["publish", "--dry-run"]))["plan"] as SubmissionPlan).files).toEqual(plan.files);
});

test("a checkout is read and written, with no forge at all", async () => {
  const registry = await clone("checkout");
  const before = kit.forge.requests.length;
  const env = { ...NOBODY, MOSIS_API_URL: "http://127.0.0.1:1" };
  const argv = ["publish", "--out", registry, "--developer", "grace", "--package-url", "http://127.0.0.1/notes.mosis"];
  expect(await kit.json(argv, env)).toMatchObject({ ok: true, patch: null });
  expect(kit.forge.requests.length).toBe(before);
  expect(git(registry, "status", "--porcelain", "-uall").trim().split("\n")).toHaveLength(3);
  expect(git(registry, "status", "--porcelain", "-uall")).toMatch(
    /^(\?\? registry\/apps\/8c\/com\.example\.sample\/\S+\n){3}$/,
  );
});

test("an update fits into the address of a page, for who has no token; it is no success all the same", async () => {
  await kit.mustLand((await kit.json(["publish"]))["pull"]);
  kit.write({ version: "1.3.0", version_code: 4 });
  const run = await kit.run(["publish", "--json", ...PLACE], NOBODY);
  expect(run.exitCode).toBe(3);
  expect(run.stderr).toContain("Nobody is signed in, so nothing was sent.");
  const document = JSON.parse(run.stdout) as {
    ok: boolean;
    new_file_page: string;
    plan: SubmissionPlan;
    patch: string;
  };
  expect(document.ok).toBe(false);
  const page = new URL(document.new_file_page);
  expect(page.pathname).toBe("/mosis/registry/new/main");
  const [file] = document.plan.files;
  expect(Object.fromEntries(page.searchParams)).toEqual({ filename: file!.path, value: file!.text });
  expect(existsSync(document.patch)).toBe(true);
  const people = await kit.run(["publish", ...PLACE], NOBODY);
  expect(people.stdout).toContain("  then open the pull request here: http");
});

test.each([
  [["publish"], 2, "repository-needed"],
  [["publish", "--out", "other", ...PLACE], 2, "bad-option"],
  [["publish", "--wait", ...PLACE], 3, "signed-out"],
  [["publish", "--register", ...PLACE], 3, "signed-out"],
  [["publish", "--out", "../other", "--developer", "nobody"], 2, "app-other-owner"],
  [["publish", "--out", "../other", "--api-url", "http://127.0.0.1:1", ...PLACE], 4, "forge-unreachable"],
])("%j without a token ends with %i, %s", async (argv, exitCode, code) => {
  const run = await kit.run([...argv, "--json"], NOBODY);
  expect(run.exitCode).toBe(exitCode);
  expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code } });
});
