import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { randomBytes, seededRandom } from "./seeded-random.ts";
import type { Conditions } from "../../core/device/check-schedule.ts";
import type { AppId, VersionCode } from "../../core/ids/ids.ts";
import type { JsonValue } from "../../core/json/value.ts";
import type { CrashReport, PrivacyRequest, TelemetryBatch } from "../../core/telemetry/batch.ts";
import type { Device } from "../../device/device.ts";
import { type Disk, nodeDisk } from "../../device/disk/disk.ts";
import { nodeDevice } from "../../device/node-device.ts";
import type { RunningVersion } from "../../device/telemetry/count-run.ts";
import type { FullAnswer, TelemetryPath, TelemetryService } from "../../device/telemetry/telemetry-service.ts";

/** When such a device begins. */
export const MORNING = Date.parse("2026-11-26T08:00:00.000Z");

export const NOTES: RunningVersion = {
  app_id: "com.example.notes" as AppId,
  version: "1.0.3",
  version_code: 3 as VersionCode,
};

/** A device in a folder whose clock, network and disk a test sets. */
export interface TelemetryDevice {
  readonly root: string;
  readonly device: Device;
  now: number;
  conditions: Conditions;
  /** The same device after it was started again, with a disk of a test's. */
  restarted(disk: Disk): Device;
  /** The text of everything it wrote, but for locks. */
  written(): Promise<string>;
}

/** Makes such a device, in a folder of its own until the test ends. */
export async function aTelemetryDevice(): Promise<TelemetryDevice> {
  const folder = await temporaryFolder();
  const random = seededRandom(11);
  const world = { now: MORNING, conditions: { online: true, metered: false, lowBattery: false } };
  const on = (disk: Disk): Device =>
    nodeDevice(folder, {
      disk,
      consent: async () => true,
      now: () => new Date(world.now),
      conditions: async () => world.conditions,
      randomBytes: (length) => randomBytes(length, random),
    });
  return Object.assign(world, {
    root: folder,
    device: on(nodeDisk),
    restarted: on,
    async written() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".json"));
      const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")));
      return texts.join("\n");
    },
  });
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "mosis-telemetry-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A service in memory that takes everything, knows batches by their id, and answers as a test wishes. */
export interface TelemetryServiceDouble extends TelemetryService {
  /** Every request, refused ones included. */
  readonly requests: { readonly path: TelemetryPath; readonly document: object }[];
  /** What it has, each once. */
  readonly batches: ReadonlyMap<string, TelemetryBatch>;
  readonly crashes: ReadonlyMap<string, CrashReport>;
  readonly asked: readonly PrivacyRequest[];
  /** What it answers next, in order, in place of taking it; null is no answer. */
  readonly answers: (Partial<FullAnswer> | null)[];
  /** Whether what it answers is lost on its way. */
  losesAnswers: boolean;
}

export function aTelemetryService(body: JsonValue = {}): TelemetryServiceDouble {
  const batches = new Map<string, TelemetryBatch>();
  const crashes = new Map<string, CrashReport>();
  const asked: PrivacyRequest[] = [];
  const double: TelemetryServiceDouble = {
    requests: [],
    batches,
    crashes,
    asked,
    answers: [],
    losesAnswers: false,
    async post(path, document) {
      double.requests.push({ path, document });
      const answer = double.answers.shift();
      if (answer === null) return null;
      if (answer !== undefined) return { status: 503, date: null, retryAfter: null, body: null, ...answer };
      if ("batch_id" in document) {
        const batch = document as TelemetryBatch;
        if (!batches.has(batch.batch_id)) batches.set(batch.batch_id, batch);
      } else if ("crash_id" in document) crashes.set((document as CrashReport).crash_id, document as CrashReport);
      else asked.push(document as PrivacyRequest);
      return double.losesAnswers ? null : { status: 202, date: null, retryAfter: null, body };
    },
  };
  return double;
}
