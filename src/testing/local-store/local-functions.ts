import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { developers, PORTAL_APP } from "./cast.ts";
import { APPS } from "./fill-story.ts";
import { requireFreePort } from "./free-port.ts";
import type { LocalStore } from "./local-store.ts";
import { mosis } from "./mosis-cli.ts";
import { portalLogin } from "./portal-login.ts";
import { REGISTRY } from "./seed-registry.ts";
import { functionsAreThere, type LocalFunctions, startFunctions } from "./start-functions.ts";
import type { Step } from "./step.ts";
import { addDays, dayOf } from "../../core/telemetry/days.ts";
import { writeAtomically } from "../../node/write-atomically.ts";
import { sendSimulated } from "../telemetry/send-simulated.ts";
import { simulateDevices } from "../telemetry/simulate-devices.ts";

/** Devices that use the apps of a new store, on the day before. */
const DEVICES = 200;
/** What a portal says to strangers. */
const SIGNED_OUT = 401;
const SEED = 20_261_126;

/**
 * Starts telemetry and portal of a local store, with everything they need from it; null where this project has none.
 *
 * @param port 0 takes any that is free
 * @throws Error with the codes of Node for ports
 */
export async function openLocalFunctions(store: LocalStore, port: number): Promise<LocalFunctions | null> {
  if (!functionsAreThere()) return null;
  const { layout, forge } = store;
  const free = await requireFreePort(port);
  return startFunctions({
    log: join(layout.logs, "functions.log"),
    variables: {
      PORT: String(free),
      MOSIS_STORE: `${store.storeUrl}/`,
      MOSIS_DATA: layout.functions,
      MOSIS_PORTAL_URL: `http://127.0.0.1:${free}`,
      MOSIS_PORTAL_SECRET: await secret(join(layout.root, "keys", "portal-secret")),
      MOSIS_API_URL: forge.apiUrl,
      MOSIS_REGISTRY: `${REGISTRY.owner}/${REGISTRY.repo}`,
      MOSIS_GITHUB_APP_ID: String(PORTAL_APP.id),
      MOSIS_GITHUB_APP_KEY: layout.portalKey,
    },
  });
}

async function secret(file: string): Promise<string> {
  if (!existsSync(file)) await writeAtomically(file, Buffer.from(randomBytes(32).toString("base64url")), 0o600);
  return readFile(file, "utf8");
}

/** Gives functions that are new something to show: a day of devices, and, where there is a portal, an account that may look at it. */
export async function fillFunctions(functions: LocalFunctions, store: LocalStore, step: Step): Promise<void> {
  const { layout } = store;
  const done = join(layout.functions, "filled");
  if (existsSync(done)) return;
  const yesterday = addDays(dayOf(Date.now()), -1);
  const { requests } = simulateDevices({
    seed: SEED,
    devices: DEVICES,
    from: yesterday,
    apps: APPS.map((app) => ({ app_id: app, version_code: 1, app_version: "1.0.0" })),
  });
  await step(
    `${DEVICES} devices use the apps for a day, as far as their owners let them be counted`,
    async () => {
      const sent = await sendSimulated(functions.url, requests);
      await functions.run("rollup.ts");
      return sent;
    },
    ({ accepted, duplicates }) => [`${accepted} batches and crashes, ${duplicates} sent twice`],
  );
  const { ada } = developers;
  if ((await fetch(`${functions.url}/auth/me`)).status !== SIGNED_OUT) return;
  await step("ada signs in to the portal, and proves with her key that she is Mosis", async () => {
    const home = layout.home(ada.user.login);
    await portalLogin(functions.url, layout.functions, { name: ada.name, email: "ada@example.com", home });
    const env = { MOSIS_API_URL: store.forge.apiUrl, MOSIS_REGISTRY: `${REGISTRY.owner}/${REGISTRY.repo}` };
    const who = ["--developer", ada.id, "--name", ada.name];
    await mosis(["keys", "register", ...who, "--portal", functions.url], { home, cwd: layout.root, env });
  });
  await writeFile(done, "");
}
