import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { beforeEach, expect, onTestFinished, test } from "vitest";

import { rawDayKit } from "./raw-day-kit.ts";
import { openStats } from "./telemetry-files.ts";
import { parseAppId } from "../../../src/core/ids/ids.ts";
import { addDays, dayOf } from "../../../src/core/telemetry/days.ts";
import { aSigner } from "../../../src/testing/builders.ts";
import { aPackage } from "../../../src/testing/package-kit.ts";

const SCRIPT = join(import.meta.dirname, "../../rollup.ts");
const APP = parseAppId("com.example.notes")!;
const today = dayOf(Date.now());

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mosis-round-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** What the command writes; rejects as the operator sees it. */
async function round(environment: Readonly<Record<string, string>>): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT], {
    env: { ...process.env, ...environment },
  });
  return stdout;
}

test("the command counts, groups crashes by the published source, publishes and deletes", async () => {
  const data = join(folder, "data");
  const store = join(folder, "store");
  const raw = rawDayKit(join(data, "telemetry/raw"));
  const old = addDays(today, -31);
  for (let device = 0; device < 12; device += 1) {
    raw.batch(addDays(today, -14), { device_id: `d${device}` }, [["app_start", { new: ["d", "w"] }]]);
  }
  raw.batch(old, {}, [["app_start", { new: ["d"] }]]);
  const crash = (versionCode: number, code: readonly string[]): void => {
    const { archive } = aPackage({ versionCode, files: { "assets/scripts/app.lua": code.join("\n") } }, [
      aSigner("ada"),
    ]);
    mkdirSync(join(store, `packages/${APP}/${versionCode}`), { recursive: true });
    writeFileSync(join(store, `packages/${APP}/${versionCode}/package.mosis`), archive);
    const line = code.findIndex((each) => each.includes("user.name")) + 1;
    raw.crash(today, {
      version_code: versionCode,
      message: `assets/scripts/app.lua:${line}: attempt to index a nil value (local 'user')`,
      stack_trace: `stack traceback:\n\tassets/scripts/app.lua:${line}: in local 'load'`,
    });
  };
  crash(1, ["local function load(user)", "  return user.name", "end", "load()"]);
  crash(2, ["-- moved", "local function load(user)", "  return user.name", "end", "load()"]);
  crash(3, ["local function load(user)", "  return #user.name", "end", "load()"]);
  raw.close();

  const said = await round({ MOSIS_DATA: data, MOSIS_STORE: store, MOSIS_STATS: store });
  expect(said).toContain(`Deleted ${old}\n`);
  expect(said).toContain(`Published numbers of ${APP}\n`);
  expect(existsSync(join(data, `telemetry/raw/${old}.db`))).toBe(false);
  expect(existsSync(join(store, `stats/v1/${APP}.json`))).toBe(true);

  const { stats, close } = openStats(data);
  onTestFinished(close);
  const groups = await stats.crashGroups(APP, { from: today, to: today }, 10);
  expect(groups.map(({ crashes, version_codes }) => [crashes, version_codes])).toEqual([
    [2, [2, 1]],
    [1, [3]],
  ]);
  expect(await stats.series(APP, "starts", { from: old, to: old })).toEqual([{ day: old, value: 1 }]);
});

test("a configuration that does not say what it has to is explained", async () => {
  const told = async (environment: Readonly<Record<string, string>>): Promise<string> =>
    round(environment).then(
      () => "",
      ({ stderr }: { readonly stderr: string }) => stderr,
    );
  expect(await told({ MOSIS_DATA: "" })).toContain("MOSIS_DATA is not set. Set it to");
  const data = { MOSIS_DATA: folder };
  expect(await told({ ...data, MOSIS_STATS: join(folder, "none") })).toContain('none", which is no folder. Set it to');
  expect(await told({ ...data, MOSIS_RAW_DAYS: "31" })).toContain(
    'MOSIS_RAW_DAYS is "31". Set it to a number from 1 to 30',
  );
});
