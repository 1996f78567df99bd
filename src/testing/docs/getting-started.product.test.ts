import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { fencedBlocks } from "./fenced-blocks.ts";
import { startNpmRegistry } from "./npm-registry.ts";
import { pageSteps } from "./page-steps.ts";
import { followPage } from "./reader.ts";
import type { LocalServer } from "../../node/local-server.ts";
import { isLive } from "../local-store/forge-views.ts";
import { type LocalStore, openLocalStore } from "../local-store/local-store.ts";

// A stranger follows "Getting started" to the letter: in an empty folder, with an empty home, with the command line as npm delivers it.

const PAGE = join(import.meta.dirname, "../../../docs/getting-started.md");
const APP = "org.example.tally";

let work: string;
let store: LocalStore;
let npm: LocalServer;
let env: Record<string, string>;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "mosis-reader-"));
  await Promise.all(["desk", "home", "memory", "packed"].map((name) => mkdir(join(work, name))));
  // Nothing of this repository, nor of the npm that may have started the tests, but for npm's cache.
  const path = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  const plain = { PATH: path, LANG: "C.UTF-8" };
  const cache = execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim();
  env = { ...plain, HOME: join(work, "home"), npm_config_cache: cache, npm_config_prefer_offline: "true" };
  npm = await startNpmRegistry(join(work, "packed"), env);
  env["npm_config_registry"] = `${npm.url}/`;
  store = await openLocalStore({
    root: join(work, "store"),
    reset: false,
    storePort: 0,
    forgePort: 0,
    withSite: false,
  });
});

afterAll(async () => {
  await Promise.all([store.close(), npm.close()]);
  await rm(work, { recursive: true, force: true, maxRetries: 5 });
});

test("who follows the page has an app in a store and its update on a phone", { tags: ["deep"] }, async () => {
  const steps = pageSteps(fencedBlocks(await readFile(PAGE, "utf8")));
  await followPage(steps, {
    folder: join(work, "desk"),
    memory: join(work, "memory"),
    env,
    passphrase: "a stranger's own",
    ownWord,
  });
  const { apps } = (await (await fetch(`${store.storeUrl}/v1/apps.json`)).json()) as { readonly apps: unknown };
  expect(apps).toEqual([expect.objectContaining({ app_id: APP, name: "Tally", version: "1.1.0" })]);
  expect(await isLive(APP, 2, store)).toBe(true);
});

/** What the page asks readers to look up: the addresses of their store, and the pull request that was printed last. */
function ownWord(word: string, output: string): string {
  const own: Readonly<Record<string, string | undefined>> = {
    "http://127.0.0.1:4600": store.storeUrl,
    "http://127.0.0.1:4601/api/v3": store.forge.apiUrl,
    NUMBER: [...output.matchAll(/Opened pull request #(\d+)/g)].at(-1)?.[1],
  };
  const found = own[word];
  if (found === undefined) throw new Error(`The page does not say what to put in place of ${word}.`);
  return found;
}
