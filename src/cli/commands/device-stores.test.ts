import { rename } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";

import { anApp } from "../../testing/app-kit.ts";
import { jsonOf, runInMemory } from "../../testing/cli/run-in-memory.ts";
import { temporaryFolder } from "../../testing/cli/temporary-folder.ts";
import { aStore, type StoreKit } from "../../testing/store-kit.ts";

const NOTES = "com.example.notes";
const CAMERA = "com.example.camera";

let home: string;
let ours: StoreKit;
let theirs: StoreKit;
const device = (...args: readonly string[]) =>
  runInMemory(["device", ...args], { cwd: home, env: { MOSIS_HOME: home } });
const addressOf = (folder: string): string => pathToFileURL(join(home, `${folder}/`)).href;

async function publish(store: StoreKit, folder: string): Promise<void> {
  store.publish();
  await store.writeTo(join(home, folder));
}

beforeEach(async () => {
  home = temporaryFolder();
  ours = aStore({ name: "ours" }).withApp(anApp());
  theirs = aStore({ name: "theirs" })
    .withApp(anApp({ versions: [{}, {}, {}] }))
    .withApp(anApp({ id: CAMERA }));
  // The command line goes by the real clock.
  for (const store of [ours, theirs]) store.trust.now = new Date();
  await publish(ours, "ours");
  await publish(theirs, "theirs");
  await device("install", NOTES, "--store", "./ours");
});

describe("an app of the same id in a second store", () => {
  test("is not installed over the first one, with a reason of its own and the way on", async () => {
    for (const args of [[], ["--dry-run"], ["--accept-permissions"]]) {
      const run = await device("install", NOTES, "--store", "./theirs", "--json", ...args);
      expect(run.exitCode).toBe(1);
      const text = expect.stringContaining(`installed from ${addressOf("ours")}`);
      const fix = expect.stringContaining("mosis device uninstall --forget");
      expect(jsonOf(run)).toMatchObject({ error: { code: "app-other-store", message: text, fix } });
    }
    expect((await device("list")).stdout).toBe(`${NOTES}  1.0.0  stable  ${addressOf("ours")}\n`);
  });

  test("is no update of the first one, although the device knows the store and its version is higher", async () => {
    expect(await device("install", CAMERA, "--store", "./theirs")).toMatchObject({ exitCode: 0 });
    expect((await device("update")).stdout).toContain(`${NOTES} stays as it is: Version 1.0.0 is the newest.`);
    ours.app().withVersion();
    await publish(ours, "ours");
    expect((await device("update")).stdout).toContain(`Updated ${NOTES} 1.0.0 to 1.1.0`);
  });

  test("does not come in its place after it was removed, until its owner is forgotten", async () => {
    await device("uninstall", NOTES, "--data");
    const refused = await device("install", NOTES, "--store", "./theirs", "--json");
    expect(jsonOf(refused)).toMatchObject({ error: { code: "app-other-store" } });
    await device("uninstall", NOTES, "--forget");
    expect(await device("install", NOTES, "--store", "./theirs")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`Installed ${NOTES} 1.2.0`),
    });
  });
});

test("a store that moved is not followed by itself, and the message says how to go on", async () => {
  await rename(join(home, "ours"), join(home, "moved"));
  expect(await device("update")).toMatchObject({ exitCode: 4 });
  const refused = await device("install", NOTES, "--store", "./moved", "--json");
  expect(jsonOf(refused)).toMatchObject({
    error: { code: "app-other-store", fix: expect.stringContaining("follow a store that moved") },
  });
  await device("uninstall", NOTES, "--forget");
  expect(await device("install", NOTES, "--store", "./moved")).toMatchObject({ exitCode: 0 });
  expect((await device("list")).stdout).toContain(addressOf("moved"));
});
