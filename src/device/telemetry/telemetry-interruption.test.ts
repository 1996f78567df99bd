import { expect, test } from "vitest";

import { setConsent } from "./consent.ts";
import { countRun, recordRun } from "./count-run.ts";
import { sendTelemetry } from "./send-telemetry.ts";
import { nodeDisk } from "../disk/disk.ts";
import { DiskFailure, failingDisk } from "../../testing/failing-disk.ts";
import { runs } from "../../testing/runs.ts";
import {
  aTelemetryDevice,
  aTelemetryService,
  NOTES,
  type TelemetryDevice,
  type TelemetryServiceDouble,
} from "../../testing/telemetry/telemetry-device-kit.ts";
import type { Device } from "../device.ts";

// Every change of the file system is a place where the disk may fail or the power may go.

const INFO = { os: "linux", ram_class: "m", locale: "en", screen: "m" } as const;
const DAY = 24 * 3_600_000;
// All places in `npm run test:deep`; in `npm test` every third.
const STRIDE = runs(1) > 1 ? 1 : 3;

interface Step {
  /** Sessions that must arrive once the step returned. */
  readonly sessions?: readonly string[];
  readonly basic?: boolean;
}

/** A day's use, a crash, a day, use that fills more than a batch, and less consent; the service is asked twice. */
async function* days(kit: TelemetryDevice, device: Device, service: TelemetryServiceDouble): AsyncGenerator<Step> {
  await setConsent(device, 2);
  yield {};
  for (let day = 0; day < 2; day += 1) {
    const run = await countRun(device);
    const views = Array.from({ length: 60 }, () => run.screen("main")).flat();
    const first = [...run.started(INFO, 300), ...views];
    await recordRun(device, NOTES, first);
    yield { sessions: [first[0]?.session ?? ""] };
    const { events, report } = run.crashed({ type: "native", message: "", stack_trace: "" });
    await recordRun(device, NOTES, [...views, ...events], report);
    yield {};
    await sendTelemetry(device, service, { ifDue: false });
    yield {};
    kit.now += DAY;
  }
  const run = await countRun(device);
  const last = [...run.started(INFO, 300), ...run.screen("main")];
  await recordRun(device, NOTES, last);
  yield { sessions: [last[0]?.session ?? ""] };
  await setConsent(device, 1);
  yield { basic: true };
}

/** Goes on to a disk's failure, restarts the device, sends what is left: what the service has then. */
async function arrived(n: number, failure: "once" | "before" | "within"): Promise<{ readonly changes: number }> {
  const kit = await aTelemetryDevice();
  const service = aTelemetryService();
  const disk = failingDisk(n, failure);
  const promised: string[] = [];
  let isBasic = false;
  try {
    for await (const { sessions = [], basic = false } of days(kit, kit.restarted(disk), service)) {
      promised.push(...sessions);
      isBasic = basic;
    }
  } catch (error) {
    if (!(error instanceof DiskFailure)) throw error;
  }
  const before = service.requests.length;
  const device = kit.restarted(nodeDisk);
  const outcome = await sendTelemetry(device, service, { ifDue: false });
  expect(outcome.kind === "sent" ? [outcome.left, outcome.refused] : outcome.for).toEqual(
    outcome.kind === "sent" ? [0, []] : "consent",
  );

  const events = [...service.batches.values()].flatMap((batch) => batch.events);
  const starts = events.flatMap((event) => (event.type === "app_start" ? [event] : []));
  expect(starts.map(({ session }) => session)).toEqual(expect.arrayContaining(promised));
  expect(new Set(starts.map(({ session }) => session)).size).toBe(starts.length);
  expect(starts.map(({ data }) => data.new)).toEqual([["d", "w", "m", "first"], ["d"], ["d"]].slice(0, starts.length));
  expect(service.crashes.size).toBeLessThanOrEqual(2);
  const late = JSON.stringify(service.requests.slice(before).map(({ document }) => document));
  if (isBasic) expect(late).not.toContain("screen_view");
  return disk;
}

test("nothing that was counted is lost or counted twice, wherever the disk fails or the power goes", async () => {
  const { changes } = await arrived(Number.POSITIVE_INFINITY, "once");
  expect(changes).toBeGreaterThan(20);
  for (let n = 1; n <= changes; n += STRIDE) {
    for (const failure of ["once", "before", "within"] as const) await arrived(n, failure);
  }
});
