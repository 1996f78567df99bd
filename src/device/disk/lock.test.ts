import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { underLock } from "./lock.ts";

let root = "";
let path = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mosis-lock-"));
  path = join(root, "device", "lock");
});
afterEach(() => rm(root, { recursive: true }));

const locked = expect.objectContaining({ name: "DeviceError", code: "locked" });

test("gives back what the action gives, and lets the next one in", async () => {
  expect(await underLock(path, async () => 1)).toBe(1);
  expect(await underLock(path, async () => 2)).toBe(2);
});

test("keeps a second one out while the first is at work, in the same process too", async () => {
  await underLock(path, async () => {
    await expect(underLock(path, async () => 2)).rejects.toThrow(locked);
  });
  expect(await underLock(path, async () => 2)).toBe(2);
});

test("is let go when the action fails", async () => {
  const failure = new Error("no");
  await expect(underLock(path, () => Promise.reject(failure))).rejects.toThrow(failure);
  expect(await underLock(path, async () => 2)).toBe(2);
});

test("keeps other processes out, and falls when its process is killed", async () => {
  const script = `
    import { underLock } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
    await underLock(${JSON.stringify(path)}, () => new Promise((done) => {
      console.log("locked");
      // A promise that nothing can keep any more would be collected, and its lock with it.
      setTimeout(done, 1_000_000);
    }));`;
  const holder = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  await expect(underLock(path, async () => 2)).rejects.toThrow(locked);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await underLock(path, async () => 2)).toBe(2);
});
