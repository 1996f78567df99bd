import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { PORTAL_ACCOUNT, PORTAL_KEY } from "../../testing/portal/double-reply.ts";
import { aPortal, type PortalDouble } from "../../testing/portal/portal-double.ts";
import { people, PublisherKit } from "../../testing/publisher-kit.ts";

let kit: PublisherKit;
let portal: PortalDouble;
// One world for all; tests are in the order of what they leave behind.
beforeAll(async () => {
  kit = await PublisherKit.of();
  portal = await aPortal({ forge: kit.forge, opener: people.bot });
  kit.write();
});
afterAll(() => Promise.all([kit.end(), portal.close()]));
beforeEach(() => {
  portal.exchanges.length = 0;
  portal.decision = "approve";
});

/** Nobody here has an account of the forge. */
const NOBODY = { GH_TOKEN: undefined };
const json = (argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) =>
  kit.json(argv, { ...NOBODY, ...env });
const MEMBERSHIP = ["POST /developers/grace/challenges", "POST /developers/grace/members"];
const asked = () => portal.exchanges.map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`);
const errorOf = async (argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) => {
  const run = await kit.run([...argv, "--json"], { ...NOBODY, ...env });
  const { error } = JSON.parse(run.stdout) as { error: Record<string, unknown> };
  return { exit: run.exitCode, ...error };
};

test("login --portal waits for who confirms the code, and keeps the token by the portal's address", async () => {
  const run = await kit.run(["login", "--portal", portal.url], NOBODY);
  expect([run.stdout, run.exitCode]).toEqual([`Signed in to ${portal.url} as ${PORTAL_ACCOUNT}\n`, 0]);
  expect(run.stderr).toContain(`Open ${portal.url}/device and enter the code BCDF-GHJK`);
  const file = join(kit.home, "tokens.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    [portal.url]: { token: PORTAL_KEY, account: PORTAL_ACCOUNT },
  });
  expect(portal.exchanges[0]).toMatchObject({ sent: { client_id: "mosis-cli" } });
});

test("whoami and the commands to come go through the portal, until a forge is named", async () => {
  const who = { ok: true, account: PORTAL_ACCOUNT, token_from: "login", portal: portal.url, developers: [] };
  expect(await json(["whoami"])).toMatchObject(who);
  expect(await kit.json(["whoami"])).toMatchObject({ login: "grace" });
  expect(await kit.json(["whoami", "--portal", portal.url])).toMatchObject({ account: PORTAL_ACCOUNT });
  expect(await errorOf(["whoami", "--api-url", kit.forge.apiUrl])).toMatchObject({ code: "signed-out" });
});

test("an API key goes before a sign-in, and needs a portal", async () => {
  const CI = { MOSIS_API_KEY: PORTAL_KEY, MOSIS_HOME: join(kit.home, "ci"), GH_TOKEN: "of the job" };
  expect(await json(["whoami"], { ...CI, MOSIS_PORTAL: portal.url })).toMatchObject({ token_from: "MOSIS_API_KEY" });
  expect(await errorOf(["whoami"], CI)).toMatchObject({ code: "portal-unknown", exit: 2 });
  const wrong = { ...CI, MOSIS_PORTAL: portal.url, MOSIS_API_KEY: "mosis_other" };
  expect(await errorOf(["whoami"], wrong)).toMatchObject({
    code: "token-refused",
    exit: 3,
    problem: "unauthenticated",
  });
  expect(await errorOf(["whoami", "--portal", "http://portal.example"])).toMatchObject({ code: "bad-option" });
});

test.each([
  ["deny", "refused"],
  ["wait", "in time"],
] as const)("who lets it %s is not signed in", async (decision, words) => {
  portal.decision = decision;
  const error = await errorOf(["login", "--portal", portal.url], { MOSIS_HOME: join(kit.home, "else") });
  expect(error).toMatchObject({ code: "sign-in-failed", exit: 3, message: expect.stringContaining(words) });
});

test("what fails in passing is asked again, what cannot be is told with what the portal says", async () => {
  portal.faults.push("cut", { status: 503, name: "forge-unavailable", retryAfter: 0 });
  expect(await json(["whoami"])).toMatchObject({ ok: true });
  portal.faults.push({ status: 429, name: "too-many-requests", retryAfter: 3600 });
  expect(await errorOf(["whoami"])).toMatchObject({ code: "portal-busy", exit: 4, fix: "Run it again in 3600 s." });
  const errors = [{ pointer: "/documents/0", message: "It is signed by nobody." }];
  portal.faults.push({ status: 422, name: "document-refused", errors });
  expect(await errorOf(["whoami"])).toMatchObject({
    code: "submission-refused",
    exit: 1,
    problem: "document-refused",
    message: expect.stringContaining("/documents/0: It is signed by nobody."),
  });
  portal.faults.push("page");
  expect(await errorOf(["whoami"])).toMatchObject({ code: "portal-unreachable" });
});

test("who has no Git account registers and publishes through the portal, and review takes it", async () => {
  await json(["keys", "generate", "--no-passphrase"]);
  const registered = await json(["keys", "register", "--developer", "grace", "--name", "Grace"]);
  expect(registered).toMatchObject({ ok: true, plan: { kind: "register" }, pull: { number: 1, is_new: true } });
  await kit.mustLand(registered["pull"]);
  expect(await json(["whoami"])).toMatchObject({ developers: [] });
  expect(await json(["keys", "register", "--developer", "grace", "--name", "Grace"])).toMatchObject({ plan: null });
  expect(await json(["whoami"])).toMatchObject({ developers: [{ id: "grace", role: "owner" }] });

  const planned = await json(["publish", "--developer", "grace", "--dry-run"]);
  expect(planned).toMatchObject({ plan: { kind: "new-app", uploads: [{ to: "portal" }] }, pull: null });
  expect(asked().filter((line) => !line.startsWith("GET"))).toEqual(["POST /signing-keys", ...MEMBERSHIP]);

  const published = await json(["publish", "--developer", "grace"]);
  expect(published).toMatchObject({ pull: { number: 2, url: `${kit.forge.url}/mosis/registry/pull/2`, is_new: true } });
  expect(asked().filter((line) => line.startsWith("POST"))).toEqual([
    "POST /signing-keys",
    ...MEMBERSHIP,
    "POST /apps",
    "POST /apps/com.example.sample/versions",
    "POST /apps/com.example.sample/versions/3/submit",
  ]);
  expect(await json(["publish"])).toMatchObject({ pull: { number: 2, is_new: false } });
  expect(await json(["status"])).toMatchObject({
    portal: portal.url,
    submissions: [{ number: 2, kind: "new-app", subject: "com.example.sample", state: "submitted", next: "machine" }],
  });
  await kit.mustLand(published["pull"]);
  expect(await json(["publish"])).toMatchObject({ plan: null, pull: null });
});

test("a package that is too large for the portal itself goes to the address that it gives, without the token", async () => {
  portal.directBytes = 10;
  kit.write({ version: "1.3.0", version_code: 4 });
  const published = await json(["publish"]);
  expect(published).toMatchObject({ plan: { kind: "version" }, pull: { number: 3 } });
  const put = portal.exchanges.find(({ method }) => method === "PUT");
  expect(put?.headers).toMatchObject({ "x-kept": "yes" });
  expect(put?.headers["authorization"]).toBeUndefined();
  await kit.mustLand(published["pull"]);
});

test("--wait follows a submission through the portal", async () => {
  kit.write({ version: "1.4.0", version_code: 5 });
  const pending = await json(["publish", "--wait", "--timeout", "0.001"]);
  expect(pending).toMatchObject({ ok: true, wait: { outcome: "pending", state: "submitted" } });
});

test("stats shows the numbers of some days", async () => {
  const days = ["--from", "2026-11-01", "--to", "2026-11-26"];
  const { stdout } = await kit.run(["stats", "com.example.sample", ...days], NOBODY);
  expect(stdout).toBe(
    [
      "com.example.sample, 2026-11-01 to 2026-11-26",
      "  devices   DAU 187, WAU 195, MAU 1,200, 40 new",
      "  sessions  1,204, 98.7 % without a crash",
      "  frames    p95 16.1 ms, p50 8.6 ms, p99 33.4 ms",
      "  memory    p95 112 MB, p50 61.0 MB, p99 130 MB",
      "  versions  3: 1,000 sessions on 170 device-days, 100.0 % without a crash, p95 15.0 ms",
      "            2: 204 sessions on 17 device-days, 50.0 % without a crash",
      "  crashes   14 lua error: main.lua:12: attempt to index a nil value (9 device-days, 2026-11-20 to 2026-11-25, l1-5f0a)",
      "",
    ].join("\n"),
  );
  expect(asked()[0]).toBe("GET /apps/com.example.sample/stats/overview");
  expect(await json(["stats", "com.example.sample", ...days])).toMatchObject({
    from: "2026-11-01",
    to: "2026-11-26",
    overview: { mau: 1200, crash_free_sessions: 0.98769 },
    frame_time: { p95: 16.14 },
    crashes: [{ group_id: "l1-5f0a", crashes: 14 }],
  });
});

test("stats of an app that nobody counted says so, and asks for four weeks where nobody says which", async () => {
  const { stdout } = await kit.run(["stats", "com.example.other", "--to", "2026-11-28"], NOBODY);
  expect(stdout).toContain("com.example.other, 2026-11-01 to 2026-11-28\n");
  expect(stdout).toMatch(/sessions {2}0\n {2}frames {4}not counted\n[^]*crashes {3}none\n/);
});

test("logout forgets the token and the portal", async () => {
  expect(await json(["logout", "--dry-run"])).toMatchObject({ plan: { portal: portal.url, forget: PORTAL_ACCOUNT } });
  expect(await json(["logout"])).toMatchObject({ plan: { portal: portal.url, forget: PORTAL_ACCOUNT } });
  expect(await errorOf(["whoami"])).toMatchObject({ code: "signed-out" });
  expect(await errorOf(["status", "--portal", portal.url])).toMatchObject({ code: "signed-out" });
});
