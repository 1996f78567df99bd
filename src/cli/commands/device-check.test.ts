import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { limits } from "../../core/limits.ts";
import { anApp } from "../../testing/app-kit.ts";
import { jsonOf, runInMemory, type RunOptions } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { flipBitOf, serveStatic, type StaticServer } from "../../testing/static-server.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";

let store: StoreKit;
let server: StaticServer;
let home: string;
beforeEach(async () => {
  store = aStore().withApp(anApp());
  // The command line goes by the real clock.
  store.trust.now = new Date();
  store.publish();
  server = await serveStatic((path) => store.files.get(path) ?? null);
  home = temporaryFolder();
  await device(["install", NOTES, "--store", server.url]);
});
afterEach(() => server.close());

const device = (args: readonly string[], options: RunOptions = {}) =>
  runInMemory(["device", ...args], { cwd: home, env: { MOSIS_HOME: home }, ...options });
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe("check --if-due", () => {
  test("asks at once where no check was made, and then says when it will", async () => {
    const first = jsonOf(await device(["check", "--if-due", "--json"]));
    expect(first).toMatchObject({ checked: true, next_due: expect.stringMatching(ISO), available: 0 });
    server.requests.splice(0);
    const second = await device(["check", "--if-due", "--json"]);
    expect(second.exitCode).toBe(0);
    expect(jsonOf(second)).toMatchObject({ checked: false, next_due: first["next_due"], apps: [] });
    expect(server.requests).toEqual([]);
    const human = await device(["check", "--if-due"]);
    const due = String(first["next_due"]);
    expect(human.stdout).toBe(`The last check was not long ago. The next one is due at ${due}\n`);
  });

  test("comes again soon after a store was away", async () => {
    await server.close();
    const run = await device(["check", "--if-due", "--json"]);
    expect(run.exitCode).toBe(0);
    const due = Date.parse(String(jsonOf(run)["next_due"])) - Date.now();
    expect(due).toBeLessThan(2 * limits.device.checkRetryMs);
    expect((await device(["check", "--if-due"])).stdout).toContain("The last check failed.");
  });
});

describe("check --install", () => {
  test("brings what asks for nothing new, and leaves the rest", async () => {
    store.app().withVersion();
    store.publish();
    const run = await device(["check", "--install", "--json"]);
    expect(jsonOf(run)).toMatchObject({ installed: 1, available: 0, apps: [{ action: "update" }] });
    store.app().withVersion({ permissions: ["storage", "network"] });
    store.publish();
    const held = await device(["check", "--install"]);
    expect(held.stdout).toBe(`${NOTES} waits with 1.2.0: it also asks for network\n`);
    expect(held.stderr).toContain("--accept-permissions");
    expect((await device(["list"])).stdout).toContain("1.1.0");
  });

  test("fails where an update fails", async () => {
    store.app().withVersion();
    store.publish();
    server.tamper = flipBitOf(/package\.mosis$/);
    expect((await device(["check", "--install"])).exitCode).toBe(1);
    expect((await device(["check"])).exitCode).toBe(0);
    await server.close();
    expect((await device(["check", "--install"])).exitCode).toBe(4);
  });
});

test("check --dry-run keeps nothing", async () => {
  store.app().withVersion();
  store.publish();
  const run = await device(["check", "--dry-run", "--json"]);
  expect(jsonOf(run)).toMatchObject({ dry_run: true, available: 1, apps: [{ action: "update" }] });
  expect(jsonOf(await device(["list", "--json"]))).toMatchObject({ check: { attempted_at: null, next_due: null } });
});

test("list shows from the last check what was withdrawn, and when the next check is due", async () => {
  store.app().event("yank", 1, { reason: "loses notes" });
  store.publish();
  expect((await device(["list"])).stderr).toBe("");
  const checked = await device(["check"]);
  expect(checked.stdout).toContain(`${NOTES}: The installed version was withdrawn: "loses notes"`);
  await server.close();
  const list = await device(["list"]);
  expect(list.stdout).toBe(`${NOTES}  1.0.0  stable  ${server.url}  yanked\n`);
  expect(list.stderr).toBe(`warning: ${NOTES}: Version 1.0.0 was withdrawn: "loses notes"\n`);
  expect(jsonOf(await device(["list", "--json"]))).toMatchObject({
    apps: [{ app_id: NOTES, status: "yanked", status_reason: "loses notes", available: null }],
    check: {
      attempted_at: expect.stringMatching(ISO),
      succeeded_at: expect.stringMatching(ISO),
      failures: 0,
      next_due: expect.stringMatching(ISO),
    },
  });
});

describe("watch", () => {
  test("--once makes the check that is due, tells what is new, and ends", async () => {
    store.app().withVersion();
    store.publish();
    const run = await device(["watch", "--once", "--install"]);
    expect(run).toMatchObject({ exitCode: 0, stdout: "1 check, 0 failed, 1 update installed\n" });
    expect(run.stderr).toContain(`${NOTES} was updated from 1.0.0 to 1.1.0\n`);
    expect(run.stderr).toContain("the next check is due at");
  });

  test("sleeps until it is ended, and then gives one account", async () => {
    await device(["check"]);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const run = await device(["watch", "--json"], { interrupt: stop.signal });
    expect(run.exitCode).toBe(0);
    expect(jsonOf(run)).toEqual({ ok: true, dry_run: false, checks: 0, failed: 0, installed: 0, last: null });
    expect(run.stderr).toContain("The next check is due at");
  });

  test("says which app failed, and what keeps the device from checking", async () => {
    await server.close();
    const away = await device(["watch", "--once", "--json"]);
    expect(jsonOf(away)).toMatchObject({ ok: true, checks: 1, failed: 1, last: { next_due: expect.any(String) } });
    expect(away.stderr).toContain(`warning: ${NOTES}: `);
  });

  test("--dry-run says when it would check", async () => {
    expect((await device(["watch", "--dry-run"])).stdout).toBe("Would check at once\n");
    await device(["check"]);
    expect((await device(["watch", "--dry-run"])).stdout).toMatch(/^Would check from \d{4}-/);
  });

  test("ends with an error where the device itself is broken", async () => {
    writeFileSync(join(home, "device", "device.json"), "{}");
    const run = await device(["watch", "--once", "--json"]);
    expect(jsonOf(run)).toMatchObject({ ok: false, error: { code: "device-state-broken" } });
    expect(existsSync(join(home, "device", "update-check.json"))).toBe(false);
  });
});
