import { between, randomBytes, seededRandom } from "./seeded-random.ts";
import { type SimulatedBug, simulatedBugs } from "./simulated-bugs.ts";
import { type Truth, type TrueRun, truthOf } from "./truth.ts";
import { toHex } from "../../core/bytes.ts";
import type { CrashReport, EventData, TelemetryBatch } from "../../core/telemetry/batch.ts";
import { type AppVersion, appRun, type EventDraft } from "../../core/telemetry/client/app-run.ts";
import { closeAll, emptyOutbox, type Outbox, recordEvents } from "../../core/telemetry/client/outbox.ts";
import { recordCrash } from "../../core/telemetry/client/record-crash.ts";
import { type Queued, toDocument } from "../../core/telemetry/client/queued.ts";
import { addDays, dayStart } from "../../core/telemetry/days.ts";
import type { Consent } from "../../core/telemetry/event-types.ts";
import { nodeCrypto } from "../../node/crypto.ts";
import { pick, type Random } from "../fuzz/mutate.ts";

/** A version of an app that simulated devices have. */
export interface SimulatedApp extends AppVersion {
  readonly app_version: string;
}

export interface Simulation {
  readonly seed: number;
  readonly devices: number;
  /** The first UTC day; each device is new on it. */
  readonly from: string;
  readonly days?: number;
  /** A device that has an app has one of its versions, all the time. */
  readonly apps: readonly SimulatedApp[];
  readonly mosisVersion?: string;
}

/** One request that a device makes. */
export interface SimulatedRequest {
  /** Number of the device. */
  readonly device: number;
  readonly path: "/telemetry/events" | "/telemetry/crash";
  /** When it is made in the simulation, in milliseconds of the epoch. */
  readonly at: number;
  /** Whether the service has it already, and the answer was lost. */
  readonly isReplay: boolean;
  readonly queued: Queued;
  /** What is sent; `now` is the device's clock at this try, that of the simulation when it is left out. */
  document(now?: number): TelemetryBatch | CrashReport;
}

export interface SimulatedDevices {
  /** As they are made, in order of time. */
  readonly requests: readonly SimulatedRequest[];
  readonly truth: Truth;
  /** The consent of each device, by its number. */
  readonly consents: readonly Consent[];
}

/** Of ten devices, one is not counted, six are counted, three say what is used. */
const CONSENTS: readonly Consent[] = [0, 1, 1, 1, 1, 1, 1, 2, 2, 2];
const SCREENS = ["main", "detail", "settings/about"];
/** Shares of runs, of requests, of devices: crash; lost answer; device that has an app; device that uses it on a day. */
const CRASHES = 0.04;
const LOST = 0.03;
const HAS = 0.6;
const USES = 0.5;
const HOUR = 3_600_000;

/**
 * Devices that use apps for some days, each in its own way, and what they send: the reference client's own code makes the batches. No
 * run goes over midnight, and every clock is right.
 */
export function simulateDevices(simulation: Simulation): SimulatedDevices {
  const random = seededRandom(simulation.seed);
  const devices = Array.from({ length: simulation.devices }, (_, number) => simulateDevice(number, simulation, random));
  return {
    requests: devices.flatMap(({ requests }) => requests).toSorted((a, b) => a.at - b.at),
    truth: truthOf(devices.flatMap(({ runs }) => runs)),
    consents: devices.map(({ consent }) => consent),
  };
}

interface SimulatedDevice {
  readonly consent: Consent;
  readonly requests: readonly SimulatedRequest[];
  readonly runs: readonly TrueRun[];
}

