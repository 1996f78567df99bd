import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { rootFingerprint } from "../../device/store/store-state.ts";
import { anApp } from "../../testing/app-kit.ts";
import { jsonOf, runInMemory, type RunOptions } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { flipBitOf, serveStatic, type StaticServer } from "../../testing/static-server.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";
const CAMERA = "com.example.camera";

let store: StoreKit;
let server: StaticServer;
let home: string;
beforeEach(async () => {
  store = aStore()
    .withApp(anApp())
    .withApp(anApp({ id: CAMERA, name: "Camera", versions: [{ permissions: ["camera"] }] }));
  // The command line goes by the real clock.
  store.trust.now = new Date();
  store.publish();
  server = await serveStatic((path) => store.files.get(path) ?? null);
  home = temporaryFolder();
});
afterEach(() => server.close());

const device = (args: readonly string[], options: RunOptions = {}) =>
  runInMemory(["device", ...args], { cwd: home, env: { MOSIS_HOME: home }, ...options });

const install = (app: string, ...more: readonly string[]) => device(["install", app, "--store", server.url, ...more]);

describe("install", () => {
  test("puts an app into the device below MOSIS_HOME and says whom it trusts", async () => {
    const run = await install(NOTES);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/^Installed com\.example\.notes 1\.0\.0 \(.+ KiB\) of ada from http/);
    expect(run.stderr).toContain(rootFingerprint(store.firstRoot));
    expect(existsSync(join(home, "device", "apps", NOTES, "package", "manifest.json"))).toBe(true);
  });

  test("--json gives the plan and the record", async () => {
    const run = await install(NOTES, "--json", "--root", "phone");
    expect(jsonOf(run)).toMatchObject({
      ok: true,
      dry_run: false,
      action: "install",
      plan: { app_id: NOTES, store: { pinned: "first-use", first_contact: true } },
      installed: { version_code: 1 },
    });
    expect(existsSync(join(home, "phone", "apps", NOTES))).toBe(true);
  });

  test("--root-file pins that root, and nobody has to look at a fingerprint", async () => {
    writeFileSync(join(home, "1.root.json"), store.firstRoot);
    const run = await install(NOTES, "--root-file", "1.root.json");
    expect(run).toMatchObject({ exitCode: 0, stderr: "" });
    const other = await install(CAMERA, "--accept-permissions", "--root-file", "1.root.json");
    expect(other).toMatchObject({ exitCode: 0, stderr: "" });
  });

  test("--root-file of another store refuses what answers", async () => {
    writeFileSync(join(home, "1.root.json"), aStore().firstRoot);
    const run = await install(NOTES, "--root-file", "1.root.json", "--json");
    expect(run.exitCode).toBe(1);
    expect(jsonOf(run)).toMatchObject({ ok: false, error: { code: "store-signature-threshold" } });
  });

  test("--dry-run prints the plan and makes nothing", async () => {
    const run = await install(CAMERA, "--dry-run", "--json");
    expect(jsonOf(run)).toMatchObject({ dry_run: true, plan: { consent: ["camera"] }, installed: null });
    expect(existsSync(join(home, "device"))).toBe(false);
    expect((await install(CAMERA, "--dry-run")).stdout).toContain("Needs your consent: camera");
  });

  test("of an app that is there says so and is no failure", async () => {
    await install(NOTES);
    expect(await install(NOTES)).toMatchObject({ exitCode: 0, stdout: `${NOTES} 1.0.0 is installed already\n` });
  });

  test("needs no address where the device knows one store", async () => {
    expect(await device(["install", NOTES])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("--store") });
    await install(NOTES);
    expect(await device(["install", CAMERA, "--accept-permissions"])).toMatchObject({ exitCode: 0 });
  });

  test("asks a person for dangerous permissions, and takes no for an answer", async () => {
    const no = await device(["install", CAMERA, "--store", server.url], { answers: ["no"] });
    expect(no).toMatchObject({ exitCode: 1, asked: ["Do you agree?"] });
    expect(no.stderr).toContain("camera:");
    const yes = await device(["install", CAMERA, "--store", server.url], { answers: ["yes"] });
    expect(yes).toMatchObject({ exitCode: 0, asked: ["Do you agree?"] });
  });

  test("does not ask where nobody answers, and names the option", async () => {
    const run = await install(CAMERA, "--json");
    expect(run.exitCode).toBe(1);
    expect(jsonOf(run)).toMatchObject({
      error: { code: "app-consent", fix: expect.stringContaining("--accept-permissions") },
    });
    expect(await install(CAMERA, "--accept-permissions")).toMatchObject({ exitCode: 0 });
  });

  test.for<readonly [string, readonly string[], number, string]>([
    ["no id", ["install", "Notes"], 2, "bad-argument"],
    ["no address", ["install", NOTES, "--store", "store"], 2, "store-bad-url"],
    ["no such app", ["install", "com.example.none", "--store", "STORE"], 1, "store-not-offered"],
    ["no such store", ["install", NOTES, "--store", "http://127.0.0.1:1/"], 4, "store-unreachable"],
    ["no such root file", ["install", NOTES, "--store", "STORE", "--root-file", "none.json"], 2, "not-found"],
    ["no such track", ["install", NOTES, "--store", "STORE", "--track", "stabel"], 2, "bad-option"],
  ])("explains %s", async ([, args, exitCode, code]) => {
    const run = await device([...args.map((each) => (each === "STORE" ? server.url : each)), "--json"]);
    expect(run.exitCode).toBe(exitCode);
    expect(jsonOf(run)).toMatchObject({ ok: false, error: { code, fix: expect.any(String) } });
  });
});

