import type { Device } from "./device.ts";
import { DeviceError } from "./device-error.ts";
import { type CheckOutcome, type CheckRequest, runCheck } from "./update-checker.ts";
import { limits } from "../core/limits.ts";

export interface WatchRequest extends Pick<CheckRequest, "install"> {
  /** Whether it ends with the first check that is made. */
  readonly once: boolean;
  /** Ends the watch; a check that runs is finished first. */
  readonly signal: AbortSignal;
}

export interface WatchPorts {
  /** Resolves after some milliseconds, or as soon as the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Hears of every check, of every wait and for what, and of what kept the device from checking. */
  heard(news: WatchNews): void;
}

export type WatchNews = CheckOutcome | { readonly kind: "hindered"; readonly error: DeviceError };

/** Longest sleep in one go, in milliseconds: timers stand still while a machine sleeps, and clocks are set. */
const NAP_MS = 60 * 60_000;

/**
 * The update checker as a service: checks whenever a check is due, and sleeps in between. Devices have different moments of the day, and
 * failures spread (`nextCheck`), so it needs no jitter of its own. All it knows is on the disk: it may be stopped at any time.
 *
 * @throws DeviceError when the device's state is broken
 */
export async function watchUpdates(device: Device, request: WatchRequest, ports: WatchPorts): Promise<void> {
  const { signal, once, install } = request;
  while (!signal.aborted) {
    const news = await check(device, install);
    ports.heard(news);
    if (once && news.kind === "checked") return;
    await sleepUntil(wakingTime(news, device.ports.now()), device, signal, ports);
  }
}

/** Another process that works on the device, or a disk that is full, pass. */
async function check(device: Device, install: boolean): Promise<WatchNews> {
  try {
    return await runCheck(device, { ifDue: true, install });
  } catch (error) {
    const passes = error instanceof DeviceError && (error.code === "locked" || error.code === "no-space");
    if (!passes) throw error;
    return { kind: "hindered", error };
  }
}

function wakingTime(news: WatchNews, now: Date): Date {
  if (news.kind === "checked") return news.next;
  if (news.kind === "wait" && news.for === "not-due") return news.until;
  return new Date(now.getTime() + limits.device.lookAgainMs);
}

async function sleepUntil(until: Date, device: Device, signal: AbortSignal, { sleep }: WatchPorts): Promise<void> {
  const began = device.ports.now();
  for (;;) {
    const now = device.ports.now();
    // A clock that was set back makes another time of `until`.
    if (signal.aborted || now >= until || now < began) return;
    await sleep(Math.min(until.getTime() - now.getTime(), NAP_MS), signal);
  }
}
