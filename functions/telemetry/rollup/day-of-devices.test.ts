import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { rollUpRound } from "./roll-up-round.ts";
import { openStats } from "./telemetry-files.ts";
import { parseAppId } from "../../../src/core/ids/ids.ts";
import { bucketOf } from "../../../src/core/telemetry/buckets.ts";
import { addDays, dayOf } from "../../../src/core/telemetry/days.ts";
import {
  type SimulatedApp,
  type SimulatedDevices,
  simulateDevices,
} from "../../../src/testing/telemetry/simulate-devices.ts";
import type { TrueRun } from "../../../src/testing/telemetry/truth.ts";
import { aSender, startServer } from "../node/server-kit.ts";

const DEVICES = 200;
const SYSTEM_APPS = join(import.meta.dirname, "../../../src/system-apps");
const AT_ONCE = 16;

/** The first-party apps: each in the version it has, and in the one before. */
function firstPartyApps(): readonly SimulatedApp[] {
  return readdirSync(SYSTEM_APPS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const manifest = JSON.parse(readFileSync(join(SYSTEM_APPS, name, "manifest.json"), "utf8")) as {
        readonly id: string;
        readonly version_code: number;
        readonly version: string;
      };
      const { id: app_id, version_code, version: app_version } = manifest;
      return [version_code, version_code + 1].map((code) => ({ app_id, version_code: code, app_version }));
    });
}

/** A store with these versions, and room for data. */
function aFolder(apps: readonly SimulatedApp[]): string {
  const folder = mkdtempSync(join(tmpdir(), "mosis-devices-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const items = [...Map.groupBy(apps, ({ app_id }) => app_id)].map(([app_id, versions]) => ({
    app_id,
    digest: app_id,
    versions: versions.length,
    version_codes: versions.map(({ version_code }) => version_code),
  }));
  mkdirSync(join(folder, "store/v1"), { recursive: true });
  writeFileSync(join(folder, "store/v1/apps.json"), JSON.stringify({ apps: items }));
  return folder;
}

/** Sends what devices send, each one thing after the other and from its own address; what is sent twice is answered twice. */
async function sendAll(url: string, { requests }: SimulatedDevices): Promise<void> {
  const sender = aSender();
  const devices = Map.groupBy(requests, ({ device }) => device).values();
  const work = async (): Promise<void> => {
    for (const ofDevice of devices) {
      for (const request of ofDevice) {
        const from = `10.0.${request.device >> 8}.${request.device & 255}`;
        const answer = await sender.post(url + request.path, JSON.stringify(request.document(Date.now())), from);
        expect(answer).toMatchObject({ status: 202, body: expect.stringContaining(`"duplicate":${request.isReplay}`) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  sender.close();
}

/** How often each screen was seen, and on how many phones a day. */
function screensOf(runs: readonly TrueRun[]): ReadonlyMap<string, { count: number; devices: number }> {
  const views = runs.flatMap(({ screens, device, version_code }) =>
    screens.map((screen) => ({ screen, device, version_code })),
  );
  const kept = [...Map.groupBy(views, ({ screen, version_code }) => `${version_code} ${screen}`).values()]
    .map((all) => ({
      screen: all[0]!.screen,
      count: all.length,
      devices: new Set(all.map(({ device }) => device)).size,
    }))
    .filter(({ devices }) => devices >= 10);
  return new Map(
    [...Map.groupBy(kept, ({ screen }) => screen)].map(([screen, all]) => [
      screen,
      {
        count: all.reduce((sum, each) => sum + each.count, 0),
        devices: all.reduce((sum, each) => sum + each.devices, 0),
      },
    ]),
  );
}

test(`the numbers of a day of ${DEVICES} devices are those of the devices`, async () => {
  const day = addDays(dayOf(Date.now()), -1);
  const range = { from: day, to: day };
  const apps = firstPartyApps();
  const folder = aFolder(apps);
  const simulated = simulateDevices({ seed: 11, devices: DEVICES, from: day, apps });
  const server = await startServer(folder);
  await sendAll(server.url, simulated);

  const environment = { MOSIS_DATA: join(folder, "data"), MOSIS_STORE: join(folder, "store") };
  expect(await rollUpRound(environment, new Date())).toMatchObject({ rolled: [day], failed: [] });
  const { stats, close } = openStats(environment.MOSIS_DATA);
  onTestFinished(close);
  const { truth } = simulated;
  let crashes = 0;
  for (const app of new Set(apps.map(({ app_id }) => parseAppId(app_id)!))) {
    const {
      lua_errors: errors,
      crashed_sessions: crashed,
      crash_free_sessions: share,
      ...overview
    } = truth.overview(app, range);
    expect(overview.dau).toBeGreaterThan(0);
    const told = await stats.overview(app, range);
    expect(told).toEqual({ ...overview, crash_free_sessions: expect.closeTo(share, 9) });
    expect(await stats.series(app, "crashed_sessions", range)).toEqual([{ day, value: crashed }]);
    expect(await stats.series(app, "lua_errors", range)).toEqual([{ day, value: errors }]);
    const seconds = truth.runs.filter(({ app_id }) => app_id === app).reduce((sum, run) => sum + run.seconds, 0);
    expect((await stats.series(app, "minutes", range))[0]?.value).toBeCloseTo(seconds / 60, 6);

    const [frames, memory] = [await stats.frameTimes(app, range), await stats.memory(app, range)];
    for (const [name, at] of [
      ["p50", 0.5],
      ["p95", 0.95],
      ["p99", 0.99],
    ] as const) {
      const isNear = (value: number | null, really: number): void =>
        expect(Math.abs(bucketOf(value ?? 0) - bucketOf(really))).toBeLessThanOrEqual(1);
      isNear(frames[name], truth.frameTime(app, range, at));
      isNear(memory[name], truth.memory(app, range, at));
    }

    const versions = await stats.versions(app, range);
    expect(new Map(versions.map(({ version_code, sessions }) => [version_code, sessions]))).toEqual(
      truth.versions(app, range),
    );
    const screens = await stats.screens(app, range, 100);
    expect(
      new Map(
        screens.flatMap(({ screen, element, count, devices }) =>
          element === null ? [[screen, { count, devices }]] : [],
        ),
      ),
    ).toEqual(screensOf(truth.runs.filter(({ app_id }) => app_id === app)));

    const groups = await stats.crashGroups(app, range, 100);
    const samples = await Promise.all(
      groups.map(async ({ group_id }) => (await stats.crashGroup(app, group_id))?.sample_stack),
    );
    const bugs = truth.crashGroups(app, range);
    expect(groups).toHaveLength(bugs.length);
    for (const { bug, ...counts } of bugs) {
      expect(groups[samples.findIndex((sample) => sample?.includes(bug.marker))]).toMatchObject(counts);
      crashes += counts.crashes;
    }
  }
  expect(crashes).toBeGreaterThan(0);
  expect(await server.stop()).toBe(0);
});
