import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { OAuthApp, Octokit } from "octokit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aWorld, BASE, clientOf, DEV, EVE, KEEPER, propose, refusalOf, type World } from "./fixture.ts";
import { type ForgeUser, startForge } from "./forge.ts";

let world: World;
beforeAll(async () => {
  world = await aWorld();
});
afterAll(() => world.end());

const bytes = Buffer.from([0, 1, 2, 253, 254, 255]);
const upload = (url: string, name: string, data: Uint8Array, user = DEV) =>
  world.as(user).request({
    method: "POST",
    url,
    name,
    data,
    headers: { "content-type": "application/octet-stream" },
  } as never) as Promise<{
    status: number;
    data: { id: number; digest: string; size: number; browser_download_url: string; name: string };
  }>;

test("a release asset comes back as it was uploaded, by a redirect, with its digest", async () => {
  const dev = world.as(DEV).rest;
  const own = { owner: "dev", repo: (await dev.repos.createFork({ ...BASE })).data.name };
  const release = (await dev.repos.createRelease({ ...own, tag_name: "com.example.app/v1", body: "First" })).data;
  const { status, data } = await upload(release.upload_url, "my app.mosis", bytes);
  expect(status).toBe(201);
  expect(data).toMatchObject({
    name: "my.app.mosis",
    size: 6,
    digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
  });
  const direct = await fetch(data.browser_download_url, { redirect: "manual" });
  expect(direct.status).toBe(302);
  expect(Buffer.from(await (await fetch(data.browser_download_url)).arrayBuffer())).toEqual(bytes);
  const read = (await dev.repos.getReleaseByTag({ ...own, tag: "com.example.app/v1" })).data;
  expect(read.assets).toMatchObject([{ id: data.id, digest: data.digest, download_count: 1, state: "uploaded" }]);
  expect((await dev.git.getRef({ ...own, ref: "tags/com.example.app/v1" })).data.object.type).toBe("commit");

  const again = await refusalOf(upload(release.upload_url, "my app.mosis", bytes));
  expect(again).toMatchObject({ status: 422 });
  expect(again.text).toContain("already_exists");
  expect(await refusalOf(upload(release.upload_url, "other", bytes, EVE))).toMatchObject({ status: 404 });
  await dev.repos.deleteReleaseAsset({ ...own, asset_id: data.id });
  expect((await fetch(data.browser_download_url)).status).toBe(404);
  expect((await upload(release.upload_url, "my app.mosis", bytes)).status).toBe(201);
});

test("a draft release is seen by its owner alone and makes its tag when it is published", async () => {
  const dev = world.as(DEV).rest;
  const own = { owner: "dev", repo: "registry" };
  const { id } = (await dev.repos.createRelease({ ...own, tag_name: "v2", draft: true })).data;
  expect(await refusalOf(world.as(EVE).rest.repos.getRelease({ ...own, release_id: id }))).toMatchObject({
    status: 404,
  });
  expect(await refusalOf(dev.git.getRef({ ...own, ref: "tags/v2" }))).toMatchObject({ status: 404 });
  await dev.repos.updateRelease({ ...own, release_id: id, draft: false });
  expect((await world.as(EVE).rest.repos.getLatestRelease({ ...own })).data.tag_name).toBe("v2");
  expect((await dev.git.getRef({ ...own, ref: "tags/v2" })).status).toBe(200);
  const twice = dev.repos.createRelease({ ...own, tag_name: "v2" });
  expect((await refusalOf(twice)).text).toContain("already_exists");
  const list = await world.as(DEV).paginate(dev.repos.listReleases, { ...own, per_page: 1 });
  expect(list.map(({ tag_name }) => tag_name)).toEqual(["v2", "com.example.app/v1"]);
});

test("a restart keeps pull requests, merges, comments, releases and Git", async () => {
  const { number, sha } = await propose(world.as(DEV), { branch: "kept", files: { "kept.txt": "1" } });
  const merged = await propose(world.as(DEV), { branch: "merged", files: { "merged.txt": "1" } });
  await world.as(KEEPER).rest.pulls.merge({ ...BASE, pull_number: merged.number });
  await world.as(EVE).rest.issues.createComment({ ...BASE, issue_number: number, body: "Kept" });
  await world.restart();
  const { rest } = world.as(KEEPER);
  expect((await rest.pulls.get({ ...BASE, pull_number: merged.number })).data.merged).toBe(true);
  expect((await rest.issues.listComments({ ...BASE, issue_number: number })).data).toMatchObject([{ body: "Kept" }]);
  expect((await rest.repos.listReleases({ owner: "dev", repo: "registry" })).data).toHaveLength(2);
  const { data } = await rest.pulls.merge({ ...BASE, pull_number: number, sha });
  expect(data.merged).toBe(true);
  const next = await propose(world.as(EVE), { branch: "next", files: { "next.txt": "1" } });
  expect(next.number).toBe(merged.number + 1);
});

test("a start catches up with what Git has and the state has not", async () => {
  const one = await propose(world.as(DEV), { branch: "disk-1", files: { "disk-1.txt": "1" } });
  const two = await propose(world.as(DEV), { branch: "disk-2", files: { "disk-2.txt": "1" } });
  const git = (repository: string, ...args: string[]) =>
    execFileSync("git", ["--git-dir", world.forge.gitDir(repository, "registry"), ...args], {
      encoding: "utf8",
      env: {
        ...process.env,
        GIT_AUTHOR_NAME: "a",
        GIT_AUTHOR_EMAIL: "a",
        GIT_COMMITTER_NAME: "a",
        GIT_COMMITTER_EMAIL: "a",
      },
    }).trim();
  git("dev", "update-ref", "-d", "refs/heads/disk-1");
  const tree = git("mosis", "merge-tree", "--write-tree", "main", two.sha);
  const sha = git("mosis", "commit-tree", tree, "-p", "main", "-p", two.sha, "-m", "By hand");
  git("mosis", "update-ref", "refs/heads/main", sha);
  await world.restart();
  const get = async (pull_number: number) => (await world.as(null).rest.pulls.get({ ...BASE, pull_number })).data;
  expect(await get(one.number)).toMatchObject({ state: "closed", merged: false });
  expect(await get(two.number)).toMatchObject({ state: "closed", merged: true, merge_commit_sha: sha });
});