test("a folder with a copied store, named by a relative path, does without a server", async () => {
  await server.close();
  await store.writeTo(join(home, "copied store"));
  const run = await device(["install", NOTES, "--store", "./copied store"]);
  const url = pathToFileURL(join(home, "copied store/")).href;
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`of ada from ${url}\n`) });
  expect(await device(["install", NOTES, "--store", url])).toMatchObject({
    stdout: expect.stringContaining("already"),
  });
  store.app().withVersion();
  store.publish();
  await store.writeTo(join(home, "copied store"));
  expect((await device(["update"])).stdout).toBe(`Updated ${NOTES} 1.0.0 to 1.1.0\n`);
  expect((await device(["list"])).stdout).toBe(`${NOTES}  1.1.0  stable  ${url}\n`);
  const none = await device(["install", CAMERA, "--store", "./none", "--json"]);
  expect(jsonOf(none)).toMatchObject({ error: { code: "store-unreachable" } });
});

test("list shows apps and stores, and asks no store", async () => {
  expect(await device(["list"])).toMatchObject({ exitCode: 0, stdout: `No apps in ${join(home, "device")}\n` });
  await install(NOTES);
  await server.close();
  expect((await device(["list"])).stdout).toBe(`${NOTES}  1.0.0  stable  ${server.url}\n`);
  expect(jsonOf(await device(["list", "--json"]))).toMatchObject({
    root: join(home, "device"),
    apps: [{ app_id: NOTES, version_code: 1 }],
    stores: [{ url: server.url, expired: false }],
  });
});

