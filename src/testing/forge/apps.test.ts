import { generateKeyPairSync } from "node:crypto";

import { App, Octokit } from "octokit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { aWorld, BASE, DEV, propose, refusalOf, type World } from "./fixture.ts";

const keys = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});

let now = new Date();
let world: World;
beforeAll(async () => {
  const app = {
    id: 77,
    slug: "mosis-reviews",
    accountId: 78,
    publicKey: keys.publicKey,
    installation: 79,
    repository: { owner: BASE.owner, name: BASE.repo },
    permissions: { checks: "write", contents: "read", issues: "write" },
  } as const;
  world = await aWorld({ apps: [app], clock: () => now });
});
afterAll(() => world.end());

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const common = () => ({
  baseUrl: world.forge.apiUrl,
  log: SILENT,
  retry: { enabled: false },
  throttle: { enabled: false },
});
const asApp = (privateKey: string = keys.privateKey) =>
  new App({ appId: 77, privateKey, Octokit: Octokit.defaults(common()) });

test("an installation of an App does what the App may, in its name", async () => {
  const { sha, number } = await propose(world.as(DEV), { branch: "app", files: { app: "1" } });
  const { rest } = await asApp().getInstallationOctokit(79);
  const { data: run } = await rest.checks.create({ ...BASE, name: "verdict", head_sha: sha, conclusion: "success" });
  expect(run).toMatchObject({ status: "completed", conclusion: "success" });
  const { data: comment } = await rest.issues.createComment({ ...BASE, issue_number: number, body: "Hello" });
  expect(comment.user).toMatchObject({ login: "mosis-reviews[bot]", type: "Bot" });
  const merge = rest.pulls.merge({ ...BASE, pull_number: number });
  expect(await refusalOf(merge)).toMatchObject({ status: 403, message: "Resource not accessible by integration" });
});

test("a token may be asked for less than the App may, not for more, and is over after an hour", async () => {
  const app = asApp().octokit;
  const ask = (permissions: Record<string, "read" | "write">) =>
    app.rest.apps.createInstallationAccessToken({ installation_id: 79, permissions });
  expect(await refusalOf(ask({ contents: "write" }))).toMatchObject({ status: 422 });
  const { token } = (await ask({ issues: "write" })).data;
  const { rest } = new Octokit({ ...common(), auth: token });
  const { sha, number } = await propose(world.as(DEV), { branch: "less", files: { less: "1" } });
  await rest.issues.createComment({ ...BASE, issue_number: number, body: "Hello" });
  expect(await refusalOf(rest.checks.create({ ...BASE, name: "x", head_sha: sha }))).toMatchObject({ status: 403 });
  now = new Date(now.getTime() + 3_601_000);
  expect(await refusalOf(rest.repos.get(BASE))).toMatchObject({ status: 401 });
  now = new Date();
});

test("an App with another key, or a JWT that is old, is nobody; a JWT itself writes nothing", async () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
  expect(await refusalOf(asApp(String(other)).octokit.rest.apps.getAuthenticated())).toMatchObject({ status: 401 });
  const app = asApp().octokit;
  expect((await app.rest.apps.getAuthenticated()).data).toMatchObject({ id: 77, slug: "mosis-reviews" });
  const { token } = (await app.auth({ type: "app" })) as { readonly token: string };
  const { number } = await propose(world.as(DEV), { branch: "jwt", files: { jwt: "1" } });
  const { rest } = new Octokit({ ...common(), auth: token });
  const write = rest.issues.createComment({ ...BASE, issue_number: number, body: "Hello" });
  expect(await refusalOf(write)).toMatchObject({ status: 403 });
  now = new Date(now.getTime() + 700_000);
  expect(await refusalOf(rest.apps.getAuthenticated())).toMatchObject({ status: 401 });
  now = new Date();
});
