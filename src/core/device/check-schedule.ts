import type { Sha256Function } from "../crypto.ts";
import { limits } from "../limits.ts";

/** What a device remembers of its checks for updates. Times are ISO 8601; null means never. A type, so that it is a JSON value. */
export type CheckHistory = {
  readonly attempted_at: string | null;
  readonly succeeded_at: string | null;
  /** Failed attempts since the last success. */
  readonly failures: number;
  /** Since when updates that were found wait for a network that nobody pays for by the byte; null while none do. */
  readonly put_off_since: string | null;
};

/** What a device is like at the moment. */
export interface Conditions {
  readonly online: boolean;
  /** Somebody pays by the byte. */
  readonly metered: boolean;
  /** The battery is low and does not charge. */
  readonly lowBattery: boolean;
}

/** What a check waits for: its time, or that the device is in better shape. */
export type WaitReason = "not-due" | "offline" | "low-battery";

export type CheckDecision =
  | { readonly kind: "wait"; readonly for: WaitReason; readonly until: Date; readonly why: string }
  /** `download`: whether updates that are found may be loaded too; a check itself is a few hundred bytes. */
  | { readonly kind: "check"; readonly download: boolean; readonly why: string };

export const neverChecked: CheckHistory = {
  attempted_at: null,
  succeeded_at: null,
  failures: 0,
  put_off_since: null,
};

/**
 * The moment of the day, in milliseconds after midnight UTC, at which a device checks. Each has its own, so that a store is asked all
 * day long and not by everybody at once; it says nothing of the device.
 *
 * @param secret the device's own, never sent anywhere
 */
export function checkOffset(secret: string, sha256: Sha256Function): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(new TextEncoder().encode(`${secret}:check`));
  return (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % limits.device.checkEveryMs;
}

/** When the next check is due if nothing is in its way. A time that lies ahead of the clock counts as now. */
export function nextCheck({ attempted_at, succeeded_at, failures }: CheckHistory, offset: number, now: Date): Date {
  if (attempted_at === null) return now;
  const attempted = pastTime(attempted_at, now);
  if (failures > 0) {
    const { checkRetryMs, checkEveryMs } = limits.device;
    // At most half of it more, so that devices do not come back together to a store that was away.
    const spread = 1 + offset / checkEveryMs / 2;
    return new Date(attempted + Math.min(Math.round(checkRetryMs * 2 ** (failures - 1) * spread), checkEveryMs));
  }
  return new Date(nextSlot(succeeded_at === null ? attempted : pastTime(succeeded_at, now), offset));
}

/** Whether a device checks for updates now. */
export function decideCheck(history: CheckHistory, offset: number, conditions: Conditions, now: Date): CheckDecision {
  const due = nextCheck(history, offset, now);
  if (due > now) {
    const { failures } = history;
    const failed = failures === 1 ? "The last check failed." : `The last ${failures} checks failed.`;
    const why = failures > 0 ? failed : "The last check was not long ago.";
    return { kind: "wait", for: "not-due", until: due, why };
  }
  const patience = new Date(due.getTime() + limits.device.postponeMs);
  if (!conditions.online) return { kind: "wait", for: "offline", until: now, why: "The device is offline." };
  // The first check of all is never put off: since when it is due, nobody wrote down.
  if (conditions.lowBattery && history.attempted_at !== null && now < patience) {
    return { kind: "wait", for: "low-battery", until: patience, why: "The battery is low." };
  }
  return { kind: "check", ...decideDownload(history, due, conditions, now) };
}

/** Whether a check that is made now may load what it finds. */
export function decideDownload(
  { put_off_since: putOffSince }: CheckHistory,
  due: Date,
  { metered }: Pick<Conditions, "metered">,
  now: Date,
): { readonly download: boolean; readonly why: string } {
  // A check itself succeeds on a metered network, so that only what was found, not the check, grows old.
  const since = Math.min(due.getTime(), putOffSince === null ? now.getTime() : pastTime(putOffSince, now));
  if (metered && now.getTime() < since + limits.device.postponeMs) {
    return { download: false, why: "The network is metered, so nothing but the index is loaded." };
  }
  return { download: true, why: "A check is due." };
}

/** How a check ended. */
export interface CheckEnd {
  /** Whether every store could be asked. */
  readonly isSuccess: boolean;
  /** Whether updates that were found wait for a better network. */
  readonly isPutOff: boolean;
}

/** The history after a check. */
export function afterCheck(history: CheckHistory, { isSuccess, isPutOff }: CheckEnd, now: Date): CheckHistory {
  const time = now.toISOString();
  const since = isPutOff ? (history.put_off_since ?? time) : null;
  if (isSuccess) return { attempted_at: time, succeeded_at: time, failures: 0, put_off_since: since };
  const { succeeded_at, failures, put_off_since } = history;
  return { attempted_at: time, succeeded_at, failures: failures + 1, put_off_since: since ?? put_off_since };
}

function nextSlot(after: number, offset: number): number {
  const every = limits.device.checkEveryMs;
  return (Math.floor((after - offset) / every) + 1) * every + offset;
}

function pastTime(text: string, now: Date): number {
  return Math.min(Date.parse(text), now.getTime());
}
