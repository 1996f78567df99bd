import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

let folder: string;
const running: Started[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mosis-start-"));
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGKILL");
    await ended;
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  output(): string;
  readonly ended: Promise<number | null>;
}

function start(...args: readonly string[]): Started {
  const script = join(import.meta.dirname, "start.ts");
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const child = spawn(process.execPath, [script, "--folder", join(folder, "store"), ...args], { env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
  const started: Started = {
    child,
    output: () => output,
    ended: new Promise((resolve) => child.on("close", (code) => resolve(code))),
  };
  running.push(started);
  return started;
}

/** Waits until it serves; gives the address of the store and of the forge. */
async function served({ output, ended }: Started): Promise<readonly [store: string, forge: string]> {
  let code: number | null | undefined;
  void ended.then((exit) => (code = exit));
  await expect.poll(() => code !== undefined || output().includes("Ctrl+C"), { timeout: 120_000 }).toBe(true);
  const [store = "", , forge = ""] = output().match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [output()];
  return [store, forge];
}

test("npm start fills a store, serves it, stops at Ctrl+C and goes on when it is started again", async () => {
  const first = start("--port", "0", "--forge-port", "0");
  const [store, forge] = await served(first);
  for (const path of ["/", "/docs/", "/apps/com.mosis.notes/", "/tuf/timestamp.json"]) {
    expect([path, (await fetch(store + path)).status]).toEqual([path, 200]);
  }
  expect((await fetch(`${store}/nothing`)).status).toBe(404);
  expect((await fetch(`${forge}/mosis/registry`)).status).toBe(200);

  const port = new URL(store).port;
  const second = start("--port", port, "--forge-port", "0");
  expect(await second.ended).toBe(1);
  expect(second.output()).toBe(
    `Port ${port} of 127.0.0.1 is in use, perhaps by another \`npm start\`. Choose another one: npm start -- --port ${Number(port) + 10}\n`,
  );

  first.child.kill("SIGINT");
  expect(await first.ended).toBe(0);
  await expect(fetch(store)).rejects.toThrow();

  const again = start("--port", port, "--forge-port", "0");
  expect(await served(again)).toEqual([store, expect.any(String)]);
  expect(again.output()).toMatch(/^✔ publish: what changed, and a fresh timestamp/);
  const timestamp = (await (await fetch(`${store}/tuf/timestamp.json`)).json()) as { signed: { version: number } };
  expect(timestamp.signed.version).toBe(2);
  again.child.kill("SIGTERM");
  expect(await again.ended).toBe(0);
});

test("--reset begins afresh, and so does the start after one that was killed meanwhile", async () => {
  for (const args of [["--reset"], []]) {
    const { child, output, ended } = start("--port", "0", "--forge-port", "0", ...args);
    await expect.poll(output, { timeout: 60_000 }).toMatch(/^✔ ada registers/);
    child.kill("SIGKILL");
    await ended;
  }
});

test("an argument that is none is explained, and nothing is begun", async () => {
  const wrong = start("--prot", "80");
  expect(await wrong.ended).toBe(2);
  expect(wrong.output()).toMatch(/Unknown option '--prot'[^]*Usage: npm start/);
});