test("closing waits for what is being done, and a request that is none does no harm", async () => {
  const short = await aWorld();
  const broken = request({ host: "127.0.0.1", port: new URL(short.forge.url).port, path: "//[" });
  const reply = await new Promise<IncomingMessage>((done) => void broken.on("response", done).end());
  expect(reply.statusCode).toBe(404);
  const fork = (user: ForgeUser) =>
    short
      .as(user)
      .rest.repos.createFork({ ...BASE })
      .catch(() => null);
  const forks = [DEV, EVE, KEEPER].map(fork);
  await Promise.race(forks);
  await short.end();
  await Promise.all(forks);
  expect(existsSync(short.root)).toBe(false);
});

test("times come from the clock it is given", async () => {
  const fixed = await aWorld({ clock: () => new Date("2030-04-05T06:07:08.900Z") });
  try {
    const { pull, sha, own } = await propose(fixed.as(DEV), { branch: "time", files: { "time.txt": "1" } });
    expect(pull.created_at).toBe("2030-04-05T06:07:08Z");
    const commit = await fixed.as(DEV).rest.git.getCommit({ ...own, commit_sha: sha });
    expect(commit.data.committer.date).toBe("2030-04-05T06:07:08Z");
  } finally {
    await fixed.end();
  }
});

test("the device flow gives the token of whoever enters the code", async () => {
  const app = new OAuthApp({
    clientType: "oauth-app",
    clientId: "0123456789abcdef0123",
    clientSecret: "s",
    Octokit: Octokit.defaults({ baseUrl: world.forge.apiUrl }) as never,
  });
  const { authentication } = await app.createToken({
    async onVerification({ verification_uri, user_code }) {
      const enter = (login: string) =>
        fetch(verification_uri, { method: "POST", body: new URLSearchParams({ user_code, login }) });
      expect((await enter("nobody")).status).toBe(404);
      expect((await enter("dev")).status).toBe(200);
    },
  });
  expect(authentication.token).toBe(DEV.token);
});

test("its pages open every address it hands out and show what people wrote as text", async () => {
  const evil = '<script>alert("1")</script>';
  const { pull } = await propose(world.as(EVE), { branch: "evil", title: evil, files: { [`${evil}.txt`]: evil } });
  await world.as(EVE).rest.issues.createComment({ ...BASE, issue_number: pull.number, body: evil });
  const [file] = (await world.as(null).rest.pulls.listFiles({ ...BASE, pull_number: pull.number })).data;
  const release = (await world.as(null).rest.repos.getLatestRelease({ owner: "dev", repo: "registry" })).data;
  const commit = (await world.as(null).rest.repos.getCommit({ owner: "eve", repo: "registry", ref: pull.head.sha }))
    .data;
  const folder = `${world.forge.url}/mosis/registry/tree/main/apps`;
  const pages = [
    world.forge.url,
    pull.html_url,
    pull.base.repo.html_url,
    pull.user.html_url,
    file!.blob_url,
    commit.html_url,
    release.html_url,
    folder,
  ];
  for (const page of pages) {
    const reply = await fetch(page);
    const text = await reply.text();
    expect([page, reply.status, reply.headers.get("content-security-policy")]).toEqual([
      page,
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
    expect(text).not.toContain("<script");
  }
  expect(await (await fetch(pull.html_url)).text()).toContain("&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62;");
  const raw = await fetch(file!.raw_url);
  expect([raw.headers.get("content-type"), await raw.text()]).toEqual(["application/octet-stream", evil]);
});

test("refuses a second repository of a name and names that are no names", async () => {
  const create = (owner: string, name: string) =>
    world.forge.createRepository({ owner, name, files: { a: "a" }, message: "a" });
  await expect(create("mosis", "registry")).rejects.toThrow("already");
  await expect(create("mosis", "..")).rejects.toThrow(TypeError);
  await expect(create("../x", "a")).rejects.toThrow(TypeError);
  expect([world.forge.hasRepository("Mosis", "registry"), world.forge.hasRepository("mosis", "no")]).toEqual([
    true,
    false,
  ]);
  const start = (id: number, login: string) => startForge({ root: world.root, users: [{ id, login, token: "t" }] });
  await expect(start(1, "no/login")).rejects.toThrow(TypeError);
  await expect(start(DEV.id, "other")).rejects.toThrow("The forge knows User dev (12)");
  await expect(start(99, "Mosis")).rejects.toThrow("Organization mosis");
});

test("a large repository begins in one commit", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 2000 }, (_, index) => [`apps/${index % 97}/${index}.json`, `{"n":${index}}`]),
  );
  await world.forge.createRepository({ owner: "mosis", name: "large", files, message: "Large" });
  const { data } = await clientOf(world.forge, null).rest.git.getTree({
    owner: "mosis",
    repo: "large",
    tree_sha: "main",
    recursive: "1",
  });
  expect(data.tree.filter(({ type }) => type === "blob")).toHaveLength(2000);
});
