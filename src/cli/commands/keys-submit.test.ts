import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { people, PublisherKit } from "../../testing/publisher-kit.ts";

const DOCUMENT = "registry/developers/grace.json";
const ROTATION = "registry/developers/grace/rotations/1.json";

let kit: PublisherKit;
let first: string;
let second: string;
// One world for all; tests are in the order of what they leave behind.
beforeAll(async () => {
  kit = await PublisherKit.of();
  kit.write();
  first = await newKey();
});
afterAll(() => kit.end());

async function newKey(): Promise<string> {
  const { key } = (await kit.json(["keys", "generate", "--no-passphrase"])) as { key: { keyid: string } };
  return key.keyid;
}

const main = (path: string): string =>
  execFileSync("git", ["--git-dir", kit.forge.gitDir("mosis", "registry"), "show", `main:${path}`], {
    encoding: "utf8",
  });

test("a registration is planned, opened once by who is signed in, and lands", async () => {
  const argv = ["keys", "register", "--developer", "grace", "--name", "Grace"];
  expect(await kit.json([...argv, "--github-id", `${people.eve.id}`])).toMatchObject({
    error: { code: "not-a-member" },
  });
  const planned = await kit.json([...argv, "--dry-run"]);
  expect(planned).toMatchObject({
    dry_run: true,
    plan: { kind: "register", subject: "grace", title: "Register grace" },
    pull: null,
    change: { developer: "grace", seq: 1, keyid: first },
  });
  expect(await kit.openPulls()).toEqual([]);
  const { plan, change } = planned;
  expect(await kit.json(argv)).toMatchObject({ plan, change, pull: { number: 1, is_new: true } });
  expect(await kit.json(argv)).toMatchObject({ pull: { number: 1, is_new: false } });
  await kit.mustLand({ number: 1 });
  expect(await kit.json(argv)).toMatchObject({ ok: true, plan: null, pull: null });
  kit.user = people.eve;
  expect(await kit.json(argv)).toMatchObject({ error: { code: "developer-exists" } });
  kit.user = people.grace;
});

test("a rotation is opened once, followed until a person let it in, and needs no second one then", async () => {
  second = await newKey();
  const argv = ["keys", "rotate", "--key", first, "--new-key", second, "--replaces", first];
  expect(await kit.json([...argv, "--developer", "eve"])).toMatchObject({ error: { code: "developer-missing" } });
  kit.user = people.eve;
  expect(await kit.json([...argv, "--developer", "grace"])).toMatchObject({ error: { code: "not-a-member" } });
  kit.user = people.grace;
  const opened = await kit.json(argv);
  expect(opened).toMatchObject({
    plan: { kind: "rotate", files: [{ path: ROTATION }, { path: DOCUMENT }] },
    pull: { number: 2, is_new: true },
    change: { rotation: 1, keyid: second, replaces: first },
  });
  const third = await newKey();
  expect(await kit.json(["keys", "rotate", "--key", first, "--new-key", third])).toMatchObject({
    error: { code: "submission-pending" },
  });
  const landed: Promise<void>[] = [];
  const hear = (text: string): void => {
    if (landed.length === 0 && text.includes("#2: submitted")) landed.push(kit.mustLand({ number: 2 }));
  };
  const run = await kit.runSaying([...argv, "--wait", "--timeout", "2", "--json"], {}, hear);
  await Promise.all(landed);
  expect(run.exitCode).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({
    pull: { number: 2, is_new: false },
    wait: { outcome: "landed", state: "landed" },
  });
  const [rotation, document] = (opened["plan"] as { files: { text: string }[] }).files;
  expect([main(ROTATION), main(DOCUMENT)]).toEqual([rotation!.text, document!.text]);
  expect(await kit.json(argv)).toMatchObject({ ok: true, plan: null, pull: null });
});

test("a revocation lands with no person, and a submission that still waits is exit code 0 or 5", async () => {
  const spare = await newKey();
  const rotate = ["keys", "rotate", "--key", second, "--new-key", spare, "--wait", "--timeout", "0.002"];
  expect(await kit.run(rotate)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("It is submitted") });
  expect((await kit.run([...rotate, "--fail-on-pending"])).exitCode).toBe(5);
  await kit.mustLand({ number: 3 });
  const revoke = ["keys", "revoke", "--revoke", spare, "--reason", "lost", "--key", second];
  const { pull } = await kit.json(revoke);
  expect(await kit.land((pull as { number: number }).number)).toMatchObject({ outcome: "landed", approvedBy: [] });
  expect(await kit.json(revoke)).toMatchObject({ ok: true, plan: null });
});

test("without a token the files and a patch of the change are written, which is no success", async () => {
  const key = await newKey();
  const nobody = { GH_TOKEN: undefined };
  const argv = ["keys", "rotate", "--key", second, "--new-key", key, "--json"];
  expect((await kit.run([...argv, "--wait"], nobody)).exitCode).toBe(3);
  const run = await kit.run(argv, nobody);
  expect(run).toMatchObject({ exitCode: 3, stderr: expect.stringContaining("Nobody is signed in") });
  const folder = join(kit.project, "dist/submission");
  const patch = join(folder, "submission.patch");
  expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, pull: null, folder, patch, new_file_page: null });
  const checkout = join(kit.home, "checkout");
  execFileSync("git", ["clone", "-q", kit.forge.gitDir("mosis", "registry"), checkout]);
  execFileSync("git", ["apply", patch], { cwd: checkout });
  expect(readFileSync(join(checkout, DOCUMENT), "utf8")).toBe(readFileSync(join(folder, DOCUMENT), "utf8"));
});

test("a new file has a page of the forge to open it from", async () => {
  kit.user = people.eve;
  const argv = ["keys", "register", "--developer", "eve", "--name", "Eve", "--github-id", "32", "--key", second];
  const run = await kit.run([...argv, "--json"], { GH_TOKEN: undefined });
  const { new_file_page: page } = JSON.parse(run.stdout) as { new_file_page: string };
  expect(new URL(page).searchParams.get("filename")).toBe("registry/developers/eve.json");
});
