import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { people, PublisherKit } from "../../testing/publisher-kit.ts";

let kit: PublisherKit;
beforeEach(async () => {
  kit = await PublisherKit.of({ config: { github_client_id: "Iv1.test" } });
  kit.write();
});
afterEach(() => kit.end());

const NOBODY = { GH_TOKEN: undefined };

/** What the person does in a browser with the code that the command showed. */
async function confirm(code: string, login: string): Promise<void> {
  const body = new URLSearchParams({ user_code: code, login });
  const response = await fetch(`${kit.forge.url}/login/device`, { method: "POST", body });
  expect(response.status).toBe(200);
}

/** Runs login and confirms the code that it shows. */
async function logIn(argv: readonly string[] = []) {
  const confirmed: Promise<void>[] = [];
  const run = await kit.runSaying(["login", ...argv], NOBODY, (text) => {
    const code = /enter the code ([0-9A-F-]+)/.exec(text)?.[1];
    if (code !== undefined) confirmed.push(confirm(code, people.grace.login));
  });
  await Promise.all(confirmed);
  return run;
}

test("login keeps a token that only its owner can read, and remembers the registry", async () => {
  const { exitCode, stdout, stderr } = await logIn(["--registry", "mosis/registry"]);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: `Signed in to ${kit.forge.apiUrl} as grace (31), for the registry mosis/registry\n`,
  });
  expect(stderr).toContain(`Open ${kit.forge.url}/login/device and enter the code `);
  const file = join(kit.home, "tokens.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    [kit.forge.apiUrl]: { token: people.grace.token, login: "grace", github_id: 31 },
  });
  const who = { ok: true, login: "grace", github_id: 31, token_from: "login", registry: "mosis/registry" };
  expect(await kit.json(["whoami"], { ...NOBODY, MOSIS_API_URL: undefined })).toMatchObject(who);
});

test("logout forgets the token, and only once", async () => {
  await logIn();
  expect(await kit.json(["logout", "--dry-run"], NOBODY)).toMatchObject({ plan: { forget: "grace" } });
  expect(await kit.json(["logout"], NOBODY)).toMatchObject({ ok: true, plan: { forget: "grace" } });
  expect(await kit.json(["logout"], NOBODY)).toMatchObject({ ok: true, plan: { forget: null } });
  expect((await kit.run(["whoami"], NOBODY)).exitCode).toBe(3);
});

test("a registry that names no OAuth app says what to do instead", async () => {
  const other = await PublisherKit.of();
  other.write();
  expect(await other.json(["login"], NOBODY)).toMatchObject({ ok: false, error: { code: "client-id-missing" } });
  await other.end();
});

test.each([
  ["GH_TOKEN", {}],
  ["GITHUB_TOKEN", { GH_TOKEN: undefined, GITHUB_TOKEN: people.eve.token }],
])("whoami says that the token came from %s", async (token_from, env) => {
  expect(await kit.json(["whoami"], env)).toMatchObject({ ok: true, token_from });
});

test("the GitHub command line may lend its token", async () => {
  const bin = join(kit.home, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "gh"), `#!/bin/sh\necho "$@" > ${bin}/asked\necho ${people.eve.token}\n`);
  chmodSync(join(bin, "gh"), 0o755);
  const env = { ...NOBODY, PATH: `${bin}:/usr/bin:/bin` };
  expect(await kit.json(["whoami"], env)).toMatchObject({ login: "eve", token_from: "gh" });
  expect(readFileSync(join(bin, "asked"), "utf8")).toBe("auth token --hostname 127.0.0.1\n");
});

test("a job's own token is refused, and nobody is asked about it", async () => {
  const before = kit.forge.requests.length;
  for (const env of [
    { GITHUB_ACTIONS: "true", GH_TOKEN: "ghs_0123456789" },
    { GITHUB_ACTIONS: "true", GH_TOKEN: undefined, GITHUB_TOKEN: "whatever" },
  ]) {
    const run = await kit.run(["whoami", "--json"], env);
    expect(run.exitCode).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({
      error: { code: "job-token", fix: expect.stringContaining("fine-grained") },
    });
  }
  expect(kit.forge.requests.length).toBe(before);
});

test.each([
  [{ GH_TOKEN: "nobody's" }, [], 3, "token-refused"],
  [NOBODY, [], 3, "signed-out"],
  [{ MOSIS_API_URL: "http://127.0.0.1:1" }, [], 4, "forge-unreachable"],
  [{ MOSIS_API_URL: "http://forge.example" }, [], 2, "bad-option"],
  [{}, ["--registry", "nothing"], 2, "bad-option"],
])("%j %j ends with %i, %s", async (env, argv, exitCode, code) => {
  const run = await kit.run(["whoami", "--json", ...argv], env);
  expect(run.exitCode).toBe(exitCode);
  expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, error: { code } });
});

test("a token is shown only to the forge that gave it", async () => {
  await logIn();
  const run = await kit.run(["whoami", "--json", "--api-url", "http://127.0.0.1:1"], NOBODY);
  expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "signed-out" } });
});
