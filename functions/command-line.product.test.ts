import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { addDays, dayOf } from "../src/core/telemetry/days.ts";
import { PORTAL_APP } from "../src/testing/local-store/cast.ts";
import { requireFreePort } from "../src/testing/local-store/free-port.ts";
import { portalApp } from "../src/testing/local-store/portal-app.ts";
import { portalLogin } from "../src/testing/local-store/portal-login.ts";
import { type LocalFunctions, startFunctions } from "../src/testing/local-store/start-functions.ts";
import { PublisherKit } from "../src/testing/publisher-kit.ts";
import { sendSimulated } from "../src/testing/telemetry/send-simulated.ts";
import { simulateDevices } from "../src/testing/telemetry/simulate-devices.ts";

// The command line against the portal itself, as its own process: what `src/cli/portal` tests against a double.

const APP = "com.example.sample";
const EMAIL = "dana@example.com";

let root: string;
let kit: PublisherKit;
let functions: LocalFunctions;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mosis-portal-"));
  const app = await portalApp(join(root, "app.pem"));
  kit = await PublisherKit.of({ withStore: true, apps: [app], bots: [app.accountId] });
  const port = await requireFreePort(0);
  functions = await startFunctions({
    log: join(root, "functions.log"),
    variables: {
      PORT: String(port),
      MOSIS_STORE: kit.storeUrl,
      MOSIS_DATA: join(root, "data"),
      MOSIS_PORTAL_URL: `http://127.0.0.1:${port}`,
      MOSIS_PORTAL_SECRET: "x".repeat(40),
      MOSIS_API_URL: kit.forge.apiUrl,
      MOSIS_REGISTRY: "mosis/registry",
      MOSIS_GITHUB_APP_ID: String(PORTAL_APP.id),
      MOSIS_GITHUB_APP_KEY: join(root, "app.pem"),
    },
  });
  kit.write();
  await portalLogin(functions.url, join(root, "data"), { name: "Dana", email: EMAIL, home: kit.home });
});
afterAll(async () => {
  await functions.stop();
  await kit.end();
  await rm(root, { recursive: true, force: true });
});

/** Dana has no account of the forge. */
const mosis = (...argv: readonly string[]) => kit.json(argv, { GH_TOKEN: undefined, MOSIS_PORTAL: functions.url });

test("who has no Git account registers, publishes, and is in the store", async () => {
  expect(await mosis("whoami")).toMatchObject({ ok: true, account: EMAIL, developers: [] });
  await mosis("keys", "generate", "--no-passphrase");
  const who = ["--developer", "dana", "--name", "Dana"] as const;
  const registered = await mosis("keys", "register", ...who);
  expect(registered).toMatchObject({ ok: true, pull: { number: 1 } });
  await kit.mustLand(registered["pull"]);
  expect(await mosis("keys", "register", ...who)).toMatchObject({ ok: true, plan: null });
  expect(await mosis("whoami")).toMatchObject({ developers: [{ id: "dana", role: "owner" }] });
  const published = await mosis("publish", "--developer", "dana");
  expect(published).toMatchObject({ ok: true, plan: { kind: "new-app" }, pull: { number: 2, is_new: true } });
  expect(await mosis("publish")).toMatchObject({ pull: { number: 2, is_new: false } });
  expect(await mosis("status")).toMatchObject({ submissions: [{ number: 2, state: "submitted", next: "machine" }] });
  await kit.mustLand(published["pull"]);
  await kit.publish();
  expect(await mosis("publish", "--wait", "--timeout", "1")).toMatchObject({
    plan: null,
    wait: { outcome: "published" },
  });
});

test("stats shows what the devices really did", async () => {
  const day = addDays(dayOf(Date.now()), -1);
  const range = { from: day, to: day };
  const app = { app_id: APP, version_code: 3, app_version: "1.2.0" };
  const { requests, truth } = simulateDevices({ seed: 1, devices: 200, from: day, apps: [app] });
  await sendSimulated(functions.url, requests);
  await functions.run("rollup.ts");
  const { overview, frame_time, versions, crashes } = (await mosis("stats", APP, "--from", day, "--to", day)) as {
    overview: Record<string, number>;
    frame_time: { p95: number };
    versions: { sessions: number }[];
    crashes: { crashes: number }[];
  };
  const { dau, wau, mau, sessions, crash_free_sessions, first } = truth.overview(APP, range);
  expect(overview).toMatchObject({ dau, wau, mau, sessions, first });
  expect(overview["crash_free_sessions"]).toBeCloseTo(crash_free_sessions, 9);
  const p95 = truth.frameTime(APP, range, 0.95);
  expect(Math.abs(frame_time.p95 / p95 - 1)).toBeLessThan(0.06);
  expect(versions.map((each) => each.sessions)).toEqual([sessions]);
  const groups = truth.crashGroups(APP, range);
  expect(crashes.map((each) => each.crashes)).toEqual(groups.map((each) => each.crashes));
});