describe("update", () => {
  beforeEach(async () => {
    await install(NOTES);
    await install(CAMERA, "--accept-permissions");
  });

  test("brings apps to their newest version and says what stays", async () => {
    store.app().withVersion();
    store.publish();
    const planned = await device(["update", "--dry-run"]);
    expect(planned.stdout).toContain(`Would update ${NOTES} 1.0.0 to 1.1.0`);
    const run = await device(["update"]);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toBe(
      `${CAMERA} stays as it is: Version 1.0.0 is the newest.\nUpdated ${NOTES} 1.0.0 to 1.1.0\n`,
    );
    expect(readFileSync(join(home, "device", "apps", NOTES, "package", "assets", "main.rml"), "utf8")).toContain(
      "1.1.0",
    );
  });

  test("updates only what is named", async () => {
    store.app().withVersion();
    store.app(CAMERA).withVersion({ permissions: ["camera"] });
    store.publish();
    const run = await device(["update", CAMERA, CAMERA, "--json"]);
    expect(jsonOf(run)).toMatchObject({
      apps: [{ app_id: CAMERA, action: "update", plan: { to: { version: "1.1.0" } } }],
    });
    expect(jsonOf(run)["apps"]).toHaveLength(1);
  });

  test("waits where permissions are added until they are accepted", async () => {
    store.app().withVersion({ permissions: ["storage", "network"] });
    store.publish();
    expect((await device(["update", NOTES, "--dry-run"])).stdout).toContain("once you agree to network");
    const held = await device(["update", NOTES]);
    expect(held).toMatchObject({ exitCode: 0, stdout: `${NOTES} waits with 1.1.0: it also asks for network\n` });
    expect(held.stderr).toContain("--accept-permissions");
    expect((await device(["update", "--accept-permissions"])).stdout).toContain(`Updated ${NOTES} 1.0.0 to 1.1.0`);
  });

  test("fails with 1 where a file was altered, and with 4 where nobody answers", async () => {
    store.app().withVersion();
    store.publish();
    server.tamper = flipBitOf(/package\.mosis$/);
    const altered = await device(["update", "--json"]);
    expect(altered.exitCode).toBe(1);
    expect(jsonOf(altered)).toMatchObject({
      ok: false,
      apps: [{ action: "none" }, { app_id: NOTES, action: "failed", error: { code: "store-hash-mismatch" } }],
    });
    await server.close();
    const away = await device(["update"]);
    expect(away).toMatchObject({ exitCode: 4, stderr: expect.stringContaining("Check the connection") });
  });

  test("has nothing to do on an empty device", async () => {
    expect(await device(["update", "--root", "empty"])).toMatchObject({
      exitCode: 0,
      stdout: "No apps are installed\n",
    });
  });
});

describe("uninstall", () => {
  beforeEach(() => install(NOTES));

  test("keeps what the app stored, and says so", async () => {
    const data = join(home, "device", "apps", NOTES, "data", "note.txt");
    writeFileSync(data, "milk");
    const run = await device(["uninstall", NOTES]);
    expect(run).toMatchObject({ exitCode: 0, stdout: `Removed ${NOTES} 1.0.0: package, cache, db\n` });
    expect(run.stderr).toContain("--data");
    expect(readFileSync(data, "utf8")).toBe("milk");
  });

  test("--data removes the rest, and --dry-run nothing", async () => {
    const folder = join(home, "device", "apps", NOTES);
    const planned = await device(["uninstall", NOTES, "--data", "--dry-run", "--json"]);
    expect(jsonOf(planned)).toEqual({
      ok: true,
      dry_run: true,
      plan: { app_id: NOTES, version: "1.0.0", removes: ["package", "cache", "db", "data"] },
    });
    expect(existsSync(folder)).toBe(true);
    await device(["uninstall", NOTES, "--data"]);
    expect(existsSync(folder)).toBe(false);
  });

  test("--forget gives up the pin too", async () => {
    expect((await device(["uninstall", NOTES, "--forget"])).stdout).toContain("data, pin");
  });

  test("of what is not there is an error", async () => {
    const run = await device(["uninstall", CAMERA, "--json"]);
    expect(run.exitCode).toBe(2);
    expect(jsonOf(run)).toMatchObject({
      error: { code: "app-not-installed", fix: expect.stringContaining("device list") },
    });
  });
});

describe("check", () => {
  test("says what would come and installs nothing", async () => {
    await install(NOTES);
    expect((await device(["check"])).stdout).toBe(`${NOTES} stays as it is: Version 1.0.0 is the newest.\n`);
    store.app().withVersion();
    store.publish();
    const run = await device(["check", "--json"]);
    expect(run.exitCode).toBe(0);
    expect(jsonOf(run)).toMatchObject({ available: 1, apps: [{ app_id: NOTES, plan: { to: { version: "1.1.0" } } }] });
    expect((await device(["list"])).stdout).toContain("1.0.0");
  });

  test("is no failure where the store is away", async () => {
    await install(NOTES);
    await server.close();
    expect(await device(["check"])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("could not be") });
  });
});

describe("rollback", () => {
  test("goes back once, and says what does not come again", async () => {
    await install(NOTES);
    store.app().withVersion();
    store.publish();
    await device(["update"]);
    const planned = await device(["rollback", NOTES, "--dry-run"]);
    expect(planned.stdout).toBe(`Would go back from ${NOTES} 1.1.0 to 1.0.0\n`);
    expect((await device(["rollback", NOTES])).stdout).toBe(`Went back from ${NOTES} 1.1.0 to 1.0.0\n`);
    expect((await device(["update"])).stdout).toContain("was rolled back on this device");
    const again = await device(["rollback", NOTES, "--json"]);
    expect(again.exitCode).toBe(1);
    expect(jsonOf(again)).toMatchObject({ error: { code: "app-no-previous" } });
  });
});