function simulateDevice(
  number: number,
  { from, days = 1, apps, ...choice }: Simulation,
  random: Random,
): SimulatedDevice {
  const consent = CONSENTS[number % CONSENTS.length] ?? 0;
  const secret = toHex(randomBytes(32, random));
  const bytes = (length: number): Uint8Array => randomBytes(length, random);
  const installed = versionsOf(apps, random);
  const info: EventData["device_info"] = {
    os: pick(["linux", "windows", "android"] as const, random),
    ram_class: pick(["s", "m", "l"] as const, random),
    locale: pick(["en", "de", "ja"], random),
    screen: pick(["s", "m", "l"] as const, random),
  };
  const frameMs = between(12, 30, random);
  const runs: TrueRun[] = [];
  const requests: SimulatedRequest[] = [];
  let outbox: Outbox = { ...emptyOutbox, consent, secret };
  const send = (waiting: readonly Queued[], at: number): void => {
    for (const queued of waiting) {
      const path = queued.kind === "events" ? "/telemetry/events" : "/telemetry/crash";
      const document = (now = at): TelemetryBatch | CrashReport => toDocument(queued, secret, now, nodeCrypto.sha256);
      requests.push({ device: number, path, at, isReplay: false, queued, document });
      if (random() < LOST) {
        const again = at + between(30, 600, random) * 1000;
        const retried = (now = again): TelemetryBatch | CrashReport => document(now);
        requests.push({ device: number, path, at: again, isReplay: true, queued, document: retried });
      }
    }
  };

  for (let day = from; day < addDays(from, days); day = addDays(day, 1)) {
    let now = dayStart(day) + between(5, 9, random) * HOUR;
    for (const app of installed.filter(() => random() < USES)) {
      const ran = { ...app, mosis_version: choice.mosisVersion ?? "1.0.0" };
      for (let left = between(1, 3, random); left > 0; left -= 1) {
        const use = useApp({ now, consent, frameMs, info }, random);
        now = use.end;
        const told = recordEvents(outbox, ran, use.events, bytes);
        const crash = use.report === null ? null : recordCrash(told.outbox, ran, use.report);
        outbox = crash?.outbox ?? told.outbox;
        send([...told.closed, ...(crash?.closed ?? [])], now);
        if (consent > 0)
          runs.push({ ...use.truth, device: number, app_id: app.app_id, version_code: app.version_code, day });
        now += between(1, 40, random) * 60_000;
      }
    }
    const closing = closeAll(outbox);
    outbox = closing.outbox;
    send(closing.closed, now);
  }
  return { consent, requests, runs };
}

/** One version each of some of the apps. */
function versionsOf(apps: readonly SimulatedApp[], random: Random): readonly SimulatedApp[] {
  return [...Map.groupBy(apps, ({ app_id: id }) => id).values()]
    .filter(() => random() < HAS)
    .map((versions) => pick(versions, random));
}

interface Use {
  readonly events: readonly EventDraft[];
  readonly report: ReturnType<ReturnType<typeof appRun>["crashed"]>["report"] | null;
  readonly truth: Omit<TrueRun, "device" | "app_id" | "version_code" | "day">;
  readonly end: number;
}

interface User {
  readonly now: number;
  readonly consent: Consent;
  /** How fast the device usually draws. */
  readonly frameMs: number;
  readonly info: EventData["device_info"];
}

function useApp({ now: began, consent, frameMs, info }: User, random: Random): Use {
  let now = began;
  const run = appRun({ now: () => now, randomBytes: (length) => randomBytes(length, random) });
  const events = [...run.started(info, between(150, 900, random))];
  const frames: number[] = [];
  const peaks: number[] = [];
  const screens: string[] = [];
  let errors = 0;
  const minutes = between(1, 8, random);
  for (let minute = 0; minute < minutes; minute += 1) {
    const screen = pick(SCREENS, random);
    screens.push(screen);
    events.push(...run.screen(screen), ...run.button("next"));
    for (let frame = 0; frame < 20; frame += 1) {
      const ms = frameMs * (0.9 + random() * 0.3) * (random() < 0.06 ? 4 : 1);
      frames.push(ms);
      run.frame(ms);
    }
    const peak = between(20, 90, random);
    peaks.push(peak);
    run.memory(peak);
    if (random() < 0.05) {
      errors += 1;
      run.luaError();
    }
    now += 60_000;
    if (minute < minutes - 1) events.push(...run.minute());
  }
  const bug = random() < CRASHES ? pickBug(random) : null;
  const crash = bug === null ? null : run.crashed(bug.crash(random));
  events.push(...(crash?.events ?? run.stopped(pick(["user", "system"] as const, random))));
  const seconds = (now - began) / 1000;
  const truth = { seconds, frames, peaks, lua_errors: errors, bug, screens: consent === 2 ? screens : [] };
  return { events, report: crash?.report ?? null, truth, end: now };
}

function pickBug(random: Random): SimulatedBug | null {
  return pick(
    simulatedBugs.flatMap((bug) => Array.from({ length: bug.weight }, () => bug)),
    random,
  );
}
