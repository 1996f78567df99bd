import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, test } from "vitest";

import { openSqliteStore, type SqliteStore } from "./telemetry/node/sqlite-store.ts";
import type { DeviceDay, RawBatch } from "./telemetry/ports.ts";

// Backup and restore know the functions' data folder by its files alone; here they meet those that the functions write.

const SCRIPTS = join(import.meta.dirname, "../scripts");
const DAY = "2026-11-26";
const APP = "com.example.notes";
const deviceOf = (letter: string): DeviceDay => ({ app_id: APP, day: DAY, device_id: letter.repeat(64) });
const batchOf = (letter: string): RawBatch => ({
  ...deviceOf(letter),
  batch_id: letter.toUpperCase().repeat(26),
  version_code: 1,
  mosis_version: "1.0.0",
  events: [
    {
      at: 0,
      type: "app_stop",
      data: { seconds: 5, reason: "user" },
      time: `${DAY}T10:00:00.000Z`,
      session: letter.repeat(16),
    },
  ],
});

let root: string;
let store: SqliteStore;
const open = (data: string): SqliteStore =>
  openSqliteStore({ folder: join(data, "telemetry"), now: () => new Date(`${DAY}T12:00:00Z`) });
const run = async (script: string, ...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, [join(SCRIPTS, script), ...args])).stdout.trim();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mosis-restore-"));
  store = open(join(root, "data"));
});
afterEach(async () => {
  store.close();
  await rm(root, { recursive: true, force: true });
});

async function eventsOf(letter: string): Promise<number> {
  let count = 0;
  for await (const _ of store.eventsOf([deviceOf(letter)])) count += 1;
  return count;
}

test("what a person had deleted after the backup is not there after the restore, and a replay of it stays away", async () => {
  const [data, backups, restored] = ["data", "backups", "restored"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const letter of ["a", "b", "c"]) await store.appendBatch(batchOf(letter));
  await store.deleteAll([deviceOf("a")]);
  const made = await run("backup.ts", "--to", backups, "--data", data);
  expect(await store.deleteAll([deviceOf("b")])).toEqual({ events: 1, crashes: 0 });
  await run("backup.ts", "--to", backups, "--data", data, "--only-deletions");
  store.close();
  await rm(data, { recursive: true });

  await run("restore.ts", made.split("\n").at(-1) ?? "", "--data", restored);
  store = open(restored);
  expect([await eventsOf("a"), await eventsOf("b"), await eventsOf("c")]).toEqual([0, 0, 1]);
  for (const letter of ["a", "b"]) expect(await store.appendBatch(batchOf(letter))).toBe("deleted");
  expect(await store.appendBatch(batchOf("c"))).toBe("duplicate");
  expect(await readdir(join(restored, "telemetry/raw"))).toContain(`${DAY}.db`);
});
