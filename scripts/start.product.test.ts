import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { startStore, type Started } from "../src/testing/local-store/start-kit.ts";

// What a filled store serves, and that it goes on, is looked at beside the store itself: filling one takes its time.

let folder: string;
const running: Started[] = [];

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "mosis-start-")), "store");
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});
afterAll(() => rm(join(folder, ".."), { recursive: true, force: true, maxRetries: 5 }));

function start(...args: readonly string[]): Started {
  const started = startStore(folder, ...args);
  running.push(started);
  return started;
}

test("--reset begins afresh, and so does the start after one that was killed meanwhile", async () => {
  await mkdir(join(folder, "forge"), { recursive: true });
  await writeFile(join(folder, "ready"), "");
  for (const args of [["--reset"], []]) {
    const leftOver = join(folder, "left-over");
    await writeFile(leftOver, "");
    const { child, ended } = start("--port", "0", "--forge-port", "0", "--functions-port", "0", ...args);
    const hasBegun = () => !existsSync(leftOver) && existsSync(join(folder, "homes", "ada", "keys"));
    await expect.poll(hasBegun, { timeout: 60_000 }).toBe(true);
    child.kill("SIGKILL");
    await ended;
  }
});

test("an argument that is none is explained, and nothing is begun", async () => {
  const wrong = start("--prot", "80");
  expect(await wrong.ended).toBe(2);
  expect(wrong.output()).toMatch(/Unknown option '--prot'[^]*Usage: npm start/);
});