test("why names every version passed over, and that the installed one was withdrawn", async () => {
  await install(NOTES);
  store.app().withVersion({ minMosisVersion: "9.0.0" }).event("yank", 1, { reason: "loses notes" });
  store.publish();
  const run = await device(["why", NOTES]);
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toBe(
    `${NOTES} is at 1.0.0, which is yanked: "loses notes"\nNo other version would come\nVersion 1.1.0 needs Mosis 9.0.0; this device has 1.0.0.\n`,
  );
  store.app().withVersion({ permissions: ["storage", "network"] });
  store.publish();
  expect(jsonOf(await device(["why", NOTES, "--json"]))).toMatchObject({
    status: "yanked",
    next: { version_code: 3 },
    consent: ["network"],
    passed_over: [],
  });
  expect((await device(["why", CAMERA, "--json"])).exitCode).toBe(2);
});

describe("--mosis-version", () => {
  beforeEach(async () => {
    store.app().withVersion({ minMosisVersion: "2.1.0" });
    store.publish();
  });

  test("shows what a phone with that Mosis gets, for this once", async () => {
    await install(NOTES);
    const older = await device(["why", NOTES, "--mosis-version", "2.1.0-rc.1"]);
    expect(older.stdout).toContain("Version 1.1.0 needs Mosis 2.1.0; this device has 2.1.0-rc.1.");
    expect((await device(["check", "--dry-run", "--mosis-version", "2.1.0"])).stdout).toContain("1.0.0 to 1.1.0");
    const watched = await device(["watch", "--once", "--install", "--mosis-version", "0.9.0", "--json"]);
    expect(jsonOf(watched)).toMatchObject({ checks: 1, installed: 0 });
    expect((await device(["update"])).stdout).toContain("stays as it is: Version 1.1.0 needs Mosis 2.1.0");
    expect((await device(["update", "--mosis-version", "2.1.0"])).stdout).toContain(`Updated ${NOTES} 1.0.0 to 1.1.0`);
  });

  test("decides what is installed first, and the reason is said", async () => {
    const none = await install(NOTES, "--dry-run", "--mosis-version", "0.9.0", "--json");
    expect(jsonOf(none)).toMatchObject({ error: { code: "app-not-for-device", problem: "mosis-too-old" } });
    const older = await install(NOTES, "--dry-run");
    expect(older.stdout).toMatch(/Would install com\.example\.notes 1\.0\.0[^]*\nVersion 1\.1\.0 needs Mosis 2\.1\.0/);
    const newer = await install(NOTES, "--mosis-version", "2.1.0", "--json");
    expect(jsonOf(newer)).toMatchObject({ installed: { version: "1.1.0" }, passed_over: [] });
  });

  test.each(["2", "latest", "v2.0.0"])("refuses %j", async (version) => {
    const run = await install(NOTES, "--mosis-version", version, "--json");
    expect(run.exitCode).toBe(2);
    expect(jsonOf(run)).toMatchObject({ error: { code: "bad-option", fix: expect.stringContaining("SemVer") } });
  });
});

test("why says where the device stands in rollouts once one passed it over", async () => {
  await install(NOTES);
  writeFileSync(join(home, "device", "device.json"), JSON.stringify({ secret: "0".repeat(64) }));
  expect((await device(["why", NOTES])).stdout).not.toContain("bucket");
  store.app().withVersion({ rolloutBp: 5996 });
  store.publish();
  expect((await device(["why", NOTES])).stdout).toContain(
    "Version 1.1.0 is rolled out to 59.96 % of devices, and this one is not among them yet.\n" +
      "The device is in bucket 5996 of 0 to 9999 for this app: rollouts above 59.96 % reach it.\n",
  );
  store.app().event("rollout", 2, { rollout_bp: 5997 });
  store.publish();
  expect(jsonOf(await device(["why", NOTES, "--json"]))).toMatchObject({ bucket: 5996, next: { version_code: 2 } });
});
