import type { Sha256Function } from "../crypto.ts";
import { limits } from "../limits.ts";

/** What a device remembers of its checks for updates. Times are ISO 8601; null means never. A type, so that it is a JSON value. */
export type CheckHistory = {
  readonly attempted_at: string | null;
  readonly succeeded_at: string | null;
  /** Failed attempts since the last success. */
  readonly failures: number;
};

/** What a device is like at the moment. */
export interface Conditions {
  readonly online: boolean;
  /** Somebody pays by the byte. */
  readonly metered: boolean;
  /** The battery is low and does not charge. */
  readonly lowBattery: boolean;
}

export type CheckDecision =
  | { readonly kind: "wait"; readonly until: Date; readonly why: string }
  /** `download`: whether updates that are found may be loaded too; a check itself is a few hundred bytes. */
  | { readonly kind: "check"; readonly download: boolean; readonly why: string };

export const neverChecked: CheckHistory = { attempted_at: null, succeeded_at: null, failures: 0 };

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
    const why =
      history.failures > 0 ? `The last ${history.failures} checks failed.` : "The last check was not long ago.";
    return { kind: "wait", until: due, why };
  }
  if (!conditions.online) return { kind: "wait", until: now, why: "The device is offline." };
  const patience = new Date(due.getTime() + limits.device.postponeMs);
  if (conditions.lowBattery && now < patience) {
    return { kind: "wait", until: patience, why: "The battery is low." };
  }
  if (conditions.metered && now < patience) {
    return { kind: "check", download: false, why: "The network is metered, so nothing but the index is loaded." };
  }
  return { kind: "check", download: true, why: "A check is due." };
}

/** The history after a check. */
export function afterCheck(history: CheckHistory, isSuccess: boolean, now: Date): CheckHistory {
  const time = now.toISOString();
  if (isSuccess) return { attempted_at: time, succeeded_at: time, failures: 0 };
  return { ...history, attempted_at: time, failures: history.failures + 1 };
}

function nextSlot(after: number, offset: number): number {
  const every = limits.device.checkEveryMs;
  return (Math.floor((after - offset) / every) + 1) * every + offset;
}

function pastTime(text: string, now: Date): number {
  return Math.min(Date.parse(text), now.getTime());
}
