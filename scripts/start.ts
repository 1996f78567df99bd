#!/usr/bin/env node
// The whole store on this machine: `npm start [-- --reset] [-- --port 4600] [-- --forge-port 4601]`.
import { join, relative, resolve } from "node:path";
import { chalk } from "zx";

import { printSteps } from "./lib/print-steps.ts";
import { explainPortError, parseStartOptions, START_USAGE, type StartOptions } from "./lib/start-options.ts";
import { type LocalStore, openLocalStore } from "../src/testing/local-store/local-store.ts";
import { REGISTRY } from "../src/testing/local-store/seed-registry.ts";
import { fillStore } from "../src/testing/local-store/story.ts";

const options = parseStartOptions(process.argv.slice(2));
if (typeof options === "string") fail(`${options}\n${START_USAGE}`, 2);
const root = resolve(options.folder ?? join(import.meta.dirname, "../.mosis/store"));
const shown = relative(process.cwd(), root);
const store = await open(options);
const { step } = printSteps();
if (store.isNew) await fillStore(store, step);
else await step("publish: what changed, and a fresh timestamp", () => store.publish());

// Inside the store's folder, because a device that trusts the store of before would take the next one for a forgery.
const device = `--root ${join(shown, "device")}`;
console.log(`
  ${chalk.bold("Store")}      ${store.storeUrl}/
  ${chalk.bold("Docs")}       ${store.storeUrl}/docs/
  ${chalk.bold("Registry")}   ${store.forge.url}/${REGISTRY.owner}/${REGISTRY.repo}

  Try in another terminal:
    npx mosis device install com.mosis.notes --store ${store.storeUrl} ${device}
    npx mosis device list ${device}
    npx mosis inspect ${join(shown, "published/packages/com.mosis.weather/1/package.mosis")}

  Ctrl+C stops; \`npm start -- --reset\` starts afresh.
`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void store.close().then(() => process.exit(0)));
}

async function open(chosen: StartOptions): Promise<LocalStore> {
  const { port, forgePort, reset } = chosen;
  const ports = { storePort: port, forgePort };
  try {
    return await openLocalStore({ root, reset, ...ports, withSite: true });
  } catch (error) {
    return fail(explainPortError(error, chosen) ?? explain(error), 1);
  }
}

function explain(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function fail(message: string, code: number): never {
  console.error(message);
  process.exit(code);
}
