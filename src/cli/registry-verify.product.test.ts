import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { expect, onTestFinished, test } from "vitest";

import { anApp } from "../testing/app-kit.ts";
import { temporaryFolder } from "../testing/cli/temporary-folder.ts";
import { PublishKit } from "../testing/publish-kit.ts";
import { flipBitOf, serveStatic } from "../testing/static-server.ts";
import { aStore } from "../testing/store-kit.ts";

const MAIN = join(import.meta.dirname, "../../dist/cli/main.js");
const NOTES = "com.example.notes";

// The compiled command line, on a real clone, against a real server and a developer's own.
test("the compiled command line holds a store against a clone of its registry", async () => {
  const sources = await serveStatic(
    (path) => store.app().packages.find((_, at) => path === `${NOTES}-${at + 1}.mosis`)?.archive ?? null,
  );
  onTestFinished(() => sources.close());
  const store = aStore().withApp(anApp({ id: NOTES, packagesAt: sources.url, versions: [{}, {}] }));
  const kit = await PublishKit.of(store);
  onTestFinished(() => kit.end());
  kit.now = new Date();
  const config = JSON.parse(new TextDecoder().decode(kit.files().get("registry.json"))) as { policy: object };
  const policy = { ...config.policy, allow_http_loopback: true };
  kit.commit({ "registry.json": JSON.stringify({ ...config, policy }) });
  expect(await kit.publish()).toMatchObject({ apps: 1, findings: [], held: [] });
  const server = await serveStatic((path) => kit.target.read(path));
  onTestFinished(() => server.close());
  const clone = join(temporaryFolder(), "registry");
  spawnSync("git", ["--git-dir", kit.git.gitdir, "update-ref", "refs/heads/main", kit.main]);
  expect(spawnSync("git", ["clone", "--quiet", kit.git.gitdir, clone]).status).toBe(0);

  expect(await mosis(clone, server.url)).toMatchObject({ status: 0, stdout: expect.stringContaining("\nVerified: ") });
  sources.requests.length = 0;
  expect(await mosis(clone, server.url, "--from-source", "--json")).toMatchObject({ status: 0, stderr: "" });
  expect(sources.requests.map(({ path }) => path).toSorted()).toEqual([`${NOTES}-1.mosis`, `${NOTES}-2.mosis`]);

  // The developer still has what the store spoils: so it is one difference.
  server.tamper = flipBitOf(/1\/package\.mosis$/);
  const spoilt = await mosis(clone, server.url, "--json");
  expect(spoilt.status).toBe(1);
  expect(JSON.parse(spoilt.stdout)).toMatchObject({
    ok: false,
    differences: [{ path: `packages/${NOTES}/1/package.mosis`, kind: "different" }],
  });
  await server.close();
  expect(await mosis(clone, server.url)).toMatchObject({ status: 4, stdout: "" });
});

/** Beside this process, which serves what it asks for. */
async function mosis(cwd: string, ...argv: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, "registry", "verify", ...argv], { cwd });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number]>,
  ]);
  return { status, stdout, stderr };
}
