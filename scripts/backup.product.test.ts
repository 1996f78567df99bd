import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { afterEach, beforeEach, expect, test } from "vitest";

import { DELETIONS } from "../src/node/backup/databases-part.ts";
import { BackupKit, rowsOf } from "../src/testing/backup-kit.ts";
import { type EndedScript, runScriptFile } from "../src/testing/run-script.ts";

const TIMESTAMP = "tuf/timestamp.json";
/** Inserts into a database for ever, a durable transaction each, and tells each number when it is committed. */
const WRITER = `
  const { DatabaseSync } = require("node:sqlite");
  const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
  database.exec("PRAGMA synchronous = FULL");
  const insert = database.prepare("INSERT INTO events VALUES (?)");
  const next = (number) => { insert.run(String(number)); console.log(number); setImmediate(next, number + 1); };
  next(1);
`;

let kit: BackupKit;
beforeEach(async () => {
  kit = await BackupKit.start();
});
afterEach(() => kit.end());

const run = (script: string, ...args: readonly string[]): Promise<EndedScript> =>
  runScriptFile(script, args, { cwd: kit.root });

/** Numbers that are committed in a database from outside, one after the other, until it is stopped. */
async function startWriter(file: string): Promise<{ readonly last: () => number; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ["-e", WRITER, file], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface(child.stdout);
  let last = 0;
  lines.on("line", (line) => {
    last = Number(line);
  });
  await once(lines, "line");
  return {
    last: () => last,
    async stop() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("a store that lost its registry, its target and its databases is there again, as devices and people knew it", async () => {
  const { store, backups, blobs, data } = kit;
  const parts = ["--registry", kit.registry, "--data", data, "--target", kit.published, "--blobs", blobs];
  const device = await store.refreshed(store.device());
  const before = await store.published();
  const writer = await startWriter(join(data, "telemetry/raw/2026-11-01.db"));
  const committed = writer.last();
  const made = await run("backup.ts", "--to", backups, ...parts);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  await writer.stop();
  kit.remember("f".repeat(64), "2026-12-01");
  expect(await run("backup.ts", "--to", backups, "--data", data, "--only-deletions")).toMatchObject({ code: 0 });

  await kit.destroy();
  const backup = made.stdout.trim().split("\n").at(-1) ?? "";
  const registry = join(kit.root, "restored.git");
  const places = ["--registry", registry, "--data", data, "--target", kit.published, "--blobs", blobs];
  const restored = await run("restore.ts", backup, ...places);
  expect(restored).toMatchObject({ code: 0, stderr: "" });
  expect(restored.stdout).toMatch(/is whole\.\n1\. Push the registry[^]*Keys are in no backup[^]*Run `publish`/);

  await kit.publishFrom(registry);
  const after = await store.published();
  expect(Object.keys(before).filter((path) => path !== TIMESTAMP && after[path] !== before[path])).toEqual([]);
  expect(await store.appDocument(await store.refreshed(device))).toMatchObject({ versions: [{ version_code: 2 }, {}] });
  const [events] = rowsOf(
    join(data, "telemetry/raw/2026-11-01.db"),
    "SELECT count(*) AS count, count(DISTINCT id) AS ids, max(CAST(id AS INTEGER)) AS last FROM events",
  ) as readonly { readonly count: number; readonly ids: number; readonly last: number }[];
  expect(events!.count).toBeGreaterThanOrEqual(committed);
  expect(events).toEqual({ count: events!.count, ids: events!.count, last: events!.count });
  expect(rowsOf(join(data, DELETIONS), "SELECT is_done FROM deletions")).toEqual([{ is_done: 0 }]);
});

test("a check and a dry run write nothing; what is wrong with the arguments is said", async () => {
  const made = await run("backup.ts", "--to", kit.backups, "--data", kit.data);
  const backup = made.stdout.trim().split("\n").at(-1) ?? "";
  const to = join(kit.root, "restored");
  const [checked, planned, refused, ...wrong] = await Promise.all([
    run("restore.ts", backup),
    run("restore.ts", backup, "--data", to, "--dry-run"),
    run("restore.ts", backup, "--data", kit.data),
    run("restore.ts"),
    run("backup.ts", "--to", kit.backups),
    run("backup.ts", "--to", kit.backups, "--data", to, "--keep-days", "0"),
  ]);
  expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/is whole\.\n$/) });
  expect(JSON.parse(planned.stdout.replace(/^.*\n/, ""))).toMatchObject({ registry: null, databases: { to } });
  expect(existsSync(to)).toBe(false);
  expect(refused).toMatchObject({ code: 2, stderr: `${kit.data} holds portal.db: name an empty folder.\n` });
  expect(wrong.map(({ code, stderr }) => [code, stderr])).toEqual([
    [2, expect.stringMatching(/^Name one backup/)],
    [2, expect.stringMatching(/^Name what to back up/)],
    [2, expect.stringMatching(/^--keep-days 0 is no number/)],
  ]);
});
