#!/usr/bin/env node
// The whole store on this machine: `npm start [-- --reset] [-- --port 4600] [-- --forge-port 4601]`.
import { join } from "node:path";
import { argv, chalk } from "zx";

import { printSteps } from "./lib/print-steps.ts";
import { openLocalStore } from "../src/testing/local-store/local-store.ts";
import { REGISTRY } from "../src/testing/local-store/seed-registry.ts";
import { fillStore } from "../src/testing/local-store/story.ts";

const ROOT = join(import.meta.dirname, "..", ".mosis");

const store = await openLocalStore({
  root: join(ROOT, "store"),
  reset: argv["reset"] === true,
  storePort: Number(argv["port"] ?? 4600),
  forgePort: Number(argv["forge-port"] ?? 4601),
  withSite: true,
});
const { step } = printSteps();
if (store.isNew) await fillStore(store, step);
else await step("publish: what changed, and a fresh timestamp", () => store.publish());

const device = "--root .mosis/device";
console.log(`
  ${chalk.bold("Store")}      ${store.storeUrl}/
  ${chalk.bold("Docs")}       ${store.storeUrl}/docs/
  ${chalk.bold("Registry")}   ${store.forge.url}/${REGISTRY.owner}/${REGISTRY.repo}

  Try in another terminal:
    npx mosis device install com.mosis.notes --store ${store.storeUrl} ${device}
    npx mosis device list ${device}
    npx mosis inspect .mosis/store/published/packages/com.mosis.weather/1/package.mosis

  Ctrl+C stops; \`npm start -- --reset\` starts afresh.
`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void store.close().then(() => process.exit(0)));
}
