#!/usr/bin/env node
// The whole store on this machine: `npm start [-- --reset] [-- --port 4600] [-- --forge-port 4601] [-- --functions-port 4602] [-- --no-functions]`.
import { join, relative, resolve } from "node:path";
import { chalk } from "zx";

import { printSteps } from "./lib/print-steps.ts";
import { explainPortError, parseStartOptions, START_USAGE, type StartOptions } from "./lib/start-options.ts";
import type { FinishedJob } from "../src/testing/actions/actions.ts";
import { developers, newcomer, reviewers } from "../src/testing/local-store/cast.ts";
import { APPS, fillStore } from "../src/testing/local-store/fill-story.ts";
import { fillFunctions, openLocalFunctions } from "../src/testing/local-store/local-functions.ts";
import { keepTime } from "../src/testing/local-store/keep-time.ts";
import { type LocalStore, openLocalStore } from "../src/testing/local-store/local-store.ts";
import type { LocalFunctions } from "../src/testing/local-store/start-functions.ts";
import { REGISTRY } from "../src/testing/local-store/seed-registry.ts";

const options = parseStartOptions(process.argv.slice(2));
if (typeof options === "string") fail(`${options}\n${START_USAGE}`, 2);
const root = resolve(options.folder ?? join(import.meta.dirname, "../.mosis/store"));
const shown = relative(process.cwd(), root);
// While a story is told, its steps say what the jobs did.
let isToldByStory = true;
const store = await open(options);
let stopTime = (): void => {};
let functions: LocalFunctions | null = null;
const closing: Promise<unknown>[] = [];
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopTime();
    closing.push(Promise.all([functions?.stop(), store.close()]).then(() => process.exit(0)));
  });
}
const { step } = printSteps();
try {
  if (store.isNew) await fillStore(store, step);
  else await step("catch up: what changed, and what schedules say", () => store.resume());
} catch (error) {
  // A story does not hold when it is cut off.
  await Promise.all(closing);
  if (store.isNew) throw error;
  // What was published before can be served all the same.
  console.error(explain(error));
}
try {
  if (options.withFunctions) functions = await openLocalFunctions(store, options.functionsPort);
  if (functions !== null) await fillFunctions(functions, store, step);
} catch (error) {
  // The store needs none of them.
  console.error(explainPortError(error, options) ?? explain(error));
}
isToldByStory = false;
stopTime = keepTime(store.actions, (error) => console.error(explain(error)));

// Inside the store's folder, because a device that trusts the store of before would take the next one for a forgery.
const device = `--root ${join(shown, "device")}`;
const { ada } = developers;
const { rosa } = reviewers;
const { owner, repo } = REGISTRY;
console.log(`
  ${chalk.bold("Store")}      ${store.storeUrl}/
  ${chalk.bold("Docs")}       ${store.storeUrl}/docs/
  ${chalk.bold("Registry")}   ${store.forge.url}/${owner}/${repo}${functions === null ? "" : `\n  ${chalk.bold("Portal")}     ${functions.url}`}

  Try in another terminal:
    npx mosis device install com.mosis.notes --store ${store.storeUrl} ${device}
    npx mosis device list ${device}
    npx mosis inspect ${join(shown, "published/packages/com.mosis.weather/1/package.mosis")}

  Publish an app of your own as ${newcomer.login}, as ${store.storeUrl}/docs/getting-started/ tells:
    export GH_TOKEN=${newcomer.token}
    export MOSIS_API_URL=${store.forge.apiUrl} MOSIS_REGISTRY=${owner}/${repo}
    npx mosis publish --register --developer ${newcomer.login}

  Publish as ${ada.user.login}, from a copy of ${join("src/system-apps", ada.app)} with a higher version:
    export GH_TOKEN=${ada.user.token} MOSIS_API_URL=${store.forge.apiUrl}
    export MOSIS_REGISTRY=${owner}/${repo} MOSIS_HOME=${store.layout.home(ada.user.login)}
    npx mosis publish --wait

${functions === null ? "" : portalHints(functions.url)}  What waits for a reviewer is approved as ${rosa.login}, with the number of its pull request:
    curl -H "authorization: Bearer ${rosa.token}" -d '{"event":"APPROVE"}' \\
      ${store.forge.apiUrl}/repos/${owner}/${repo}/pulls/NUMBER/reviews

  Workflows run as on a forge, and are listed below. Ctrl+C stops; \`npm start -- --reset\` starts afresh.
`);

function portalHints(url: string): string {
  return `  Look at numbers of yesterday as ${ada.user.login}, or publish without an account of the forge:
    export MOSIS_HOME=${store.layout.home(ada.user.login)} MOSIS_PORTAL=${url}
    npx mosis stats ${APPS[0]}

`;
}

/** A line for each job that people wait for. */
function printJob({ run, job, conclusion }: FinishedJob): void {
  if (isToldByStory || conclusion === "skipped") return;
  const failed = conclusion === "failure" ? `, see ${join(shown, "logs")}` : "";
  console.log(chalk.dim(`  ${run.name}/${job}: ${conclusion}${failed}`));
}

async function open(chosen: StartOptions): Promise<LocalStore> {
  const { port, forgePort, reset } = chosen;
  const ports = { storePort: port, forgePort };
  try {
    return await openLocalStore({ root, reset, ...ports, withSite: true, onJob: printJob });
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
