#!/usr/bin/env node
// The story of the store from start to end, unattended: exit code 0 only if every step held.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chalk } from "zx";

import { printSteps } from "./lib/print-steps.ts";
import { appealStory } from "../src/testing/local-store/appeal-story.ts";
import { deviceStory } from "../src/testing/local-store/device-story.ts";
import { fillStore } from "../src/testing/local-store/fill-story.ts";
import { openLocalStore } from "../src/testing/local-store/local-store.ts";
import { maliciousStory } from "../src/testing/local-store/malicious-story.ts";
import { updateStory } from "../src/testing/local-store/update-story.ts";

const root = await mkdtemp(join(tmpdir(), "mosis-demo-"));
const { step, times } = printSteps();
const store = await openLocalStore({ root, reset: false, storePort: 0, forgePort: 0, withSite: true });
try {
  await fillStore(store, step);
  const device = deviceStory(join(root, "device"), store.storeUrl, step);
  await device.installAll();
  await updateStory(store, step);
  await device.updateOne();
  await maliciousStory(store, step);
  await appealStory(store, step);
  await device.uninstallAll();
} catch (error) {
  const logs = `${root}-logs`;
  await cp(store.layout.logs, logs, { recursive: true }).then(
    () => console.error(`Logs of failed jobs are in ${logs}.`),
    () => {},
  );
  throw error;
} finally {
  await store.close();
  await rm(root, { recursive: true, force: true });
}
const width = Math.max(...times.map(({ title }) => title.length));
console.log(`\n${chalk.bold("step".padEnd(width))}  ${chalk.bold("time")}`);
for (const { title, milliseconds } of times) console.log(`${title.padEnd(width)}  ${`${milliseconds}`.padStart(6)} ms`);
console.log(`\n${times.length} steps, all held.`);
