#!/usr/bin/env node
// The story of the store from start to end, unattended: exit code 0 only if every step held.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chalk } from "zx";

import { printSteps } from "./lib/print-steps.ts";
import { developers } from "../src/testing/local-store/cast.ts";
import { appProject } from "../src/testing/local-store/developer-actions.ts";
import { deviceStory } from "../src/testing/local-store/device-story.ts";
import { openLocalStore } from "../src/testing/local-store/local-store.ts";
import { fillStore, publishUpdate } from "../src/testing/local-store/story.ts";

const root = await mkdtemp(join(tmpdir(), "mosis-demo-"));
const { step, times } = printSteps();
const store = await openLocalStore({ root, reset: false, storePort: 0, forgePort: 0, withSite: true });
try {
  await fillStore(store, step);
  const device = deviceStory(join(root, "device"), store.storeUrl, step);
  await device.installAll();
  const [developer] = developers;
  if (developer === undefined) throw new Error("the cast is empty");
  await publishUpdate(developer, await nextVersion(appProject(developer)), store, step);
  await device.updateOne();
  await device.uninstallAll();
} finally {
  await store.close();
  await rm(root, { recursive: true, force: true });
}
const width = Math.max(...times.map(({ title }) => title.length));
console.log(`\n${chalk.bold("step".padEnd(width))}  ${chalk.bold("time")}`);
for (const { title, milliseconds } of times) console.log(`${title.padEnd(width)}  ${`${milliseconds}`.padStart(6)} ms`);
console.log(`\n${times.length} steps, all held.`);

/** A copy of a project with the next version number and a visible change. */
async function nextVersion(project: string): Promise<string> {
  const copy = join(root, "next-version");
  await cp(project, copy, { recursive: true });
  const file = join(copy, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as { version_code: number; summary: string };
  const next = {
    ...manifest,
    version: "1.1.0",
    version_code: manifest.version_code + 1,
    summary: "Write it down. Find it again.",
  };
  await writeFile(file, `${JSON.stringify(next, null, 2)}\n`);
  return copy;
}
